"""Importing from the window: choose files, confirm what they mean, read them in the background."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.data.files.registry import file_patterns
from app.data.importing.preview import Preview, preview
from app.data.importing.read import Imported
from app.desktop.data.import_dialog import ImportDialog, ImportOrder
from app.desktop.open_workspace import Desk
from app.desktop.shell.dialogs import ask_open
from app.desktop.shell.preferences import Preferences
from app.jobs.importing import import_into


class ImportCommand(QObject):
    """The way of files into the open workspace."""

    done = Signal(str)  # the dataset's name

    def __init__(self, desk: Desk, window: QWidget, preferences: Preferences) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._preferences = preferences

    def choose(self) -> None:
        """Ask for files."""
        workspace = self._desk.workspace
        if workspace is None:
            return
        remembered = self._preferences.get("import_folder")
        folder = Path(remembered) if isinstance(remembered, str) else workspace.path.parent
        kinds = f"Tables ({' '.join(file_patterns())});;All files (*)"
        ask_open(self._window, "Import data", kinds, folder, self.look, many=True)

    def look(self, paths: Sequence[Path]) -> None:
        """Look into the files and ask what they are."""
        self._preferences.put("import_folder", str(paths[0].parent))
        self._desk.reads.start("Looking into the files", lambda _: [preview(path) for path in paths], self._ask)

    def _ask(self, previews: Sequence[Preview]) -> None:
        workspace = self._desk.workspace
        if workspace is None:
            return
        dialog = ImportDialog(self._window, previews, [info.name for info in self._desk.listing.datasets])
        dialog.accepted.connect(lambda: self._read(dialog.order))
        dialog.open()

    def _read(self, order: ImportOrder) -> None:
        workspace = self._desk.workspace
        if workspace is None:
            return

        def tell(imported: Imported) -> None:
            self._desk.look_again(lambda: self.done.emit(imported.dataset.name))

        self._desk.works.start(
            f"Importing into “{order.dataset}”",
            lambda progress: import_into(
                workspace, order.sources, order.dataset, order.mapping, timezone=order.timezone, progress=progress
            ),
            tell,
        )
