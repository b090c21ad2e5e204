"""Where the keyboard goes once a small panel over the canvas is closed."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget


def back_to(panel: QWidget) -> QWidget:
    """What has the keyboard now, if it is a list or a canvas that works with the same nodes; else the canvas."""
    canvas = panel.parentWidget()
    assert canvas is not None
    here = QApplication.focusWidget()
    is_of_nodes = here is not None and here.objectName() == "outlineList" and here.window() is canvas.window()
    return here if here is not None and is_of_nodes else canvas
