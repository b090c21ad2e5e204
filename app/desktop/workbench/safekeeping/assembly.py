"""All that keeps what the user made: recovery, checks, backups, copies to give away, and what is left of damage."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.open_workspace import Desk
from app.desktop.scenario.editor import Editor
from app.desktop.shell.appearance import Appearance
from app.desktop.workbench.safekeeping.backup_commands import BackupCommands
from app.desktop.workbench.safekeeping.recovery_offer import RecoveryOffer
from app.desktop.workbench.safekeeping.refusals import Refusals
from app.desktop.workbench.safekeeping.sharing import SharingCommand
from app.desktop.workbench.safekeeping.upkeep import Upkeep
from app.desktop.workbench.workspace_commands import WorkspaceCommands


class Safekeeping(QObject):
    """Puts the parts together; each says in passing what it did."""

    said = Signal(str)
    restored = Signal()  # unsaved changes of an earlier session stand in the editor

    def __init__(
        self, desk: Desk, window: QWidget, editor: Editor, appearance: Appearance, workspaces: WorkspaceCommands
    ) -> None:
        super().__init__(window)
        self.backups = BackupCommands(desk, window, editor, appearance, workspaces.open)
        self.sharing = SharingCommand(desk, window)
        self.refusals = Refusals(desk, window, self.backups)
        self.upkeep = Upkeep(desk, window)
        self._offer = RecoveryOffer(desk, editor, window)
        self._offer.restored.connect(self.restored)
        workspaces.opened.connect(self._offer.look)
        workspaces.refused.connect(self.refusals.tell)
        for speaking in (editor.recovery.failed, self.backups.said, self.sharing.said, self.refusals.said):
            speaking.connect(self.said)
        self.upkeep.said.connect(self.said)
        self.upkeep.damaged.connect(self.refusals.tell_of_open)
