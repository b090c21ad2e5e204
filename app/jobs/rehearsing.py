"""Rehearse scenarios over a dataset, and keep the run in a workspace or a folder."""

from __future__ import annotations

from collections.abc import Sequence

from app.data.dataset import Dataset
from app.data.progress import Progress, silent
from app.jobs.checking import refuse_problems
from app.runtime.forecast import Forecast, ForecastOptions, forecast
from app.runtime.rehearse import Run, RunOptions, count, rehearse
from app.runtime.summary import Summary
from app.scenario.graph import Scenario
from app.workspace.runs import RunInfo
from app.workspace.store import Workspace


def rehearse_checked(
    scenarios: Scenario | Sequence[Scenario],
    dataset: Dataset,
    options: RunOptions = RunOptions(),
    progress: Progress = silent,
) -> Run:
    """Run scenarios that have no problems; AppError names all of them otherwise."""
    refuse_problems(scenarios, dataset.schema())
    return rehearse(scenarios, dataset, options, progress)


def count_checked(
    scenarios: Sequence[Scenario], dataset: Dataset, options: RunOptions = RunOptions(), progress: Progress = silent
) -> Summary:
    """As `rehearse_checked`, without tables."""
    refuse_problems(scenarios, dataset.schema())
    return count(scenarios, dataset, options, progress)


def forecast_checked(
    scenarios: Sequence[Scenario], dataset: Dataset, options: RunOptions, replications: int, progress: Progress = silent
) -> Forecast:
    """Forecast scenarios that have no problems; AppError names all of them otherwise."""
    refuse_problems(scenarios, dataset.schema())
    over = ForecastOptions(replications, options.until, options.seed, options.responses)
    return forecast(scenarios, dataset, over, progress)


def rehearse_stored(
    workspace: Workspace,
    scenarios: Scenario | Sequence[Scenario],
    dataset_name: str,
    options: RunOptions = RunOptions(),
    progress: Progress = silent,
) -> RunInfo:
    """Run over a dataset of the workspace and store the run there; cancelled, it leaves nothing behind."""
    dataset = workspace.datasets.load(dataset_name, progress)
    run = rehearse_checked(scenarios, dataset, options, progress)
    return workspace.runs.save(run, scenarios, dataset_name, progress)
