"""Message boxes in the product's look; whatever they show is plain text."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMessageBox, QWidget

from app.errors import shortened
from app.ui.icons import icon

ICON_PX = 40


class Tone(Enum):
    """What a message is: (icon, colour)."""

    QUESTION = ("help-circle-outline", QPalette.ColorRole.Accent)
    WARNING = ("alert-outline", QPalette.ColorRole.Accent)
    FAULT = ("bug-outline", QPalette.ColorRole.BrightText)
    ABOUT = ("drama-masks", QPalette.ColorRole.Accent)


def message_box(parent: QWidget, name: str, title: str, text: str, details: str, tone: Tone) -> QMessageBox:
    """A box that is not shown yet; it goes away for good when it is closed."""
    box = QMessageBox(parent)
    box.setObjectName(name)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(shortened(text))
    box.setInformativeText(shortened(details))
    icon_name, role = tone.value
    box.setIconPixmap(icon(icon_name, parent.palette().color(role).name()).pixmap(ICON_PX, ICON_PX))
    return box
