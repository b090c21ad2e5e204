"""What a dataset's recorded events say: one page a report, its definition a sentence that can be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from app.desktop.open_workspace import Desk
from app.desktop.results.figures_view import FiguresView
from app.desktop.results.sentence_bar import SentenceBar
from app.errors import AppError
from app.look.palette import Palette
from app.progress import Progress
from app.reports.catalogue import recorded_reports
from app.reports.report import Definition, Figures, Measured, RecordedReport
from app.reports.sentence import Sentence
from app.ui.theme import STEP
from app.ui.widgets import column
from app.workspace.loaded_datasets import LoadedDatasets


@dataclass(frozen=True, slots=True)
class Counted:
    """A definition as it stands, and its figures, or in words why there are none."""

    definition: Definition | None
    sentence: Sentence
    figures: Figures | None
    trouble: str = ""


class RecordedView(QTabWidget):
    """Counts the report in sight, anew whenever its definition or the data changes."""

    saved = Signal(object)  # Path
    said = Signal(str)

    def __init__(self, desk: Desk, palette: Palette, folder: Callable[[], Path]) -> None:
        super().__init__()
        self.setObjectName("recorded_tabs")
        self.setDocumentMode(True)
        self._dataset = ""
        self._pages = [RecordedPage(report, desk, palette, folder) for report in recorded_reports()]
        for page in self._pages:
            self.addTab(page, page.report.title)
            page.view.saved.connect(self.saved)
            page.said.connect(self.said)
        self.currentChanged.connect(self._look)

    @property
    def views(self) -> tuple[FiguresView, ...]:
        """Each report's figures."""
        return tuple(page.view for page in self._pages)

    def show_dataset(self, name: str) -> None:
        """Show what this dataset says."""
        self._dataset = name
        for page in self._pages:
            page.forget()
        self._look()

    def _look(self) -> None:
        page = self.currentWidget()
        if isinstance(page, RecordedPage) and self._dataset:
            page.look(self._dataset)


class RecordedPage(QWidget):
    """One report over recorded events; says what cannot be changed as the user wants."""

    said = Signal(str)

    def __init__(self, report: RecordedReport, desk: Desk, palette: Palette, folder: Callable[[], Path]) -> None:
        super().__init__()
        self.report = report
        self.view = FiguresView(f"recorded_{report.key}", report.title, desk, palette, folder)
        self._sentence = SentenceBar(f"{report.key}_sentence")
        self._sentence.changed.connect(self._change)
        self._desk = desk
        self._dataset = ""
        self._definition: Definition | None = None
        lines = column(self, gap=0)
        lines.setContentsMargins(0, STEP, 0, 0)
        lines.addWidget(self._sentence)
        lines.addWidget(self.view, 1)

    def forget(self) -> None:
        """The data has changed, or is another's: what is shown no longer counts."""
        self._dataset, self._definition = "", None
        self._sentence.say(())
        self.view.wait()

    def look(self, dataset: str) -> None:
        """Count this dataset, unless it is what is shown."""
        if dataset != self._dataset:
            self._dataset = dataset
            self._count(None)

    def _change(self, field: str, value: str) -> None:
        if self._definition is None:
            return
        try:
            self._count(self.report.changed(self._definition, field, value))
        except AppError as error:
            self.said.emit(error.message)

    def _count(self, definition: Definition | None) -> None:
        self._definition = definition
        datasets, dataset, report = self._desk.datasets, self._dataset, self.report
        if datasets is None:
            return

        def show(counted: Counted) -> None:
            if dataset == self._dataset and definition is self._definition:
                self._show(counted)

        def say_why_not(error: AppError) -> None:
            if dataset == self._dataset:
                self.view.show_figures((), error.message)

        job = self._desk.reads.start(
            "Counting", lambda progress: _counted(report, datasets, dataset, definition, progress), show
        )
        job.failed.connect(say_why_not)

    def _show(self, counted: Counted) -> None:
        self._definition = counted.definition
        self._sentence.say(counted.sentence)
        measured = [Measured(self.report.title, counted.figures)] if counted.figures else []
        self.view.show_figures(measured, counted.trouble)


def _counted(
    report: RecordedReport, datasets: LoadedDatasets, name: str, definition: Definition | None, progress: Progress
) -> Counted:
    """In a worker's thread: the proposal where nothing is defined yet, the sentence, the figures."""
    data = datasets.get(name, progress)
    progress(0, 0, f"Counting {report.title}")
    definition = definition or report.proposed(data)
    if definition is None:
        return Counted(None, (), None, report.needs)
    sentence = report.sentence(data, definition)
    try:
        return Counted(definition, sentence, report.count(data, definition))
    except AppError as error:
        problems = " ".join(f"{problem.message}." for problem in error.problems)
        return Counted(definition, sentence, None, f"{error.message} {problems}".strip())
