"""A report kept under a name as a document of its own: by the same definition, over what is there now."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.data.dataset import Dataset
from app.errors import AppError
from app.jobs.reports.run_reports import RunReports
from app.progress import Progress, silent
from app.reports.catalogue import recorded_reports
from app.reports.definitions import definition_document
from app.reports.documents.composing.composed import ComposedReport, compose
from app.reports.documents.composing.composition import Composition, ReportSection
from app.reports.documents.composing.content import report_content
from app.reports.documents.composing.recorded import dataset_content
from app.reports.report import Measured
from app.reports.segments import Segments, changed
from app.workspace.settings.kept_reports import KeptReport
from app.workspace.store import Workspace


def composed_of_kept(workspace: Workspace, name: str, look: Composition, progress: Progress = silent) -> ComposedReport:
    """The kept report alone, under its name, in that look; AppError where there is none, or it cannot be counted."""
    kept = kept_report(workspace, name)
    segments = Segments(workspace.segments.all())
    dataset: Dataset | None
    of_run = None
    if kept.dataset:
        dataset = workspace.datasets.load(kept.dataset, progress)
        progress(0, 0, "Counting the recorded events")
        content = dataset_content(dataset, kept.dataset)
        section = ReportSection(report=kept.report, heading=name, definition=definition_of(kept, dataset))
    else:
        run = RunReports(workspace, run_of(workspace, name, kept))
        progress(0, 0, "Measuring the run")
        dataset, of_run, chosen = run.subject(progress).dataset, run.measured, dict(kept.changes)
        content = report_content(replace(run.subject(), progress=progress), dataset_name=run.dataset_name())
        measured = run.measured(kept.report, chosen, progress)[0]
        section = ReportSection(report=kept.report, heading=name, figures=_in_sight(kept, measured), choices=chosen)
    made = compose(
        content,
        look.model_copy(update={"title": look.title or name, "sections": (section,)}),
        dataset,
        segments,
        of_run,
        progress,
    )
    if not made.parts:
        raise AppError(f"The kept report “{name}” has nothing to show. {made.left_out[0].value} Nothing was written.")
    return made


def kept_report(workspace: Workspace, name: str) -> KeptReport:
    """The report that is kept under the name; AppError lists the names where there is none."""
    kept = workspace.kept_reports.all()
    if name not in kept:
        names = ", ".join(f"“{each}”" for each in kept)
        there = f"Kept are {names}." if names else "None is kept yet; Keep… in Results keeps one."
        raise AppError(f"No report is kept as “{name}” in this workspace. {there} Nothing was written.")
    return kept[name]


def definition_of(kept: KeptReport, dataset: Dataset | None) -> dict[str, Any]:
    """What is proposed for the data, with the parts that were changed; AppError where the data does not allow it."""
    report = next((each for each in recorded_reports() if each.key == kept.report), None)
    definition = report.proposed(dataset) if report is not None and dataset is not None else None
    if report is None or definition is None:
        raise AppError(f"The data lacks what {kept.report} needs.")
    for field, value in kept.changes:
        definition = changed(report, definition, field, value)
    return definition_document(definition)


def run_of(workspace: Workspace, name: str, kept: KeptReport) -> int:
    """The run that a kept report is on: the one that was named, or the latest of its scenario."""
    runs = [info.id for info in workspace.runs.all() if kept.run or info.scenario_id == kept.scenario]  # newest first
    if kept.run and kept.run not in runs:
        raise AppError(
            f"Run {kept.run}, which the kept report “{name}” is on, is no longer there. Nothing was written."
        )
    if not runs:
        raise AppError(f"The scenario of the kept report “{name}” has no run any more. Nothing was written.")
    return kept.run or runs[0]


def _in_sight(kept: KeptReport, measured: tuple[Measured, ...]) -> tuple[int, ...]:
    """The place of the figures that were in sight when it was kept; all where there are none so called."""
    return tuple(at for at, each in enumerate(measured) if each.heading == kept.heading)
