"""What a report can be composed of, and how it will look: measured once, drawn anew for each change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from app.data.dataset import Dataset
from app.errors import AppError
from app.jobs.guides.plan_report import plan_in_reports
from app.jobs.reports.compositions import kept_composition, of_dataset, of_scenario
from app.jobs.reports.kept_reporting import definition_of
from app.jobs.reports.run_reports import RunReports, others_of
from app.progress import Progress, silent
from app.reports.definition.sentence import Choice
from app.reports.documents.composing.composed import ComposedReport, compose, default_sections
from app.reports.documents.composing.composition import Composition, ReportSection
from app.reports.documents.composing.content import ReportContent, report_content
from app.reports.documents.composing.recorded import dataset_content
from app.reports.segments import NO_SEGMENTS, Segments
from app.workspace.contents.loaded_datasets import LoadedDatasets
from app.workspace.store import Workspace

MOST_PAGES = 60  # that are previewed
_POINTS = 72


@dataclass(frozen=True, slots=True)
class Material:
    """A run's or a dataset's content, and the composition that is kept for it, its sections written out.

    `kept_reports` are the reports kept under a name over the same, each as a section.
    """

    kept_under: str
    content: ReportContent
    dataset: Dataset | None
    composition: Composition
    kept_reports: tuple[tuple[str, ReportSection], ...] = ()
    segments: Segments = NO_SEGMENTS
    run: RunReports | None = None
    other_runs: tuple[Choice, ...] = ()

    def composed(self, composition: Composition, progress: Progress = silent) -> ComposedReport:
        """The report by that composition."""
        of_run = None if self.run is None else self.run.measured
        return compose(self.content, composition, self.dataset, self.segments, of_run, progress)


def material_of_run(workspace: Workspace, run_id: int, progress: Progress) -> Material:
    """What a report on a stored run can be composed of."""
    progress(0, 0, "Measuring the run")
    run = RunReports(workspace, run_id)
    subject = replace(run.subject(progress), progress=progress)
    content = report_content(subject, dataset_name=run.dataset_name())
    content = replace(content, plan=plan_in_reports(workspace, progress=progress))
    made = _material(workspace, of_scenario(subject.scenario.id), content, subject.dataset)
    infos = workspace.runs.all()
    kept = tuple(_kept_of_run(workspace, run_id, subject.scenario.id))
    return replace(made, kept_reports=kept, run=run, other_runs=others_of(infos, run_id))


def material_of_dataset(workspace: Workspace, datasets: LoadedDatasets, name: str, progress: Progress) -> Material:
    """What a report on recorded events can be composed of."""
    dataset = datasets.get(name, progress)
    content = replace(dataset_content(dataset, name), plan=plan_in_reports(workspace, datasets.get, progress))
    made = _material(workspace, of_dataset(name), content, dataset)
    return replace(made, kept_reports=tuple(_kept(workspace, dataset, name)))


def page_pictures(report: ComposedReport, scale: float, progress: Progress) -> Iterator[bytes]:
    """The first pages of the report on paper, each as PNG of that many pixels a point."""
    from app.reports.documents.paper.pages import pages_of
    from app.reports.documents.paper.sheet import pictures_of
    from app.reports.drawing.drawing_area import drawing

    with drawing():
        pages = pages_of(report)[:MOST_PAGES]
    for number in range(len(pages)):
        progress(number, len(pages), "Drawing the pages")
        yield from pictures_of(pages, report.look.paged, range(number, number + 1), _POINTS * scale)


def _material(workspace: Workspace, kept_under: str, content: ReportContent, dataset: Dataset | None) -> Material:
    kept = kept_composition(workspace, kept_under)
    if kept.sections is None:
        kept = kept.model_copy(update={"sections": default_sections(content, dataset)})
    return Material(kept_under, content, dataset, kept, segments=Segments(workspace.segments.all()))


def _kept(workspace: Workspace, dataset: Dataset, name: str) -> Iterator[tuple[str, ReportSection]]:
    """Those over that dataset which the data still allows."""
    for title, kept in workspace.kept_reports.all().items():
        if kept.dataset == name:
            with suppress(AppError):  # the data has changed since it was kept: it is not offered
                yield (
                    title,
                    ReportSection(report=kept.report, heading=title, definition=definition_of(kept, dataset)),
                )


def _kept_of_run(workspace: Workspace, run_id: int, scenario: str) -> Iterator[tuple[str, ReportSection]]:
    """Those on that run, or on the scenario's latest."""
    for title, kept in workspace.kept_reports.all().items():
        if kept.run == run_id or (scenario and kept.scenario == scenario):
            yield title, ReportSection(report=kept.report, heading=title, choices=dict(kept.changes))
