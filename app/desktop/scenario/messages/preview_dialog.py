"""The preview of a message as a page of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.desktop.open_workspace import Desk
from app.desktop.scenario.messages.preview import Load, MessagePreview
from app.look.palette import Palette
from app.messages.saving import Pictures
from app.scenario.graph import Node, Scenario
from app.ui.theme import STEP
from app.ui.widgets import column

_WIDTH, _HEIGHT = 1120, 720
_AROUND = 2 * STEP


class PreviewDialog(QDialog):
    """As large as its window has room for."""

    def __init__(self, desk: Desk, palette: Palette, folder: Path, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("preview_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.preview = MessagePreview(desk, palette, folder)
        column(self, margin=_AROUND).addWidget(self.preview)
        room = window.size()
        self.resize(min(_WIDTH, room.width() - _AROUND), min(_HEIGHT, room.height() - _AROUND))

    def begin(self, scenario: Scenario, node: Node, load: Load, pictures: Pictures) -> None:
        """Preview the message of a node of the scenario."""
        self.setWindowTitle(f"Preview of “{' '.join((node.label or node.id).split())}”")
        self.preview.begin(scenario, node, load, pictures)

    def done(self, result: int) -> None:
        """Whatever is being filled is given up."""
        self.preview.leave()
        super().done(result)
