"""From what was chosen to a report's figures; runs in a worker's thread, which alone loads what computes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import Lock

from app.data.dataset import Dataset
from app.desktop.results.comparing import COMPARISON, OTHER_RUN, against
from app.desktop.results.entries import Entry
from app.errors import AppError
from app.progress import Progress
from app.reports.catalogue import recorded_reports, reports
from app.reports.report import Definition, Figures, Measured, RecordedReport, Subject, Table
from app.reports.segments import Segments, changed, counted_of, sentence_of
from app.reports.sentence import Sentence
from app.reports.words import leading_figure
from app.workspace.loaded_datasets import LoadedDatasets
from app.workspace.store import Workspace


@dataclass(frozen=True, slots=True)
class Face:
    """Figures with all that the window says of them: heading, table, the leading figure, and the chart's height."""

    heading: str
    figures: Figures
    table: Table
    leading: str
    height_px: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a report has to say, or in words why it has nothing; of a run's only the comparison has a sentence."""

    definition: Definition | None = None
    sentence: Sentence = ()
    faces: tuple[Face, ...] = ()
    trouble: str = ""


class RunReader:
    """One stored run, loaded when its first report is measured. Usable from any thread."""

    def __init__(self, workspace: Workspace, datasets: LoadedDatasets, run_id: int) -> None:
        self._workspace, self._datasets, self._run_id = workspace, datasets, run_id
        self._lock = Lock()
        self._subject: Subject | None = None

    def subject(self, progress: Progress) -> Subject:
        """The run with its recorded events; AppError where it cannot be read."""
        from app.jobs.reporting import subject_of_run

        with self._lock:
            if self._subject is None:
                self._subject, _ = subject_of_run(self._workspace, self._run_id, self._datasets.get, progress)
            return self._subject

    def found(self, entry: Entry, changes: Iterable[tuple[str, str]], progress: Progress) -> Found:
        """What a report says of the run; of a comparison, `changes` name the other run as (`other`, id)."""
        report = next(each for each in reports() if each.key == entry.report)
        sentence: Sentence = ()
        try:
            subject = self.subject(progress)
            if entry.report == COMPARISON:
                other = dict(changes).get(OTHER_RUN, "")
                sentence = against(self._workspace.runs.all(), self._run_id, other)
                subject = self._beside(subject, other, progress)
            progress(0, 0, f"Measuring {report.title}")
            return Found(None, sentence, _faces(report.measure(subject), report.height_px), report.why_none)
        except AppError as error:
            return Found(sentence=sentence, trouble=error.message)

    def _beside(self, subject: Subject, other: str, progress: Progress) -> Subject:
        """The run with the one that it is compared with, if one is named."""
        from app.jobs.reporting import subject_of_run

        if not other:
            return subject
        if not other.isdecimal():
            raise AppError(f"“{other}” is not the number of a run. Choose one from the list.")
        loaded, _ = subject_of_run(self._workspace, int(other), self._datasets.get, progress)
        return replace(subject, other=loaded)


def found_in_data(
    entry: Entry,
    datasets: LoadedDatasets,
    name: str,
    segments: Segments,
    definition: Definition | None,
    progress: Progress,
) -> Found:
    """What a report says of recorded events: by that definition, or by the proposed one with the entry's changes."""
    report = next(each for each in recorded_reports() if each.key == entry.report)
    try:
        data = datasets.get(name, progress)
        progress(0, 0, f"Counting {report.title}")
        definition = definition or proposed_with(report, data, entry.changes)
    except AppError as error:
        return Found(trouble=error.message)
    if definition is None:
        return Found(trouble=report.needs)
    sentence = sentence_of(segments, report, data, definition)
    try:
        figures: Figures = counted_of(segments, data, definition, report.count)
    except AppError as error:
        problems = " ".join(f"{problem.message}." for problem in error.problems)
        return Found(definition, sentence, (), f"{error.message} {problems}".strip())
    return Found(definition, sentence, _faces([Measured(report.title, figures)], report.height_px))


def proposed_with(report: RecordedReport, data: Dataset, changes: Iterable[tuple[str, str]]) -> Definition | None:
    """The definition that a report proposes for these data, with those parts changed; None where it has nothing."""
    definition = report.proposed(data)
    for field, value in changes if definition is not None else ():
        definition = changed(report, definition, field, value)
    return definition


def _faces(measured: Iterable[Measured], height_px: object) -> tuple[Face, ...]:
    assert callable(height_px)
    made = []
    for each in measured:
        table = each.figures.table()
        made.append(
            Face(each.heading, each.figures, table, leading_figure(each.figures, table), height_px(each.figures))
        )
    return tuple(made)
