"""The canvas as a picture in a file, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from app.canvas.picture import SUFFIXES, orientation_of, picture_of, print_whole
from app.canvas.scene import CanvasScene
from app.desktop.open_workspace import Desk
from app.desktop.shell.dialogs import ask_save
from app.files.writing import write_whole

KINDS = "Picture (*.png);;Drawing (*.svg);;PDF page (*.pdf)"


class ScenarioPictures(QObject):
    """Saves and prints what the canvas shows; `canvas` yields it, or None where no scenario is open."""

    said = Signal(str)

    def __init__(self, desk: Desk, window: QWidget, canvas: Callable[[], CanvasScene | None]) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._canvas = canvas

    def save(self) -> None:
        """Ask where to, and write the picture; PNG and SVG hold the scenario too."""
        canvas, workspace = self._canvas(), self._desk.workspace
        if canvas is None:
            return
        folder = workspace.path.parent if workspace is not None else Path.home()
        suggested = folder / f"{canvas.session.scenario.id}.png"
        ask_save(self._window, "Save picture of the scenario", KINDS, suggested, self._write)

    def print(self) -> None:
        """Ask which printer, and print it on pages that are turned as the scenario lies."""
        canvas = self._canvas()
        if canvas is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageOrientation(orientation_of(canvas))
        printer.setDocName(canvas.session.scenario.name)
        dialog = QPrintDialog(printer, self._window)
        dialog.setObjectName("print_dialog")
        dialog.accepted.connect(lambda: print_whole(canvas, printer))
        dialog.setModal(True)
        dialog.show()

    def _write(self, path: Path) -> None:
        canvas = self._canvas()
        if canvas is None:
            return
        suffix = path.suffix.lower() if path.suffix.lower() in SUFFIXES else ".png"
        target = path if path.suffix.lower() == suffix else path.with_name(f"{path.name}{suffix}")
        content = picture_of(canvas, suffix)
        self._desk.saving.start(
            "Writing the picture",
            lambda _: write_whole(target, content),
            lambda _: self.said.emit(f"Wrote the picture to {target}."),
        )
