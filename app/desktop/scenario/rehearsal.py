"""What a click on Run does away from the window: check, play, and then store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from app.data.dataset import Dataset
from app.data.list_versions import ListVersions
from app.errors import Problem
from app.jobs.datasets.segments import as_meant
from app.jobs.runs.checking import all_findings
from app.jobs.runs.keeping_runs import KeptAs, keep_run, name_of_run, says_the_same
from app.jobs.runs.run_subject import forecast_of
from app.progress import Progress
from app.runtime.forecast.forecast_order import ForecastOrder
from app.runtime.forecast.ranges import Forecast
from app.runtime.summary import Summary
from app.scenario.graph import Scenario
from app.scenario.lists_used import is_same_data
from app.workspace.contents.loaded_datasets import LoadedDatasets
from app.workspace.contents.runs import Finished, StoredRun
from app.workspace.store import Workspace


class HeldRun(Finished, Protocol):
    """A run that holds its rows until it is closed."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A stored run, by what it came of: this scenario over data of this name and fingerprint."""

    scenario: Scenario
    dataset_name: str
    fingerprint: str
    id: int
    order: ForecastOrder | None = None

    def is_like(self, other: KeptRun, versions: ListVersions) -> bool:
        """Whether it says the same of the same data; where nodes stand does not matter."""
        if self.dataset_name != other.dataset_name or not says_the_same(self.scenario, other.scenario):
            return False
        if not _is_same_order(self.order, other.order, self.scenario):
            return False
        return is_same_data(versions, self.scenario, self.fingerprint, other.fingerprint)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a click: findings, and a run; there is none where problems forbade it or nothing had changed."""

    scenario: Scenario
    dataset_name: str
    fingerprint: str
    findings: tuple[Problem, ...]
    run: HeldRun | None = None
    played: Scenario | None = None
    """The scenario with what its segments meant then."""
    order: ForecastOrder | None = None
    forecast: Forecast | None = None

    @property
    def summary(self) -> Summary | None:
        """The counts of what was recorded: the run's, or those of a forecast's replay."""
        if self.forecast is not None:
            return self.forecast.replay
        return self.run.summary if self.run is not None else None

    @property
    def problems(self) -> int:
        """How many problems stand in the way."""
        return sum(not problem.is_remark for problem in self.findings)

    def kept_as(self, run_id: int) -> KeptRun:
        """What is known of it once it is stored."""
        return KeptRun(self.played or self.scenario, self.dataset_name, self.fingerprint, run_id, self.order)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A scenario to be played over a dataset; `kept` is the run whose counts are shown, if that is stored."""

    workspace: Workspace
    datasets: LoadedDatasets
    scenario: Scenario
    dataset_name: str
    kept: KeptRun | None
    order: ForecastOrder | None = None

    def attempt(self, progress: Progress) -> Attempt:
        """Check once, and play over the dataset in memory; what has just been played and stored is not played again."""
        from app.runtime.forecast.forecast import (  # the machine is loaded when it is first needed
            ForecastOptions,
            forecast,
        )
        from app.runtime.rehearse import RunOptions, play

        dataset = self.datasets.get(self.dataset_name, progress)
        scenario = as_meant(self.workspace, self.scenario)
        findings = all_findings(scenario, dataset.schema())
        made = Attempt(
            self.scenario, self.dataset_name, dataset.fingerprint, findings, played=scenario, order=self.order
        )
        if made.problems or self._is_kept(made, dataset.list_versions):
            return made
        if self.order is None:
            return replace(made, run=play((scenario,), dataset, progress=progress))
        responses = self.order.responses
        options = ForecastOptions(self.order.replications, responses=responses)
        told = forecast(scenario, dataset, options, progress)
        first = play((scenario,), dataset, RunOptions(replication=1, responses=responses), progress)
        return replace(made, run=first, forecast=told)

    def _is_kept(self, made: Attempt, versions: ListVersions) -> bool:
        kept = self.kept
        if kept is None or not made.kept_as(kept.id).is_like(kept, versions):
            return False
        return any(info.id == kept.id for info in self.workspace.runs.all(self.scenario.id))


def store(workspace: Workspace, made: Attempt, progress: Progress) -> KeptAs:
    """Keep the run in the workspace, its tables made of the very rows that were counted; they are let go."""
    assert made.run is not None
    try:
        return keep_run(workspace, made.run, made.played or made.scenario, made.dataset_name, progress, made.forecast)
    finally:
        made.run.close()


@dataclass(frozen=True, slots=True)
class LastRun:
    """A stored run, what it is called, and the forecast that was kept with it."""

    stored: StoredRun
    name: str
    forecast: Forecast | None


def last_run(workspace: Workspace, scenario_id: str, is_forecast: bool, progress: Progress) -> LastRun | None:
    """The newest run of a scenario by itself that is a forecast, or none."""
    progress(0, 0, "Reading the last run")
    infos = [info for info in workspace.runs.all(scenario_id) if info.forecast is is_forecast]
    if not infos:
        return None
    stored = workspace.runs.load(infos[0].id)
    return LastRun(stored, name_of_run(workspace, infos[0]), forecast_of(stored))


def last_dataset(workspace: Workspace, scenario_id: str) -> str:
    """What the scenario ran over last, replayed or forecast; empty where it has not."""
    return next((info.dataset_name for info in workspace.runs.all(scenario_id)), "")


def _is_same_order(one: ForecastOrder | None, other: ForecastOrder | None, scenario: Scenario) -> bool:
    if one is None or other is None:
        return one is other
    return one.replications == other.replications and one.asks_the_same(other, scenario)


def get_ready(dataset: Dataset, progress: Progress) -> None:
    """Load the machine before somebody presses Run."""
    from app.runtime import rehearse

    progress(0, 0, "Loading the machine")
    rehearse.get_ready(dataset)
