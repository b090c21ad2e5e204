"""What can be done about a workspace that is damaged: go back to a backup, or save what can be read."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.desktop.open_workspace import Desk
from app.desktop.shell.failures import say, say_error
from app.desktop.workbench.safekeeping.backup_commands import BackupCommands
from app.errors import AppError
from app.files.reading import beginning_of
from app.files.signature import HEADER_BYTES, SQLITE
from app.numbers import counted
from app.progress import Progress
from app.ui.message_box import Tone, message_box
from app.workspace.backups.backup_folder import backups_of, identity_by_place
from app.workspace.recovery.lost_header import has_lost_its_header
from app.workspace.recovery.rescuing import LIST_NAME, Rescued, rescue
from app.workspace.settings.identity import identity_in_bytes
from app.workspace.sqlite.complaints import WAYS_BACK

_TITLE = "Save what can be read"
_MOST_LOST_SHOWN = 8
_BACKUP = "Restore a backup… brings an earlier state of it back."
_NO_BACKUP = "Rehearse has no backup of it."
_RESCUE = "Save what can be read… writes whatever is still sound into files."


class Refusals(QObject):
    """Offers only what there is."""

    said = Signal(str)

    def __init__(self, desk: Desk, window: QWidget, backups: BackupCommands) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._backups = backups

    def tell(self, path: Path, error: AppError) -> None:
        """Say why a workspace was not opened, and what can be done, as soon as its backups were looked for."""
        is_open = self._desk.workspace is not None and self._desk.workspace.path == path

        def look(progress: Progress) -> tuple[str, bool]:
            is_there = not is_open and _was_a_workspace(path, progress)
            return _identity(path, progress) if is_there else identity_by_place(path), is_there

        job = self._desk.checks.start("Looking for backups", look)
        job.done.connect(lambda found: self._offer(path, error, found[0], is_there=found[1]))

    def tell_of_open(self, error: AppError) -> None:
        """Say what is damaged in the open workspace, and what can be done."""
        workspace = self._desk.workspace
        if workspace is not None:
            self._offer(workspace.path, error, workspace.identity, is_there=True)

    def _offer(self, path: Path, error: AppError, identity: str, *, is_there: bool) -> None:
        has_backup = bool(backups_of(identity))
        ways = f"{_BACKUP if has_backup else _NO_BACKUP}{f' {_RESCUE}' if is_there else ''}"
        words = error.message.replace(WAYS_BACK, ways)
        if not has_backup and not is_there:
            say_error(self._window, AppError(words, error.problems))
            return
        box = message_box(self._window, "message", "Rehearse", words, "", Tone.WARNING)
        role = QMessageBox.ButtonRole
        if has_backup:
            made = box.addButton("Restore a backup…", role.ActionRole)
            made.setObjectName("refusal_restore")
            made.clicked.connect(lambda: self._backups.choose_for(path, identity))
        if is_there:
            made = box.addButton("Save what can be read…", role.ActionRole)
            made.setObjectName("refusal_rescue")
            made.clicked.connect(lambda: self.ask_where(path))
        box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Close))
        box.open()

    def rescue_open(self) -> None:
        """Save what can be read of the open workspace."""
        if self._desk.workspace is not None:
            self.ask_where(self._desk.workspace.path)

    def ask_where(self, path: Path) -> None:
        """Ask for a folder and write what can be read there."""
        dialog = QFileDialog(self._window, _TITLE, str(path.parent))
        dialog.setObjectName("rescue_dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self._write(path, Path(chosen)))
        dialog.open()

    def _write(self, path: Path, folder: Path) -> None:
        target = folder / f"{path.stem} rescued"

        def tell(found: Rescued) -> None:
            words = f"{counted(len(found.written), 'file', 'files')} in {target}."
            if not found.lost:
                self.said.emit(f"Everything could be read: {words}")
                return
            shown = [f"• {what}" for what in found.lost[:_MOST_LOST_SHOWN]]
            more = f"All of it is listed in {LIST_NAME}."
            say(self._window, _TITLE, f"Not everything could be read: {words}", "\n".join([*shown, more]))

        self._desk.works.start(_TITLE, lambda progress: rescue(path, target, progress), tell)


def _identity(path: Path, progress: Progress) -> str:
    """Of a workspace that has backups: by what its file still says, wherever it was moved, else by its place."""
    with suppress(OSError):
        said = identity_in_bytes(path, progress)
        if backups_of(said):
            return said
    return identity_by_place(path)


def _was_a_workspace(path: Path, progress: Progress) -> bool:
    """Whether there is a file in which something may be found."""
    try:
        header = beginning_of(path, HEADER_BYTES)
        return header.startswith(SQLITE) or has_lost_its_header(path, header, progress)
    except OSError:
        return False
