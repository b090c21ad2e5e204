"""What a click on Run does away from the window: check, play, and then store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from app.data.dataset import Dataset
from app.data.list_versions import ListVersions
from app.errors import Problem
from app.jobs.checking import all_findings
from app.jobs.keeping_runs import KeptAs, keep_run, name_of_run, says_the_same
from app.jobs.segments import as_meant
from app.progress import Progress
from app.scenario.graph import Scenario
from app.scenario.lists_used import is_same_data
from app.workspace.loaded_datasets import LoadedDatasets
from app.workspace.runs import Finished, StoredRun
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

    def is_like(self, other: KeptRun, versions: ListVersions) -> bool:
        """Whether it says the same of the same data; where nodes stand does not matter."""
        if self.dataset_name != other.dataset_name or not says_the_same(self.scenario, other.scenario):
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

    @property
    def problems(self) -> int:
        """How many problems stand in the way."""
        return sum(not problem.is_remark for problem in self.findings)

    def kept_as(self, run_id: int) -> KeptRun:
        """What is known of it once it is stored."""
        return KeptRun(self.played or self.scenario, self.dataset_name, self.fingerprint, run_id)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A scenario to be played over a dataset; `kept` is the run whose counts are shown, if that is stored."""

    workspace: Workspace
    datasets: LoadedDatasets
    scenario: Scenario
    dataset_name: str
    kept: KeptRun | None

    def attempt(self, progress: Progress) -> Attempt:
        """Check once, and play over the dataset in memory; what has just been played and stored is not played again."""
        from app.runtime.rehearse import play  # the machine is loaded when it is first needed

        dataset = self.datasets.get(self.dataset_name, progress)
        scenario = as_meant(self.workspace, self.scenario)
        findings = all_findings(scenario, dataset.schema())
        made = Attempt(self.scenario, self.dataset_name, dataset.fingerprint, findings, played=scenario)
        if made.problems or self._is_kept(made, dataset.list_versions):
            return made
        return replace(made, run=play((scenario,), dataset, progress=progress))

    def _is_kept(self, made: Attempt, versions: ListVersions) -> bool:
        kept = self.kept
        if kept is None or not made.kept_as(kept.id).is_like(kept, versions):
            return False
        return any(info.id == kept.id for info in self.workspace.runs.all(self.scenario.id))


def store(workspace: Workspace, made: Attempt, progress: Progress) -> KeptAs:
    """Keep the run in the workspace, its tables made of the very rows that were counted; they are let go."""
    assert made.run is not None
    try:
        return keep_run(workspace, made.run, made.played or made.scenario, made.dataset_name, progress)
    finally:
        made.run.close()


def last_run(workspace: Workspace, scenario_id: str, progress: Progress) -> tuple[StoredRun, str] | None:
    """The newest run of a scenario by itself that is no forecast, and what it is called."""
    progress(0, 0, "Reading the last run")
    infos = [info for info in workspace.runs.all(scenario_id) if not info.forecast]
    return (workspace.runs.load(infos[0].id), name_of_run(workspace, infos[0])) if infos else None


def get_ready(dataset: Dataset, progress: Progress) -> None:
    """Load the machine before somebody presses Run."""
    from app.runtime import rehearse

    progress(0, 0, "Loading the machine")
    rehearse.get_ready(dataset)
