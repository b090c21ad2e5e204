"""The composer for what is chosen in Results: its figures are measured first, in the background."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.composer.composer import Composer
from app.desktop.open_workspace import Desk
from app.jobs.reports.composing import Material, material_of_dataset, material_of_run
from app.look.palette import Palette
from app.progress import Progress


class Composing(QObject):
    """Opens one composer at a time."""

    said = Signal(str)

    def __init__(self, desk: Desk, palette: Palette, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._palette, self._window = desk, palette, window
        self._asked: object = None
        desk.workspace_changed.connect(self._close)
        self._open: Composer | None = None

    def show_palette(self, palette: Palette) -> None:
        """The colours of the next one."""
        self._palette = palette

    def compose(self, over: int | str, folder: Path) -> None:
        """Compose the report on a run, by its id, or on a dataset, by its name."""
        workspace, datasets = self._desk.workspace, self._desk.datasets
        if workspace is None or datasets is None or self._open is not None:
            return
        asked = self._asked = object()

        def material(progress: Progress) -> Material:
            if isinstance(over, int):
                return material_of_run(workspace, over, progress)
            return material_of_dataset(workspace, datasets, over, progress)

        def show(material: Material) -> None:
            if asked is self._asked and self._desk.workspace is workspace:
                self._show(material, folder)

        self._desk.reads.start("Measuring for the report", material, show)

    def _show(self, material: Material, folder: Path) -> None:
        made = self._open = Composer(self._desk, material, self._palette, folder, self._window, self._tell_written)
        made.finished.connect(self._forget)
        made.open()

    def _tell_written(self, path: Path) -> None:
        """In the window, and in the composer that stands before it."""
        self.said.emit(f"Wrote the report to {path}.")
        if self._open is not None:
            self._open.preview.say(f"Wrote {path.name}")

    def _forget(self) -> None:
        self._open = None

    def _close(self) -> None:
        """Another workspace: what was composed is kept in the one it belongs to."""
        self._asked = None
        if self._open is not None:
            self._open.preview.leave()
            self._open.reject()
