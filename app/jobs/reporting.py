"""The report of a run: the same figures for the window, the command line and the document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from app.data.dataset import Dataset
from app.files.writing import write_whole
from app.jobs.run_folder import read_run_folder
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.nodes.kinds.entry_event import EntryEventParams
from app.progress import Progress, silent
from app.reports.buckets import Period
from app.reports.cohorts.definition import CohortDefinition, cohorts
from app.reports.cohorts.figures import CohortFigures
from app.reports.documents.content import ReportContent, report_content
from app.reports.documents.html import html_report
from app.reports.funnel.definition import FunnelDefinition, funnel
from app.reports.funnel.figures import FunnelFigures
from app.runtime.summary import Summary
from app.scenario.graph import Scenario
from app.workspace.run_forms import CheckedTables
from app.workspace.store import Workspace

_DAY_US = 86_400_000_000
_DAYS_FOR_WEEKS = 21
_DAYS_FOR_MONTHS = 120
_WINDOW_WITHOUT_GOAL = Duration.parse("P30D")


class Conversion(NamedTuple):
    """A scenario in recorded events: what lets a customer in, what converts her, and within what time."""

    start: Step
    goal: Step
    within: Duration


def report_of_run(workspace: Workspace, run_id: int, progress: Progress = silent) -> ReportContent:
    """What a stored run comes to, beside funnel and cohorts of the recorded events it ran over.

    Where the dataset is no longer what it was at the run, the figures of recorded events are left out and a warning
    says so.
    """
    progress(0, 0, "Measuring the run")
    run = workspace.runs.load(run_id)
    name = run.info.dataset_name
    stored = {info.name: info.fingerprint for info in workspace.datasets.names()}
    is_same = stored.get(name) == run.summary.fingerprint
    tables = CheckedTables(run.tables, f"run {run_id}")
    return _content(run.scenario, run.summary, tables, name, workspace.datasets.load(name) if is_same else None)


def report_of_folder(folder: Path) -> ReportContent:
    """What a run comes to, from the folder that `rehearse run --out` wrote; it holds no recorded events."""
    scenario, run = read_run_folder(folder)
    return _content(scenario, run.summary, run.tables, "", None)


def write_report(content: ReportContent, path: Path) -> Path:
    """Write the report as one HTML file, whole or not at all."""
    return write_whole(path, html_report(content).encode())


def _content(
    scenario: Scenario, summary: Summary, tables: Mapping[str, pa.Table], dataset_name: str, dataset: Dataset | None
) -> ReportContent:
    counted_funnels: tuple[tuple[str, FunnelFigures], ...] = ()
    counted_cohorts: tuple[tuple[str, CohortFigures], ...] = ()
    conversion = conversion_of(scenario)
    if conversion is not None and dataset is not None and _occurs(conversion, dataset):
        start, goal, within = conversion
        heading = f"From {start.event} to {goal.event}, with or without messages"
        counted_funnels = ((heading, funnel(dataset, FunnelDefinition((start, goal), within))),)
        definition = CohortDefinition(start, goal, fitting_period(dataset))
        counted_cohorts = ((f"Coming back for {goal.event}", cohorts(dataset, definition)),)
    return report_content(
        scenario, summary, tables, dataset_name=dataset_name, funnels=counted_funnels, cohorts=counted_cohorts
    )


def _occurs(conversion: Conversion, dataset: Dataset) -> bool:
    """Whether both events were ever recorded; figures of an event that nobody did would say nothing."""
    return {conversion.start.event, conversion.goal.event} <= dataset.schema().events.keys()


def conversion_of(scenario: Scenario) -> Conversion | None:
    """The first event that lets in and the first goal; None where the scenario lacks one of them."""
    entries = [node.params for node in scenario.nodes if isinstance(node.params, EntryEventParams)]
    if not entries or not scenario.settings.goals:
        return None
    goal = scenario.settings.goals[0]
    within = goal.within if goal.within and not goal.within.months else _WINDOW_WITHOUT_GOAL
    start = Step(event=entries[0].event, where=entries[0].where)
    return Conversion(start, Step(event=goal.event, where=goal.where), within)


def fitting_period(dataset: Dataset) -> Period:
    """Days, weeks or months, so that a dataset of any length gives a matrix one can read."""
    if not dataset.event_count:
        return "week"
    days = (int(dataset.at.max()) - int(dataset.at.min())) / _DAY_US
    if days < _DAYS_FOR_WEEKS:
        return "day"
    return "week" if days < _DAYS_FOR_MONTHS else "month"
