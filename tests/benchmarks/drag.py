"""A drag by mouse through the window, the same on either canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from tests.person import hands

_BEGINNING = QPoint(12, 12)  # until then it is a click


def measured_drag(viewport: QWidget, at: QPoint, measured: Callable[[Callable[[int], None]], float]) -> float:
    """What a move takes of what is at that place; the button stays down until the last one."""
    hands.press(viewport, at)
    begun = at + _BEGINNING
    hands.move(viewport, begun)
    QApplication.processEvents()
    return measured(lambda frame: hands.move(viewport, begun + QPoint(3 * frame + 3, 5 * frame + 5)))
