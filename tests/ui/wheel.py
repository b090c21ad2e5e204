"""The mouse wheel, turned over a place of the window as a mouse does."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

NOTCH = 120


def turn_wheel(over: QWidget, notches: int = -1) -> None:
    """One event to the top-level window at the middle of what is seen of `over`; it finds its own way from there."""
    window, middle = over.window(), over.visibleRegion().boundingRect().center()
    handle = window.windowHandle()
    QTest.wheelEvent(handle, QPointF(over.mapTo(window, middle)), QPoint(0, notches * NOTCH))
