"""The desk: the open workspace, the work on it, and who is told when it changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.data.dataset import Dataset
from app.desktop.background import Workers
from app.workspace.loaded_datasets import LoadedDatasets
from app.workspace.recent import remember
from app.workspace.store import Workspace


class Desk(QObject):
    """At most one open workspace; places read it and put jobs on it."""

    workspace_changed = Signal()
    datasets_changed = Signal()
    scenarios_changed = Signal()
    runs_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.works = Workers(self)  # what the user waits for
        self.storing = Workers(self)  # what goes on behind them
        self.reads = Workers(self)
        self.checks = Workers(self)
        self._workspace: Workspace | None = None
        self._datasets: LoadedDatasets | None = None

    @property
    def workspace(self) -> Workspace | None:
        """The open workspace."""
        return self._workspace

    @property
    def datasets(self) -> LoadedDatasets | None:
        """The datasets of the open workspace, for whoever reads them in the background."""
        return self._datasets

    @property
    def is_busy(self) -> bool:
        """Whether something is at work in the workspace that closing it would stop."""
        return self.works.is_busy or self.storing.is_busy

    def open(self, path: Path) -> None:
        """Open a workspace in place of the one that is open; AppError changes nothing."""
        self._take(Workspace.open(path))

    def create(self, path: Path) -> None:
        """Make a workspace, in place of a file that the user gave up, and open it; AppError changes nothing."""
        self._take(Workspace.create(path, is_replacing=True))

    def close(self) -> None:
        """Close the workspace, if one is open."""
        self._take(None)

    def shut_down(self) -> None:
        """Stop all work and let go of the file."""
        self.works.close()
        self.storing.close()
        self.reads.close()
        self.checks.close()
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def stop(self) -> None:
        """Ask all work to stop."""
        self.works.cancel()
        self.storing.cancel()

    def load_dataset(self, name: str, then: Callable[[Dataset], None]) -> None:
        """Call back with a dataset, which is got in the background."""
        datasets = self._datasets
        if datasets is None:
            return

        def take(dataset: Dataset) -> None:
            if datasets is self._datasets:
                then(dataset)

        self.reads.start("Reading the dataset", lambda progress: datasets.get(name, progress), take)

    def _take(self, workspace: Workspace | None) -> None:
        self.reads.drop()
        before, self._workspace = self._workspace, workspace
        if before is not None:
            before.close()
        if workspace is not None:
            remember(workspace.path)
        self._datasets = LoadedDatasets(workspace.datasets) if workspace is not None else None
        self.workspace_changed.emit()
