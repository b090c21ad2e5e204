"""Where the keyboard goes once a small panel over the canvas is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def back_to(panel: QWidget) -> QWidget:
    """What has the keyboard now, if it is a list or a canvas that works with the same nodes; else the canvas."""
    canvas = panel.parentWidget()
    assert canvas is not None
    here = QApplication.focusWidget()
    is_of_nodes = here is not None and here.objectName() == "outlineList" and here.window() is canvas.window()
    return here if here is not None and is_of_nodes else canvas


def give_back(panel: QWidget, back: QWidget) -> None:
    """Hide a panel, and before that give the keyboard back where it still has it.

    Hidden first, it would hand the keyboard to what comes next under Tab, which shows that it came by.
    """
    here = panel.window().focusWidget()
    if here is not None and (here is panel or panel.isAncestorOf(here)):
        back.setFocus(Qt.FocusReason.OtherFocusReason)
    panel.hide()
