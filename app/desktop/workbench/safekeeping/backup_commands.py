"""Going back to a backup: choose one, close the workspace, put it in place, and open it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.open_workspace import Desk
from app.desktop.scenario.editor import Editor
from app.desktop.shell.appearance import Appearance
from app.desktop.shell.failures import say
from app.desktop.workbench.safekeeping.backup_dialog import BackupDialog
from app.numbers import moment
from app.workspace.backups.backup_folder import Backup, backups_of
from app.workspace.backups.restoring import restore


class BackupCommands(QObject):
    """For the open workspace, or for one that could not be opened."""

    said = Signal(str)

    def __init__(
        self, desk: Desk, window: QWidget, editor: Editor, appearance: Appearance, open_again: Callable[[Path], None]
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._editor = editor
        self._appearance = appearance
        self._open_again = open_again

    def choose(self) -> None:
        """Show the backups of the open workspace."""
        workspace = self._desk.workspace
        if workspace is not None:
            self.choose_for(workspace.path, workspace.identity)

    def choose_for(self, path: Path, identity: str) -> None:
        """Show the backups of the workspace at this place."""
        dialog = BackupDialog(self._window, path.name, backups_of(identity), self._desk.reads, self._appearance.palette)
        dialog.restore_wanted.connect(
            lambda backup: self._editor.when_left(lambda: self._restore(path, identity, backup))
        )
        dialog.open()

    def _restore(self, path: Path, identity: str, backup: Backup) -> None:
        if self._desk.is_busy:
            say(self._window, "Restore a backup", "Something is still running. Wait until it is done, then restore.")
            return
        self._desk.close()

        def done(kept: Backup | None) -> None:
            self._open_again(path)
            words = f"This is the backup of {moment(backup.made_at.astimezone())}."
            self.said.emit(f"{words} What was there before is kept as a backup." if kept else words)

        job = self._desk.works.start(
            "Restoring the backup", lambda told: restore(path, identity, backup, datetime.now(UTC), told), done
        )
        job.failed.connect(lambda _: self._open_again(path))
        job.stopped.connect(lambda: self._open_again(path))
