"""The report of a run: the same figures for the window, the command line and the document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.files.writing import write_whole
from app.jobs.guides.plan_report import plan_in_reports
from app.jobs.reports.compositions import kept_composition, of_dataset, of_scenario
from app.jobs.reports.run_reports import RunReports
from app.jobs.runs.run_subject import subject_of_run
from app.progress import Progress, silent
from app.reports.documents.composing.composed import ComposedReport, compose
from app.reports.documents.composing.composition import USUAL, Composition
from app.reports.documents.composing.content import ReportContent, report_content
from app.reports.documents.composing.recorded import dataset_content
from app.reports.documents.formats import report_as
from app.reports.report import Subject
from app.reports.segments import Segments
from app.workspace.store import Workspace


def report_of_run(workspace: Workspace, run_id: int, progress: Progress = silent) -> ReportContent:
    """What a stored run comes to, and the recorded events it ran over.

    Where the dataset is no longer what it was at the run, the figures of recorded events are left out.
    """
    progress(0, 0, "Measuring the run")
    subject, name = subject_of_run(workspace, run_id)
    return report_content(replace(subject, progress=progress), dataset_name=name)


def composed_of_run(
    workspace: Workspace, run_id: int, composition: Composition | None = None, progress: Progress = silent
) -> ComposedReport:
    """The report of a stored run, as composed; without a composition as kept for its scenario."""
    progress(0, 0, "Measuring the run")
    run = RunReports(workspace, run_id)
    subject = replace(run.subject(progress), progress=progress)
    composition = composition or kept_composition(workspace, of_scenario(subject.scenario.id))
    content = report_content(subject, dataset_name=run.dataset_name())
    content = replace(content, plan=plan_in_reports(workspace, progress=progress))
    return compose(content, composition, subject.dataset, _segments(workspace), run.measured, progress)


def composed_of_dataset(
    workspace: Workspace, name: str, composition: Composition | None = None, progress: Progress = silent
) -> ComposedReport:
    """The report on a dataset's recorded events, as composed; without a composition as kept for the dataset."""
    composition = composition or kept_composition(workspace, of_dataset(name))
    dataset = workspace.datasets.load(name, progress)
    progress(0, 0, "Counting the recorded events")
    content = replace(dataset_content(dataset, name), plan=plan_in_reports(workspace, progress=progress))
    return compose(content, composition, dataset, _segments(workspace), progress=progress)


def composed_of_folder(folder: Path, composition: Composition = USUAL) -> ComposedReport:
    """The report of a run's folder, as composed."""
    return compose(report_of_folder(folder), composition)


def report_of_folder(folder: Path) -> ReportContent:
    """What a run comes to, from the folder that `rehearse run --out` wrote; it holds no recorded events."""
    from app.jobs.runs.run_folder import read_forecast, read_run_folder  # late: numba takes a while to import

    scenario, run = read_run_folder(folder)
    forecast = read_forecast(folder)
    return report_content(Subject(scenario, run.summary, run.tables, None, forecast), dataset_name="")


def _segments(workspace: Workspace) -> Segments:
    return Segments(workspace.segments.all())


def write_report(report: ComposedReport, path: Path) -> Path:
    """Write the report in the format of the file's name, whole or not at all."""
    return write_whole(path, report_as(report, path))
