"""A page that grows above what somebody is at: counts and problems come by themselves, and move no field away."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


def change_in_place(area: QScrollArea, change: Callable[[], object]) -> None:
    """Change the page of an area; what has the keyboard there, else lies under the pointer, stays where it is seen."""
    page = area.widget()
    held = _held(page) if page is not None and page.isVisible() else None
    if page is None or held is None:
        change()
        return
    before = _height(held, page)
    change()
    if not shiboken6.isValid(held) or not page.isAncestorOf(held) or not held.isVisibleTo(page):
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # only now everything has its place
    moved = _height(held, page) - before
    if moved:
        bar = area.verticalScrollBar()
        wanted = max(0, bar.value() + moved)
        page.setMinimumHeight(wanted + area.viewport().height())  # a page that is too short for it can scroll, too
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        bar.setValue(wanted)


def _held(page: QWidget) -> QWidget | None:
    focused = QApplication.focusWidget()
    if focused is not None and page.isAncestorOf(focused):
        return focused
    return page.childAt(page.mapFromGlobal(QCursor.pos())) if page.underMouse() else None


def _height(widget: QWidget, page: QWidget) -> int:
    return widget.mapTo(page, QPoint(0, 0)).y()
