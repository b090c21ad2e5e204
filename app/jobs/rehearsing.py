"""Rehearse a scenario over a stored dataset and keep the run."""

from __future__ import annotations

from app.data.dataset import Dataset
from app.data.progress import Progress, silent
from app.jobs.checking import refuse_problems
from app.runtime.rehearse import Run, RunOptions, rehearse
from app.scenario.graph import Scenario
from app.workspace.runs import RunInfo
from app.workspace.store import Workspace


def rehearse_checked(
    scenario: Scenario, dataset: Dataset, options: RunOptions = RunOptions(), progress: Progress = silent
) -> Run:
    """Run a scenario that has no problems; AppError names all of them otherwise."""
    refuse_problems(scenario, dataset.schema())
    return rehearse(scenario, dataset, options, progress)


def rehearse_stored(
    workspace: Workspace,
    scenario: Scenario,
    dataset_name: str,
    options: RunOptions = RunOptions(),
    progress: Progress = silent,
) -> RunInfo:
    """Run over a dataset of the workspace and store the run there; cancelled, it leaves nothing behind."""
    dataset = workspace.datasets.load(dataset_name, progress)
    run = rehearse_checked(scenario, dataset, options, progress)
    return workspace.runs.save(run, scenario, dataset_name, progress)
