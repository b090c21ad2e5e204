"""The import page: each file with what it is taken for, how they join, and what becomes of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from app.data.importing.accounting.accounts import Account
from app.data.importing.file_plan import Doubt
from app.data.importing.plan import REPEATED, ImportPlan
from app.desktop.data.import_page.file_section import FileSection
from app.desktop.data.import_page.joins import JoinPanel
from app.look.palette import Palette
from app.numbers import counted, number
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import button, clear, column, frame, label, row, scrolling

_REPETITIONS = (("replace", "Replace"), ("append", "Only what is new"), ("skip", "Leave it out"))


@dataclass(frozen=True, slots=True)
class Target:
    """Into which dataset, and in which zone times without one are."""

    dataset: str
    timezone: str

    @property
    def is_whole(self) -> bool:
        """Whether there is a name, and a zone that exists."""
        return bool(self.dataset) and self.timezone in available_timezones()


class ImportPage(QWidget):
    """Shows a plan and tells what the user changes in it; the plan itself is changed by whoever listens."""

    file_changed = Signal(int, object)  # the file's place, what is said of it
    join_chosen = Signal(object)  # Join
    doubt_answered = Signal(object)  # Doubt
    repetition_answered = Signal(object)  # OnDuplicate
    target_changed = Signal(object)  # Target
    import_wanted = Signal()
    cancelled = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("import_page")
        self._palette = palette
        self._sections: list[FileSection] = []
        self._datasets: tuple[str, ...] = ()
        self._title = label("", "heading", name="import_title")
        self._name = self._editable("import_dataset", "Dataset")
        self._name.setCompleter(None)  # type: ignore[arg-type]  # a new name may begin as an old one does; stubs know no None
        self._zone = self._editable("import_zone", "Time zone")
        self._zone.addItems(["UTC", *sorted(available_timezones() - {"UTC"})])
        self._hint = label("", "small", name="import_hint")
        self._files = column(gap=2 * STEP)
        self.joins = JoinPanel(palette)
        self.joins.chosen.connect(self.join_chosen)
        self._doubts = column(gap=STEP)
        self._accounts = label("", "quiet", wraps=True, name="import_accounts")
        self._problem = label("", "problem", wraps=True, name="import_problem")
        self._import = button("Import", "primary", name="import_accept", on_click=self.import_wanted.emit)
        self._lay_out()

    @property
    def target(self) -> Target:
        """What is chosen at the head."""
        return Target(self._name.currentText().strip(), self._zone.currentText().strip())

    def begin(self, count: int, datasets: Sequence[str], suggested: str, timezone: str) -> None:
        """Show an empty page for so many files, while they are looked into."""
        self._datasets = tuple(datasets)
        self._title.setText(f"Import {counted(count, 'file', 'files')}")
        with QSignalBlocker(self._name), QSignalBlocker(self._zone):
            self._name.clear()
            self._name.addItems(list(dict.fromkeys([suggested, *datasets])))
            self._name.setCurrentText(suggested)
            self._zone.setCurrentText(timezone)
        clear(self._files)
        self._sections = []
        clear(self._doubts)
        self.joins.hide()
        self.show_accounts(None)
        self._say_target()
        self._problem.setText("")
        self._import.setEnabled(False)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what is planned; the sections stay where they are."""
        while len(self._sections) < len(plan.files):
            self._add_section()
        may_set_key = len(plan.files) == 1 and plan.stored is None
        for section, file in zip(self._sections, plan.files, strict=True):
            section.show_file(file, may_set_key=may_set_key)
        self.joins.show_plan(plan)
        clear(self._doubts)
        for doubt in plan.doubts:
            if doubt.must_be_answered:
                self._doubts.addWidget(self._question(doubt))
        self._judge(plan)

    def show_accounts(self, accounts: Sequence[Account] | None) -> None:
        """What becomes of the rows; None while they are counted."""
        if accounts is None:
            self._accounts.setText("")
            return
        self._accounts.setText("\n".join(map(account_words, accounts)))

    def say(self, text: str) -> None:
        """What goes on, or is wrong, instead of the accounts."""
        self._accounts.setText(text)

    def show_palette(self, palette: Palette) -> None:
        """Chips and bars in other colours."""
        self._palette = palette
        self.joins.show_palette(palette)
        for section in self._sections:
            section.show_palette(palette)

    def _editable(self, name: str, words: str) -> ComboBox:
        made = ComboBox()
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setEditable(True)
        made.setMinimumWidth(24 * STEP)
        made.activated.connect(lambda _at: self._tell_target())
        line = made.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._tell_target)
        return made

    def _lay_out(self) -> None:
        head = row(gap=STEP)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(label("Into the dataset", "quiet"))
        head.addWidget(self._name)
        head.addWidget(label("Times without a zone are in", "quiet"))
        head.addWidget(self._zone)
        body = QWidget()
        inside = column(body, gap=2 * STEP)
        inside.setContentsMargins(3 * STEP, STEP, 3 * STEP, 2 * STEP)
        inside.addLayout(self._files)
        inside.addWidget(self.joins)
        inside.addLayout(self._doubts)
        inside.addStretch(1)
        foot = frame("foot")
        feet = row(foot, gap=STEP)
        feet.setContentsMargins(3 * STEP, STEP, 2 * STEP, STEP)
        said = column(gap=0)
        said.addWidget(self._accounts)
        said.addWidget(self._problem)
        feet.addLayout(said, 1)
        feet.addWidget(button("Cancel", name="import_cancel", on_click=self.cancelled.emit))
        feet.addWidget(self._import)
        lines = column(self, gap=STEP)
        top = column(gap=0)
        top.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 0)
        top.addLayout(head)
        top.addWidget(self._hint)
        lines.addLayout(top)
        lines.addWidget(scrolling(body, "import_scroll"), 1)
        lines.addWidget(foot)

    def _add_section(self) -> None:
        place = len(self._sections)
        section = FileSection(place, self._palette)
        section.changed.connect(lambda changes: self._tell_file(place, changes))
        self._sections.append(section)
        self._files.addWidget(section)

    def _tell_file(self, place: int, changes: Any) -> None:
        self.file_changed.emit(place, changes)

    def _tell_target(self) -> None:
        self._say_target()
        self.target_changed.emit(self.target)

    def _say_target(self) -> None:
        name = self.target.dataset
        self._hint.setText(
            f"“{name}” is there already: what is imported joins it." if name in self._datasets else "A new dataset."
        )

    def _question(self, doubt: Doubt) -> QWidget:
        card = frame("card", f"import_doubt_{doubt.code}")
        line = row(card, margin=2 * STEP, gap=2 * STEP)
        line.addWidget(label(doubt.text, "warning", wraps=True), 1)
        if doubt.code == REPEATED:
            for meant, words in _REPETITIONS:
                line.addWidget(
                    button(words, name=f"import_{meant}", on_click=partial(self.repetition_answered.emit, meant))
                )
        else:
            line.addWidget(button("Yes, go on", name="import_yes", on_click=lambda: self.doubt_answered.emit(doubt)))
        return card

    def _judge(self, plan: ImportPlan) -> None:
        problem = ""
        if not self.target.dataset:
            problem = "Give the dataset a name."
        elif self.target.timezone not in available_timezones():
            problem = "Choose a time zone such as Europe/Prague."
        elif plan.unanswered:
            problem = "Answer the question above first."
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._import.setEnabled(plan.is_complete and not problem)


def account_words(account: Account) -> str:
    """Like “customers.csv: 201 rows: 198 imported, 3 listed”."""
    kept = account.imported + account.repaired
    one, many = ("person", "people") if account.role == "customers" else ("event", "events")
    listed = account.repaired + account.rejected
    more = f", {number(account.rejected)} left out" if account.rejected else ""
    more += f", {number(listed)} listed" if listed else ""
    return f"{account.file}: {counted(account.read, 'row', 'rows')}: {counted(kept, one, many)}{more}."
