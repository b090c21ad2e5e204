"""What is wrong with a dataset: each finding with its people, what can be done about it, and its list to take along."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QStackedWidget, QWidget

from app.data.dataset import Dataset
from app.data.quality.consent_choice import ConsentChoice, with_consent
from app.data.quality.finding import Finding, Mend
from app.data.quality.report import Quality, quality
from app.desktop.background import Workers
from app.desktop.data.dataset.consent_dialog import ConsentDialog
from app.desktop.shell.dialogs import ask_save, ask_text
from app.files.writing import write_whole
from app.jobs.datasets.people_lists import people_csv
from app.look.palette import Palette
from app.numbers import counted
from app.ui.flow_layout import FlowLayout
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import EmptyState, button, clear, column, frame, label, row, scrolling

_NOTHING_FOUND = (
    "Of all that is looked for nothing was found. Further data may have faults: drop a file here, or press Import."
)
CANNOT_MEND = "Of all that is looked for nothing was found."
_ICONS = {"fault": "alert-circle-outline", "remark": "information-outline"}


class _Actions(QWidget):
    """Buttons in as many rows as they need; a card between others gives them the height of one row otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.flow = FlowLayout(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.flow.heightForWidth(self.width()))


class QualityView(QWidget):
    """`people_wanted` tells rows of customers and what they have in common, `mend_wanted` what is to be done.

    `list_wanted` tells rows that are to be kept as a list, and its name. `import_wanted` is told where nothing was
    found, and more data is wanted, `file_wanted` where another file would mend this dataset.
    """

    people_wanted = Signal(object, str)  # rows, words
    mend_wanted = Signal(object, str)  # Mend, words
    list_wanted = Signal(object, str)  # rows, name
    import_wanted = Signal()
    file_wanted = Signal()

    def __init__(self, workers: Workers, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("quality_view")
        self._workers = workers
        self._palette = palette
        self._dataset: Dataset | None = None
        self._report: Quality | None = None
        self._may_mend = True
        self._said = label("", "quiet", wraps=True, name="quality_said")
        self._cards = column(gap=STEP)
        inside = QWidget()
        lines = column(inside, gap=STEP)
        lines.setContentsMargins(0, 2 * STEP, STEP, 2 * STEP)
        lines.addWidget(self._said)
        lines.addLayout(self._cards)
        lines.addStretch(1)
        self._import = button("Import…", name="quality_import", on_click=self.import_wanted.emit)
        self._empty = EmptyState(
            "check-circle-outline",
            "Nothing is wrong with these data",
            _NOTHING_FOUND,
            self._import,
            name="quality_empty",
        )
        self._found = scrolling(inside, "quality_scroll")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._found)
        self._pages.addWidget(self._empty)
        column(self, gap=0).addWidget(self._pages)
        self._empty.show_palette(palette)

    def show_dataset(self, dataset: Dataset, *, may_mend: bool) -> None:
        """Look at this dataset in the background, once the view is in sight, and show what is found."""
        self._dataset, self._report, self._may_mend = dataset, None, may_mend
        clear(self._cards)
        self._said.setText("Looking for what may be wrong …")
        self._pages.setCurrentWidget(self._found)
        self._import.setVisible(may_mend)
        self._empty.take_files(may_mend, CANNOT_MEND)
        if self.isVisible():
            self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._report is None:
            self._look()

    def _look(self) -> None:
        dataset = self._dataset
        if dataset is None:
            return

        def show(report: Quality) -> None:
            if dataset is self._dataset:
                self._show(report)

        self._workers.start("Looking for faults", lambda _: quality(dataset), show)

    def show_palette(self, palette: Palette) -> None:
        """Icons in other colours."""
        self._palette = palette
        self._empty.show_palette(palette)
        if self._report is not None:
            self._show(self._report)

    def _show(self, report: Quality) -> None:
        self._report = report
        clear(self._cards)
        self._pages.setCurrentWidget(self._found if report.findings else self._empty)
        faults = sum(finding.kind == "fault" for finding in report.findings)
        self._said.setText(_summary(faults, len(report.findings) - faults))
        for finding in report.findings:
            self._cards.addWidget(self._card(finding))

    def _card(self, finding: Finding) -> QFrame:
        made = frame("card", f"finding_{finding.key}")
        sides = row(made, margin=2 * STEP, gap=2 * STEP)
        picture = QLabel()
        colour = self._palette.warning if finding.kind == "fault" else self._palette.text_faint
        picture.setPixmap(icon(_ICONS[finding.kind], colour).pixmap(24, 24))
        picture.setFixedWidth(24)
        sides.addWidget(picture)
        texts = column(gap=STEP // 2)
        texts.addWidget(label(finding.words, "strong", wraps=True))
        if finding.examples:
            texts.addWidget(label(f"For example: {', '.join(finding.examples)}", "small", wraps=True))
        texts.addWidget(label(finding.advice, "quiet", wraps=True))
        texts.addWidget(self._actions(finding))
        sides.addLayout(texts, 1)
        return made

    def _actions(self, finding: Finding) -> QWidget:
        made = _Actions()
        people = counted(len(finding.customers), "customer", "customers")
        show = partial(self.people_wanted.emit, finding.customers, finding.words)
        actions = [
            button(f"Show {people}", name=f"people_{finding.key}", on_click=show),
            button("Export…", "quiet", name=f"export_{finding.key}", on_click=partial(self._export, finding)),
        ]
        for made_button in (*actions, *(self._offers(finding) if self._may_mend else ())):
            made.flow.addWidget(made_button)
        return made

    def _offers(self, finding: Finding) -> Iterator[QPushButton]:
        """What changes the dataset, and is undone."""
        key = finding.key
        yield button("Save as list…", "quiet", name=f"list_{key}", on_click=partial(self._ask_list, finding))
        for place, mend in enumerate(finding.mends):
            yield button(mend.words, name=f"mend_{key}_{place}", on_click=partial(self._mend, mend))
        if finding.choice is not None:
            ask = partial(self._ask_consent, finding.choice)
            yield button("Choose who agreed…", name=f"choose_{key}", on_click=ask)
        if finding.file_wanted:
            yield button(finding.file_wanted, name=f"file_{key}", on_click=self.file_wanted.emit)

    def _ask_list(self, finding: Finding) -> None:
        wanted = partial(self.list_wanted.emit, finding.customers)
        ask_text(self.window(), "Save as list", "What is the list called?", wanted)

    def _ask_consent(self, choice: ConsentChoice) -> None:
        dataset = self._dataset
        if dataset is None:
            return

        def take(column_name: str, yes: tuple[str, ...], no: tuple[str, ...]) -> None:
            change = partial(with_consent, role=choice.role, name=column_name, yes=yes, no=no)
            self._mend(Mend(f"Take “{column_name}” for who agreed", change))

        ConsentDialog(self.window(), choice, dataset.customer_count, take).open()

    def _mend(self, mend: Mend) -> None:
        self.mend_wanted.emit(mend, f"“{mend.words}”")

    def _export(self, finding: Finding) -> None:
        dataset = self._dataset
        if dataset is None:
            return

        def write(path: Path) -> None:
            self._workers.start("Writing the list", lambda _: write_whole(path, people_csv(dataset, finding.customers)))

        ask_save(self.window(), "Export these customers", "CSV (*.csv)", Path(f"{finding.key}.csv"), write)


def _summary(faults: int, remarks: int) -> str:
    wrong = counted(faults, "thing is", "things are") + " wrong" if faults else "Nothing is wrong"
    return f"{wrong}; {counted(remarks, 'thing is', 'things are')} worth knowing." if remarks else f"{wrong}."
