"""What stands in the open workspace, as lists show it: read in the background, drawn from memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.errors import AppError
from app.nodes.conditions import Condition
from app.nodes.response import Response
from app.progress import Progress, silent
from app.workspace.contents.datasets import DatasetInfo
from app.workspace.contents.runs import RunInfo
from app.workspace.contents.scenarios import ScenarioInfo
from app.workspace.settings.kept_reports import KeptReport
from app.workspace.settings.measured_responses import Evidence
from app.workspace.settings.plan import EMPTY_PLAN, Plan
from app.workspace.store import Workspace


@dataclass(frozen=True, slots=True)
class Listing:
    """Datasets and scenarios by name, runs newest first, segments and kept reports by their names."""

    datasets: tuple[DatasetInfo, ...] = ()
    scenarios: tuple[ScenarioInfo, ...] = ()
    runs: tuple[RunInfo, ...] = ()
    segments: Mapping[str, Condition] = field(default_factory=dict)
    kept: Mapping[str, KeptReport] = field(default_factory=dict)
    run_names: Mapping[int, str] = field(default_factory=dict)
    responses: Mapping[str, Response] = field(default_factory=dict)
    measured: Evidence = field(default_factory=dict)
    plan: Plan = EMPTY_PLAN


def read_listing(workspace: Workspace, progress: Progress = silent) -> Listing:
    """The lists as the file has them now; no document is read but those of segments, kept reports and names."""
    progress(0, 0, "Reading the lists")
    runs = workspace.runs.all()
    listed = workspace.datasets.names(), workspace.scenarios.all(), runs
    return Listing(
        *listed,
        _segments(workspace),
        _kept(workspace),
        _run_names(workspace, runs),
        _responses(workspace),
        _measured(workspace),
        _plan(workspace),
    )


def _segments(workspace: Workspace) -> Mapping[str, Condition]:
    try:
        return workspace.segments.all()
    except AppError:  # where segments are shown, it is said that they are damaged
        return {}


def _responses(workspace: Workspace) -> Mapping[str, Response]:
    try:
        return workspace.responses.get()
    except AppError:  # nobody reacts, as in a new workspace
        return {}


def _measured(workspace: Workspace) -> Evidence:
    try:
        return workspace.measured_responses.get()
    except AppError:  # all of them are guesses then
        return {}


def _plan(workspace: Workspace) -> Plan:
    try:
        return workspace.plan.get()
    except AppError:  # where the plan is shown, it is said that it is damaged
        return EMPTY_PLAN


def _run_names(workspace: Workspace, runs: tuple[RunInfo, ...]) -> Mapping[int, str]:
    try:
        return workspace.run_names.of(runs)
    except AppError:  # runs are told apart by their instants all the same
        return {}


def _kept(workspace: Workspace) -> Mapping[str, KeptReport]:
    try:
        return workspace.kept_reports.all()
    except AppError:  # the reports that they are made of are there all the same
        return {}
