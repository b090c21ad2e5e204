"""The desk: the open workspace, the work on it, and who is told when it changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.data.dataset import Dataset
from app.desktop.background import Workers
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
        self.works = Workers(self)
        self.reads = Workers(self)
        self._workspace: Workspace | None = None
        self._loaded: dict[str, Dataset] = {}
        self.datasets_changed.connect(self._loaded.clear)

    @property
    def workspace(self) -> Workspace | None:
        """The open workspace."""
        return self._workspace

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
        self.reads.close()
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def load_dataset(self, name: str, then: Callable[[Dataset], None]) -> None:
        """Call back with a dataset, read in the background when it is not at hand; the last one is kept."""
        workspace = self._workspace
        if workspace is None:
            return
        if name in self._loaded:
            then(self._loaded[name])
            return

        def keep(dataset: Dataset) -> None:
            if workspace is self._workspace:
                self._loaded.clear()
                self._loaded[name] = dataset
                then(dataset)

        self.reads.start("Reading the dataset", lambda progress: workspace.datasets.load(name, progress), keep)

    def _take(self, workspace: Workspace | None) -> None:
        self.reads.drop()
        before, self._workspace = self._workspace, workspace
        if before is not None:
            before.close()
        if workspace is not None:
            remember(workspace.path)
        self._loaded.clear()
        self.workspace_changed.emit()
