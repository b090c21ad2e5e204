"""Message boxes in the product's look; whatever they show is plain text."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMessageBox, QWidget

from app.ui.theme import icon

ICON_PX = 40


class Tone(Enum):
    """What a message is: (icon, colour)."""

    QUESTION = ("mdi6.help-circle-outline", QPalette.ColorRole.Accent)
    WARNING = ("mdi6.alert-outline", QPalette.ColorRole.Accent)
    FAULT = ("mdi6.bug-outline", QPalette.ColorRole.BrightText)
    ABOUT = ("mdi6.drama-masks", QPalette.ColorRole.Accent)


def message_box(parent: QWidget, name: str, title: str, text: str, details: str, tone: Tone) -> QMessageBox:
    """A box that is not shown yet; it goes away for good when it is closed."""
    box = QMessageBox(parent)
    box.setObjectName(name)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(details)
    icon_name, role = tone.value
    box.setIconPixmap(icon(icon_name, parent.palette().color(role).name()).pixmap(ICON_PX, ICON_PX))
    return box
