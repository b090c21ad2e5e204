"""What the user of a window can see and reach, judged from the top-level window down."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from app.ui.elided import TwoLinesLabel

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox)
TOLERANCE_PX = 1
_LAYOUT_PASSES = 10


def unreachable(window: QWidget) -> list[str]:
    """The visible controls at whose centre the window finds something else."""
    found = []
    for control, seen in _seen(window).items():
        centre = control.mapTo(window, control.rect().center())
        if not isinstance(control, CONTROLS) or not control.isEnabled() or not seen.contains(centre):
            continue
        hit = window.childAt(centre)
        if hit is None or not (hit is control or control.isAncestorOf(hit)):
            found.append(f"{_name(control)} lies under {_name(hit) if hit else 'nothing'}")
    return found


def cut(window: QWidget) -> list[str]:
    """The visible texts and controls that are not whole: neither fitting, nor wrapped, nor elided with a tooltip."""
    return [_name(widget) for widget, seen in _seen(window).items() if _is_cut(widget, seen, window)]


def _is_cut(widget: QWidget, seen: QRect, window: QWidget) -> bool:
    if isinstance(widget, (*CONTROLS, QLabel)) and _reaches_beyond(widget, seen, window):
        return True
    match widget:
        case QLabel():
            return _is_label_cut(widget)
        case QAbstractButton():
            return _is_button_cut(widget)
        case QComboBox():
            return _is_combo_cut(widget)
        case QTabBar():
            return _is_tab_bar_cut(widget)
    return False


def _seen(window: QWidget) -> dict[QWidget, QRect]:
    """The visible controls, labels and tab bars, and the part of the window in which each can be seen."""
    rooms = {window: window.rect()}
    kinds: tuple[type[QWidget], ...] = (*CONTROLS, QLabel, QTabBar)
    inside = [widget for kind in kinds for widget in window.findChildren(kind)]
    shown = [widget for widget in inside if widget.isVisibleTo(window) and widget.window() is window]
    return {widget: seen for widget in shown if not (seen := _clip(widget, window, rooms)).isEmpty()}


def _clip(widget: QWidget, window: QWidget, rooms: dict[QWidget, QRect]) -> QRect:
    """The part of the window in which the widget can be seen; `rooms` are those that were asked for before."""
    if widget not in rooms:
        room, above = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()), widget.parentWidget()
        rooms[widget] = room.intersected(_clip(above, window, rooms)) if above is not None else room
    return rooms[widget]


def _reaches_beyond(widget: QWidget, seen: QRect, window: QWidget) -> bool:
    """Whether a side of the widget is lost, and no scroll bar brings it back."""
    if seen.width() >= widget.width():
        return False
    above = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QAbstractScrollArea) and above.horizontalScrollBar().isVisible():
            return False
        above = above.parentWidget()
    return True


def _is_label_cut(label: QLabel) -> bool:
    text = label.text()
    if not text or label.toolTip():
        return False
    if isinstance(label, TwoLinesLabel):  # as wide as it is, it wants the height of one line or of two
        return label.is_elided or label.sizeHint().height() > label.height() + TOLERANCE_PX
    if label.wordWrap():
        widest = max((label.fontMetrics().horizontalAdvance(word) for word in text.split()), default=0)
        lacks_width = widest > label.contentsRect().width() + TOLERANCE_PX and "\u200b" not in text
        return lacks_width or label.heightForWidth(label.width()) > label.height() + TOLERANCE_PX
    needs = label.fontMetrics().size(0, text)
    room = label.contentsRect()
    return needs.width() > room.width() + TOLERANCE_PX or needs.height() > room.height() + TOLERANCE_PX


def _is_button_cut(made: QAbstractButton) -> bool:
    if not made.text() or (isinstance(made, QToolButton) and made.toolButtonStyle().value == 0):
        return False
    needs = made.fontMetrics().size(0, made.text().replace("&", ""))
    return needs.width() > made.width() or needs.height() > made.height()


def _is_combo_cut(box: QComboBox) -> bool:
    if box.isEditable() or not box.currentText():
        return False
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box)
    is_whole = box.fontMetrics().horizontalAdvance(box.currentText()) <= room.width()
    return not is_whole and box.currentText() not in box.toolTip()


def _is_tab_bar_cut(bar: QTabBar) -> bool:
    if any(button.isVisible() for button in bar.findChildren(QToolButton)):
        return True
    texts = [(bar.tabText(at), bar.tabRect(at)) for at in range(bar.count()) if bar.isTabVisible(at)]
    return any(bar.fontMetrics().horizontalAdvance(text) > room.width() for text, room in texts)


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {widget.objectName() or text[:40]!r} at {widget.geometry().getRect()}"


def labels_in(place: QWidget) -> list[str]:
    """The texts of the labels of a place that can be seen."""
    seen = _seen(place.window())
    return [label.text() for label in seen if isinstance(label, QLabel) and place.isAncestorOf(label)]


def settled(look: Callable[[], list[str]]) -> list[str]:
    """What is found once the layout has settled, which may take some turns of the event loop."""
    found: list[str] = []
    for _ in range(_LAYOUT_PASSES):
        QApplication.processEvents()
        found = look()
        if not found:
            break
    return found
