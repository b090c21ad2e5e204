"""What a report can be composed of, and how it will look: measured once, drawn anew for each change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.data.dataset import Dataset
from app.jobs.compositions import kept_composition, of_dataset, of_scenario
from app.jobs.reporting import subject_of_run
from app.progress import Progress
from app.reports.documents.composed import ComposedReport, compose, default_sections
from app.reports.documents.composition import Composition
from app.reports.documents.content import ReportContent, report_content
from app.reports.documents.recorded import dataset_content
from app.workspace.loaded_datasets import LoadedDatasets
from app.workspace.store import Workspace

MOST_PAGES = 60  # that are previewed
_POINTS = 72


@dataclass(frozen=True, slots=True)
class Material:
    """A run's or a dataset's content, and the composition that is kept for it, its sections written out."""

    kept_under: str
    content: ReportContent
    dataset: Dataset | None
    composition: Composition

    def composed(self, composition: Composition) -> ComposedReport:
        """The report by that composition."""
        return compose(self.content, composition, self.dataset)


def material_of_run(workspace: Workspace, run_id: int, progress: Progress) -> Material:
    """What a report on a stored run can be composed of."""
    progress(0, 0, "Measuring the run")
    subject, name = subject_of_run(workspace, run_id)
    content = report_content(subject, dataset_name=name)
    return _material(workspace, of_scenario(subject.scenario.id), content, subject.dataset)


def material_of_dataset(workspace: Workspace, datasets: LoadedDatasets, name: str, progress: Progress) -> Material:
    """What a report on recorded events can be composed of."""
    dataset = datasets.get(name, progress)
    return _material(workspace, of_dataset(name), dataset_content(dataset, name), dataset)


def page_pictures(report: ComposedReport, scale: float, progress: Progress) -> Iterator[bytes]:
    """The first pages of the report on paper, each as PNG of that many pixels a point."""
    from app.reports.documents.paper.pages import pages_of
    from app.reports.documents.paper.sheet import pictures_of

    pages = pages_of(report)[:MOST_PAGES]
    for number in range(len(pages)):
        progress(number, len(pages), "Drawing the pages")
        yield from pictures_of(pages, report.look.paged, range(number, number + 1), _POINTS * scale)


def _material(workspace: Workspace, kept_under: str, content: ReportContent, dataset: Dataset | None) -> Material:
    kept = kept_composition(workspace, kept_under)
    if kept.sections is None:
        kept = kept.model_copy(update={"sections": default_sections(content, dataset)})
    return Material(kept_under, content, dataset, kept)
