"""Keeping a run: under a name that says what it is, and not twice."""

from __future__ import annotations

from dataclasses import dataclass

from app.jobs.runs.run_subject import forecast_of
from app.progress import Progress
from app.runtime.forecast.forecast_order import changes_of_forecast
from app.runtime.forecast.ranges import Forecast
from app.scenario.changes import changes_in_words
from app.scenario.graph import Scenario
from app.scenario.lists_used import is_same_data
from app.workspace.contents.runs import Finished, RunInfo, StoredRun
from app.workspace.store import Workspace

FIRST_RUN, FIRST_FORECAST = "First run", "First forecast"
_MOST_CHANGES = 3
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class KeptAs:
    """A stored run with its name; `is_new` unless it was kept before."""

    info: RunInfo
    name: str
    is_new: bool = True


def keep_run(
    workspace: Workspace,
    run: Finished,
    scenario: Scenario,
    dataset_name: str,
    progress: Progress,
    forecast: Forecast | None = None,
) -> KeptAs:
    """Store a run of one scenario, named by what differs from the run before; one that is there already stays alone.

    With a `forecast` the run is its first replication, and both are kept together.
    """
    twin = find_twin(workspace, run, scenario, dataset_name, forecast)
    if twin is not None:
        return KeptAs(twin.info, name_of_run(workspace, twin.info), is_new=False)
    infos = [info for info in workspace.runs.all(scenario.id) if info.forecast is (forecast is not None)]
    before = workspace.runs.load(infos[0].id) if infos else None
    text = forecast.to_json() if forecast is not None else None
    info = workspace.runs.save(run, scenario, dataset_name, progress, text)
    name = proposed_name(before, scenario, dataset_name, forecast)
    workspace.run_names.put(info, name)
    return KeptAs(info, name)


def find_twin(
    workspace: Workspace, run: Finished, scenario: Scenario, dataset_name: str, forecast: Forecast | None = None
) -> StoredRun | None:
    """The run that was kept of the same scenario over the same data, with the same counts and the same forecast."""
    versions, summary = workspace.datasets.list_versions(dataset_name), run.summary
    for info in workspace.runs.all(scenario.id):
        is_alike = (info.dataset_name, info.seed, info.visits) == (dataset_name, summary.seed, summary.visits)
        if not is_alike or info.forecast is not (forecast is not None):
            continue
        if is_same_data(versions, scenario, info.dataset_fingerprint, summary.fingerprint):
            stored = workspace.runs.load(info.id)
            is_same = says_the_same(stored.scenario, scenario) and stored.summary.nodes == summary.nodes
            if is_same and _forecasts_the_same(forecast_of(stored), forecast):
                return stored
    return None


def _forecasts_the_same(one: Forecast | None, other: Forecast | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.replications, one.figures, one.responses) == (other.replications, other.figures, other.responses)


def says_the_same(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios differ at most in where their nodes stand, and in notes."""
    return _said(one) == _said(other)


def _said(scenario: Scenario) -> tuple[object, ...]:
    nodes = tuple((node.id, node.type, node.label, node.params) for node in scenario.nodes)
    return scenario.id, scenario.name, scenario.description, nodes, scenario.edges, scenario.settings


def proposed_name(
    before: StoredRun | None, scenario: Scenario, dataset_name: str, forecast: Forecast | None = None
) -> str:
    """`1 hour → 1 day`: what differs from the run before."""
    if before is None:
        return FIRST_FORECAST if forecast is not None else FIRST_RUN
    changes = changes_in_words(before.scenario, scenario)
    told = forecast_of(before) if forecast is not None else None
    if forecast is not None and told is not None:
        changes = (*changes, *changes_of_forecast(told.order, forecast.order, scenario))
    if not changes and before.info.dataset_name != dataset_name:
        changes = (f"over {dataset_name}",)
    shown = "; ".join(changes[:_MOST_CHANGES]) or "Run again"
    more = f" and {len(changes) - _MOST_CHANGES} more" if len(changes) > _MOST_CHANGES else ""
    return (shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…") + more


def name_of_run(workspace: Workspace, info: RunInfo) -> str:
    """What the run is called; empty for one without a name."""
    return workspace.run_names.of([info]).get(info.id, "")
