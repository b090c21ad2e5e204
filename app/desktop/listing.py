"""What stands in the open workspace, as lists show it: read in the background, drawn from memory."""

from __future__ import annotations

from dataclasses import dataclass

from app.progress import Progress, silent
from app.workspace.datasets import DatasetInfo
from app.workspace.runs import RunInfo
from app.workspace.scenarios import ScenarioInfo
from app.workspace.store import Workspace


@dataclass(frozen=True, slots=True)
class Listing:
    """Datasets and scenarios by name, runs newest first."""

    datasets: tuple[DatasetInfo, ...] = ()
    scenarios: tuple[ScenarioInfo, ...] = ()
    runs: tuple[RunInfo, ...] = ()


def read_listing(workspace: Workspace, progress: Progress = silent) -> Listing:
    """The lists as the file has them now; no document is read."""
    progress(0, 0, "Reading the lists")
    return Listing(workspace.datasets.names(), workspace.scenarios.all(), workspace.runs.all())
