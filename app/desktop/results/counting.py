"""From what was chosen to a report's figures; runs in a worker's thread, which alone loads what computes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from app.data.awaiting import watched
from app.data.dataset import Dataset
from app.desktop.results.entries import Entry
from app.desktop.results.held import held_bytes
from app.errors import AppError
from app.jobs.reports.run_reports import RunReports
from app.progress import Progress, heeding, pause
from app.reports.catalogue import recorded_reports, reports_over_runs
from app.reports.definition.sentence import Sentence
from app.reports.report import Choices, Definition, Figures, Measured, RecordedReport, Table, counting
from app.reports.segments import Segments, changed, counted_of, sentence_of
from app.reports.words import leading_figure
from app.workspace.contents.loaded_datasets import LoadedDatasets

_WHERE = "What columns and events mean is said at their heads when files are imported."


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Face:
    """Figures with all that the window says of them: heading, table, the leading figure, and the chart's height."""

    heading: str
    figures: Figures
    table: Table
    leading: str
    height_px: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a report has to say, or in words why it has nothing; some of a run's have no sentence.

    `nbytes` is about what it holds in memory beside recorded events.
    """

    definition: Definition | None = None
    sentence: Sentence = ()
    faces: tuple[Face, ...] = ()
    trouble: str = ""
    nbytes: int = 0


def found_in_run(run: RunReports, entry: Entry, changes: Iterable[tuple[str, str]], progress: Progress) -> Found:
    """What a report says of the run, with these parts of its sentence changed."""
    report = next(each for each in reports_over_runs() if each.key == entry.report)
    chosen = dict(changes)
    with heeding(progress) as heeded:
        try:
            found = run.report(entry.report, chosen, heeded)
            return Found(None, found.sentence, _faces(found.measured, report.height_px), found.why_none)
        except AppError as error:
            return Found(None, _sentence_of(run, entry.report, chosen), (), _in_words(error))


def _sentence_of(run: RunReports, key: str, chosen: Choices) -> Sentence:
    """The sentence stays where what it says cannot be counted, so that it can be changed."""
    try:
        return run.sentence(key, chosen)
    except AppError:
        return ()


def _in_words(error: AppError) -> str:
    return " ".join([error.message, *(f"{problem.message}." for problem in error.problems)])


def found_in_data(
    entry: Entry,
    datasets: LoadedDatasets,
    name: str,
    segments: Segments,
    definition: Definition | None,
    progress: Progress,
) -> Found:
    """What a report says of recorded events: by that definition, or by the proposed one with the entry's changes.

    Who cancels it is let go at once; the step that it is at goes on unseen, and is the last.
    """
    report = next(each for each in recorded_reports() if each.key == entry.report)
    try:
        data = datasets.get(name, progress)
    except AppError as error:
        return Found(trouble=error.message)
    work = partial(_counted, report, data, segments, definition, entry.changes)
    return watched(work, progress, f"Counting {report.title}")


def _counted(
    report: RecordedReport,
    data: Dataset,
    segments: Segments,
    definition: Definition | None,
    changes: Iterable[tuple[str, str]],
    progress: Progress,
) -> Found:
    with heeding(progress) as heeded:
        heeded(0, 0, f"Counting {report.title}")
        try:
            definition = definition or proposed_with(report, data, changes)
        except AppError as error:
            return Found(trouble=error.message)
        if definition is None:
            return Found(trouble=f"{report.needs} {_WHERE}")
        sentence = sentence_of(segments, report, data, definition)
        try:
            figures: Figures = counted_of(segments, data, definition, counting(report, heeded))
        except AppError as error:
            return Found(definition, sentence, (), _in_words(error))
        faces = _faces([Measured(report.title, figures)], report.height_px)
        pause()
        return Found(definition, sentence, faces, nbytes=held_bytes(faces, data))


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
        pause()
        table = each.figures.table()
        made.append(
            Face(each.heading, each.figures, table, leading_figure(each.figures, table), height_px(each.figures))
        )
    return tuple(made)
