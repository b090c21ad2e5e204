"""The import page: each file with what it is taken for, how they join, and what becomes of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.data.importing.accounting.accounts import Account
from app.data.importing.file_plan import Doubt
from app.data.importing.mapping import OnDuplicate
from app.data.importing.plan import REPEATED, ImportPlan
from app.data.zones import zone_names
from app.desktop.data.import_page.account_words import account_words, sum_words
from app.desktop.data.import_page.file_section import MANY_FILES_ROWS, ONE_FILE_ROWS, FileSection
from app.desktop.data.import_page.joins import JoinPanel
from app.desktop.data.import_page.target import Target, TargetFields
from app.jobs.datasets.looking_into import Refused
from app.look.palette import Palette
from app.numbers import counted
from app.ui.tab_order import tab_as_laid_out
from app.ui.theme import STEP
from app.ui.widgets import SinglePressButton, button, clear, column, frame, label, row, scrolling

_MOST_SAID_ONE_BY_ONE = 3
_ROOM_BESIDE = 130 * STEP
"""With less than this, the fields stand under the title, where their texts have room."""
_NOTHING_ELSE = " Nothing was imported."
_OF_COLUMNS = ("no-key", "no-instant", "no-product")  # answered by the column's menu
_REPETITIONS: tuple[tuple[OnDuplicate, str], ...] = (
    ("replace", "Replace"),
    ("append", "Only what is new"),
    ("skip", "Leave it out"),
)


class ImportPage(QWidget):
    """Shows a plan and tells what the user changes in it; the plan itself is changed by whoever listens."""

    file_changed = Signal(int, object)  # the file's place, what is said of it
    file_forgotten = Signal(int)  # the file's place: what was said of its header before no longer holds
    join_chosen = Signal(object)  # Join
    doubt_answered = Signal(object)  # Doubt
    repetition_answered = Signal(object)  # OnDuplicate
    target_changed = Signal(object)  # Target
    import_wanted = Signal()
    mapping_wanted = Signal()  # a mapping file that says all of this
    cancelled = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("import_page")
        self._palette = palette
        self._sections: list[FileSection] = []
        self._title = label("", "heading", name="import_title")
        self.fields = TargetFields()
        self.fields.changed.connect(lambda: self.target_changed.emit(self.target))
        self._refused = column(gap=STEP)
        self._files = column(gap=2 * STEP)
        self.joins = JoinPanel(palette)
        self.joins.chosen.connect(self.join_chosen)
        self._doubts = column(gap=STEP)
        self._changed = column(gap=STEP)
        self._accounts = label("", "quiet", wraps=True, name="import_accounts")
        self._problem = label("", "problem", wraps=True, name="import_problem")
        self._import = button(
            "Import", "primary", name="import_accept", on_click=self.import_wanted.emit, of=SinglePressButton
        )
        self._lay_out()

    @property
    def target(self) -> Target:
        """What is chosen at the head."""
        return self.fields.target

    def begin(self, count: int) -> None:
        """Show an empty page for so many files, while they are looked into."""
        self._title.setText(f"Import {counted(count, 'file', 'files')}")
        self._forget_files()
        self.joins.hide()
        self.show_accounts(None)
        self._problem.setText("")
        self._import.setEnabled(False)
        self._save.setEnabled(False)

    def show_refused(self, files: Sequence[Refused]) -> None:
        """Say which files cannot be read, and why."""
        clear(self._refused)
        if files:
            self._refused.addWidget(self._refused_card(files))
            self._title.setText(f"Import {len(self._sections)} of {len(self._sections) + len(files)} files")

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what is planned; the sections stay where they are."""
        if len(self._sections) > len(plan.files):
            self._forget_files()
        while len(self._sections) < len(plan.files):
            self._add_section()
        may_set_key = len(plan.files) == 1 and plan.stored is None
        rows = MANY_FILES_ROWS if len(plan.files) > 1 else ONE_FILE_ROWS
        for section, file in zip(self._sections, plan.files, strict=True):
            section.show_file(file, may_set_key=may_set_key, most_rows=rows)
        self.joins.show_plan(plan)
        clear(self._doubts)
        for doubt in plan.doubts:
            if doubt.must_be_answered or doubt.offers:
                self._doubts.addWidget(self._question(doubt))
        tab_as_laid_out(self._lines)
        self._judge(plan)

    def show_accounts(self, accounts: Sequence[Account] | None) -> None:
        """What becomes of the rows; None while they are counted."""
        if accounts is None:
            self._accounts.setText("")
        elif len(accounts) <= _MOST_SAID_ONE_BY_ONE:
            self._accounts.setText("\n".join(map(account_words, accounts)))
        else:
            self._accounts.setText(sum_words(accounts))
            for section in self._sections:
                section.show_account(next((each for each in accounts if each.file == section.name), None))

    def show_changed(self, sentences: Sequence[str], meant: OnDuplicate | None) -> None:
        """What files say otherwise than the dataset, and what can be done instead of what is meant."""
        clear(self._changed)
        if not sentences:
            return
        card = frame("card", "import_changed")
        line = row(card, margin=2 * STEP, gap=2 * STEP)
        line.addWidget(label("\n".join(sentences), "warning", wraps=True), 1)
        other: OnDuplicate = "append" if meant == "replace" else "replace"
        words = dict(_REPETITIONS)[other]
        answer = partial(self.repetition_answered.emit, other)
        line.addWidget(button(words, name=f"import_changed_{other}", on_click=answer))
        self._changed.addWidget(card)
        tab_as_laid_out(self._lines)

    def say(self, text: str) -> None:
        """What goes on, or is wrong, instead of the accounts."""
        self._accounts.setText(text)

    def show_palette(self, palette: Palette) -> None:
        """Chips and bars in other colours."""
        self._palette = palette
        self.joins.show_palette(palette)
        for section in self._sections:
            section.show_palette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = event.size().width() < _ROOM_BESIDE
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.setDirection(below if is_narrow else beside)
        self._head.setSpacing(STEP if is_narrow else 3 * STEP)
        self._words.setDirection(beside if is_narrow else below)
        self._words.setSpacing(2 * STEP if is_narrow else STEP // 2)
        self._words.setStretch(1, int(is_narrow))  # the sentence takes what the title leaves

    def _lay_out(self) -> None:
        self._words = words = column(gap=STEP // 2)
        words.addWidget(self._title)
        words.addWidget(self.fields.hint)
        self._head = head = row(gap=3 * STEP)
        head.addLayout(words, 1)
        head.addWidget(self.fields, 2)
        body = QWidget()
        inside = column(body, gap=2 * STEP)
        inside.setContentsMargins(3 * STEP, STEP, 3 * STEP, 2 * STEP)
        inside.addLayout(self._doubts)
        inside.addLayout(self._changed)
        inside.addLayout(self._refused)
        inside.addWidget(self.joins)
        inside.addLayout(self._files)
        inside.addStretch(1)
        foot = frame("foot")
        feet = row(foot, gap=STEP)
        feet.setContentsMargins(3 * STEP, STEP, 2 * STEP, STEP)
        said = column(gap=0)
        said.addWidget(self._accounts)
        said.addWidget(self._problem)
        feet.addLayout(said, 1)
        self._save = button("Save mapping…", "quiet", name="import_mapping", on_click=self.mapping_wanted.emit)
        self._save.setToolTip("Keep what is said here of the files in a file, for the command line")
        feet.addWidget(self._save)
        feet.addWidget(button("Cancel", name="import_cancel", on_click=self.cancelled.emit))
        feet.addWidget(self._import)
        self.setFocusProxy(self.fields)
        self._lines = lines = column(self, gap=STEP)
        top = column(gap=0)
        top.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 0)
        top.addLayout(head)
        lines.addLayout(top)
        lines.addWidget(scrolling(body, "import_scroll"), 1)
        lines.addWidget(foot)

    def _forget_files(self) -> None:
        for lines in (self._files, self._doubts, self._changed, self._refused):
            clear(lines)
        self._sections = []

    def _add_section(self) -> None:
        place = len(self._sections)
        section = FileSection(place, self._palette)
        section.changed.connect(lambda changes: self._tell_file(place, changes))
        section.forgotten.connect(lambda: self.file_forgotten.emit(place))
        self._sections.append(section)
        self._files.addWidget(section)

    def _tell_file(self, place: int, changes: Any) -> None:
        self.file_changed.emit(place, changes)

    def _refused_card(self, files: Sequence[Refused]) -> QWidget:
        card = frame("card", "import_refused")
        lines = column(card, margin=2 * STEP, gap=STEP // 2)
        names = ", ".join(file.name for file in files)
        lines.addWidget(label(f"Left out: {names}", "strong", wraps=True))
        for file in files:
            lines.addWidget(label(file.why.removesuffix(_NOTHING_ELSE), "warning", wraps=True))
        return card

    def _question(self, doubt: Doubt) -> QWidget:
        card = frame("card", f"import_doubt_{doubt.code}")
        line = row(card, margin=2 * STEP, gap=2 * STEP)
        line.addWidget(label(doubt.text, "warning", wraps=True), 1)
        if doubt.code == REPEATED:
            for meant, words in _REPETITIONS:
                line.addWidget(
                    button(words, name=f"import_{meant}", on_click=partial(self.repetition_answered.emit, meant))
                )
        elif doubt.offers:
            place = next(at for at, section in enumerate(self._sections) if section.name == doubt.file)
            for at, offer in enumerate(doubt.offers):
                changes = {offer.field: offer.value}
                line.addWidget(
                    button(offer.words, name=f"import_offer_{at}", on_click=partial(self._tell_file, place, changes))
                )
        elif doubt.code not in _OF_COLUMNS:
            line.addWidget(button("Yes, go on", name="import_yes", on_click=lambda: self.doubt_answered.emit(doubt)))
        return card

    def _judge(self, plan: ImportPlan) -> None:
        problem = ""
        if not self.target.dataset:
            problem = "Give the dataset a name."
        elif self.target.timezone not in zone_names():
            problem = "Choose a time zone such as Europe/Prague."
        elif plan.unanswered:
            problem = "Answer the question at the top first."
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._import.setEnabled(plan.is_complete and not problem)
        self._save.setEnabled(plan.is_complete)
