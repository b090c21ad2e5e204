"""What goes on behind the user: an opened workspace is checked, and backed up at most once an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.listing import Listing
from app.desktop.open_workspace import Desk
from app.desktop.shell.failures import say_error
from app.errors import AppError, DamageError
from app.files.leftovers import sweep, sweep_temporary
from app.progress import Progress
from app.workspace.backups.backup_folder import back_up, damage_words, is_due
from app.workspace.opening.reading_aside import sweep_aside
from app.workspace.opening.verifying import damages


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found: damage that the user must know of, and a remark in passing."""

    damage: str = ""
    remark: str = ""


class Upkeep(QObject):
    """Checks on opening, backs up on opening and when something was saved; nobody waits for it."""

    said = Signal(str)
    damaged = Signal(object)  # an AppError that says what in the open workspace is damaged

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._told = ""  # of damage: once is enough
        self._met: DamageError | None = None  # before the check was done, which may tell of it together with the rest
        desk.workspace_changed.connect(self._look)
        for changed in (desk.scenarios_changed, desk.datasets_changed, desk.runs_changed):
            changed.connect(self._back_up)

    def tell(self, error: AppError) -> None:
        """Say what went wrong where nobody had asked for anything; damage once, and not if the check tells of it."""
        if not isinstance(error, DamageError):
            say_error(self._window, error)
        elif self._desk.upkeep.is_busy:
            self._met = self._met or error
        elif not self._told:
            self._told = error.message
            self.damaged.emit(error)

    def _look(self) -> None:
        workspace, self._told, self._met = self._desk.workspace, "", None
        if workspace is not None:
            is_kept = not workspace.read_only and self._holds_something
            path, identity, file = workspace.path, workspace.identity, workspace.file
            self._desk.upkeep.start("Checking", lambda told: look_after(path, identity, is_kept, told, file), self._say)

    def _back_up(self) -> None:
        workspace = self._desk.workspace
        may_be_kept = workspace is not None and not workspace.read_only and self._holds_something
        if workspace is not None and may_be_kept and not self._desk.upkeep.is_busy:
            path, identity = workspace.path, workspace.identity
            self._desk.upkeep.start("Backing up", lambda told: _backed_up(path, identity, told), self._say)

    @property
    def _holds_something(self) -> bool:
        """Whether there is anything to lose: a backup of nothing would put off the next one by an hour."""
        return self._desk.listing != Listing()

    def _say(self, outcome: Outcome) -> None:
        if outcome.remark:
            self.said.emit(outcome.remark)
        if outcome.damage and outcome.damage != self._told:
            self._told = outcome.damage
            self.damaged.emit(AppError(outcome.damage))
        met, self._met = self._met, None
        if met is not None:
            self.tell(met)


def look_after(path: Path, identity: str, is_kept: bool, progress: Progress, file: Path | None = None) -> Outcome:
    """Check a workspace, or the `file` it is read from, and, where it is sound and `is_kept`, back it up if it is time.

    What killed processes left beside it and in the folders for such goes first: it may hold customers.
    """
    sweep_temporary()
    sweep_aside()
    sweep(path.parent)
    try:
        found = damages(file or path, progress)
    except AppError as error:
        return Outcome(remark=error.message)
    if found:
        return Outcome(damage=damage_words(path, found))
    return _backed_up(path, identity, progress) if is_kept else Outcome()


def _backed_up(path: Path, identity: str, progress: Progress) -> Outcome:
    now = datetime.now(UTC)
    try:
        if is_due(path, identity, now):
            back_up(path, identity, now, progress)
    except DamageError as error:
        return Outcome(damage=error.message)
    except AppError as error:
        return Outcome(remark=error.message)
    return Outcome()
