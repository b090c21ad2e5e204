"""Rehearse scenarios over a dataset, and keep the run in a workspace or a folder."""

from __future__ import annotations

from collections.abc import Sequence

from app.data.dataset import Dataset
from app.jobs.runs.checking import refuse_problems
from app.progress import Progress, silent
from app.runtime.forecast.forecast import ForecastOptions, forecast
from app.runtime.forecast.ranges import Forecast
from app.runtime.rehearse import Played, RunOptions, count, play
from app.runtime.summary import Summary
from app.scenario.graph import Scenario
from app.workspace.contents.runs import RunInfo
from app.workspace.store import Workspace


def count_checked(
    scenarios: Sequence[Scenario], dataset: Dataset, options: RunOptions = RunOptions(), progress: Progress = silent
) -> Summary:
    """Run scenarios that have no problems, without tables; AppError names all of them otherwise."""
    refuse_problems(scenarios, dataset.schema())
    return count(scenarios, dataset, options, progress)


def forecast_checked(
    scenarios: Sequence[Scenario], dataset: Dataset, options: RunOptions, replications: int, progress: Progress = silent
) -> Forecast:
    """Forecast scenarios that have no problems; AppError names all of them otherwise."""
    refuse_problems(scenarios, dataset.schema())
    over = ForecastOptions(replications, options.until, options.seed, options.responses)
    return forecast(scenarios, dataset, over, progress)


def play_checked(
    scenarios: Sequence[Scenario], dataset: Dataset, options: RunOptions = RunOptions(), progress: Progress = silent
) -> Played:
    """Run scenarios that have no problems, keeping rows to make tables of; AppError names all problems otherwise."""
    refuse_problems(scenarios, dataset.schema())
    return play(scenarios, dataset, options, progress)


def rehearse_stored(
    workspace: Workspace,
    scenarios: Scenario | Sequence[Scenario],
    dataset_name: str,
    options: RunOptions = RunOptions(),
    progress: Progress = silent,
) -> RunInfo:
    """Run over a dataset of the workspace and store the run there; cancelled, it leaves nothing behind."""
    dataset = workspace.datasets.load(dataset_name, progress)
    together = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    with play_checked(together, dataset, options, progress) as run:
        return workspace.runs.save(run, together, dataset_name, progress)
