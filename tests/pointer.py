"""The mouse of every test: it points at places of a top-level window and meets whatever lies there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def click(widget: QWidget, at: QPoint | None = None, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Click on a place of a widget, by default its middle; a failure if something else lies there."""
    bring_into_sight(widget)
    at = widget.rect().center() if at is None else at
    press(widget, at, modifiers=modifiers)
    release(widget, at, modifiers=modifiers)


def press(widget: QWidget, at: QPoint, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press a button over a place of a widget."""
    hit = met(widget, at)
    QTest.mousePress(hit, button, modifiers, hit.mapFrom(widget.window(), widget.mapTo(widget.window(), at)))


def move(widget: QWidget, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Move with the left button down; as in life, the widget that was pressed hears of it wherever the mouse is."""
    everywhere, none = QPointF(widget.mapToGlobal(at)), Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), everywhere, none, LEFT, modifiers)
    QApplication.sendEvent(widget, event)


def release(widget: QWidget, at: QPoint, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Let a button go; the widget that was pressed hears of it."""
    QTest.mouseRelease(widget, button, modifiers, at)


def met(widget: QWidget, at: QPoint) -> QWidget:
    """What the top-level window has at a place of the widget: the widget itself or what lies inside it."""
    window = widget.window()
    spot = widget.mapTo(window, at)
    hit = window.childAt(spot) or window
    described = f"{type(hit).__name__} {hit.objectName()!r}"
    assert hit is widget or widget.isAncestorOf(hit), f"{widget.objectName()!r} lies under {described} at {spot}"
    return hit


def bring_into_sight(widget: QWidget) -> None:
    """Scroll the pages that hold the widget to it."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
