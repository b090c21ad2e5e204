"""A stored run as what is reported on, with the recorded events it went over."""

from __future__ import annotations

from collections.abc import Callable

from app.data.dataset import Dataset
from app.progress import Progress, silent
from app.reports.report import Subject
from app.runtime.forecast.ranges import Forecast
from app.scenario.lists_used import is_same_data
from app.workspace.contents.run_forms import CheckedTables
from app.workspace.contents.runs import StoredRun
from app.workspace.sqlite.documents import damaged
from app.workspace.store import Workspace

Load = Callable[[str, Progress], Dataset]


def subject_of_run(
    workspace: Workspace, run_id: int, load: Load | None = None, progress: Progress = silent
) -> tuple[Subject, str]:
    """What is reported on, and the name of its dataset, whose events are left out where it has changed since.

    `load` gets a dataset by its name, in place of the workspace.
    """
    run = workspace.runs.load(run_id)
    name = run.info.dataset_name
    is_same = _is_over_stored(workspace, run)
    tables = CheckedTables(run.tables, f"run {run_id}")
    dataset = (load or workspace.datasets.load)(name, progress) if is_same else None
    return Subject(run.scenario, run.summary, tables, dataset, forecast_of(run)), name


def _is_over_stored(workspace: Workspace, run: StoredRun) -> bool:
    """Whether the dataset of that name is still what the run went over."""
    stored = {info.name: info.fingerprint for info in workspace.datasets.names()}
    name, before = run.info.dataset_name, run.summary.fingerprint
    if name not in stored or stored[name] == before:
        return name in stored
    return is_same_data(workspace.datasets.list_versions(name), run.scenario, before, stored[name])


def forecast_of(run: StoredRun) -> Forecast | None:
    """The forecast that is kept with a run; None for a replay, and an AppError where it cannot be read."""
    try:
        return None if run.forecast_json is None else Forecast.from_json(run.forecast_json)
    except ValueError as error:
        raise damaged(f"The forecast of run {run.info.id}") from error
