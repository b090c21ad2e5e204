"""The hands of every test: mouse and keys at places of a top-level window, which finds out itself whom they meet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
NO_BUTTON = Qt.MouseButton.NoButton
CONTROL = Qt.KeyboardModifier.ControlModifier
NOTCH = 120


def click(widget: QWidget, at: QPoint | None = None, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Click on a place of a widget, by default its middle; a failure if something else lies there."""
    bring_into_sight(widget)
    _look_up()
    bring_into_sight(widget)  # what was still being laid out has its place only now
    at = widget.rect().center() if at is None else at
    assert widget.isEnabled(), f"{widget.objectName()!r} cannot be used"
    assert_in_reach(widget, at)
    window, spot = _window_of(widget), _spot(widget, at)
    QTest.mousePress(window, LEFT, modifiers, spot)
    QTest.mouseRelease(window, LEFT, modifiers, spot)  # at the window: the widget may be gone by now


def double_click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click twice on a place of a widget, by default its middle."""
    bring_into_sight(widget)
    at = widget.rect().center() if at is None else at
    assert_in_reach(widget, at)
    QTest.mouseDClick(_window_of(widget), LEFT, NONE, _spot(widget, at))


def second_press(widget: QWidget) -> None:
    """What a widget gets of a double click that began before it was there."""
    at = QPointF(widget.rect().center())
    for kind, held in ((QEvent.Type.MouseButtonDblClick, LEFT), (QEvent.Type.MouseButtonRelease, NO_BUTTON)):
        QApplication.sendEvent(widget, QMouseEvent(kind, at, widget.mapToGlobal(at), LEFT, held, NONE))


def press(widget: QWidget, at: QPoint, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press a button over a place of a widget; a failure if something else lies there."""
    assert_in_reach(widget, at)
    QTest.mousePress(_window_of(widget), button, modifiers, _spot(widget, at))


def move(widget: QWidget, at: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Move to a place of the window, given from a widget; whoever was pressed hears of it wherever the mouse is."""
    window, spot = _window_of(widget), _spot(widget, at)
    if modifiers == NONE:
        QTest.mouseMove(window, spot)
        return
    everywhere, none = QPointF(window.mapToGlobal(spot)), Qt.MouseButton.NoButton  # QTest cannot move with a key down
    held = QApplication.mouseButtons()
    QApplication.sendEvent(window, QMouseEvent(QEvent.Type.MouseMove, QPointF(spot), everywhere, none, held, modifiers))


def release(widget: QWidget, at: QPoint, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Let a button go at a place of the window, given from a widget."""
    QTest.mouseRelease(_window_of(widget), button, modifiers, _spot(widget, at))


def turn_wheel(over: QWidget, by: QPoint, at: QPoint | None = None, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Turn the wheel over a place of a widget, by default the middle of what is seen of it."""
    at = over.visibleRegion().boundingRect().center() if at is None else at
    QTest.wheelEvent(_window_of(over), QPointF(_spot(over, at)), by, stateKey=modifiers)


def drag_over(widget: QWidget, at: QPoint, data: QMimeData, *, lets_go: bool = True) -> None:
    """Bring something over a place of a widget, and let go of it."""
    window, spot, copy = _window_of(widget), _spot(widget, at), Qt.DropAction.CopyAction
    QApplication.sendEvent(window, QDragEnterEvent(spot + QPoint(3, 3), copy, data, LEFT, NONE))
    QApplication.sendEvent(window, QDragMoveEvent(spot, copy, data, LEFT, NONE))
    if lets_go:
        let_go(widget, at, data)


def let_go(widget: QWidget, at: QPoint, data: QMimeData) -> None:
    """Let go of something that was dragged over a place of a widget."""
    drop = QDropEvent(QPointF(_spot(widget, at)), Qt.DropAction.CopyAction, data, LEFT, NONE)
    QApplication.sendEvent(_window_of(widget), drop)


def key(top: QWidget, code: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press a key and let it go, wherever the keyboard is."""
    QTest.keyClick(_keyboard(top), code, modifiers)


def hold_key(top: QWidget, code: Qt.Key) -> None:
    """Press a key and keep it down."""
    QTest.keyPress(_keyboard(top), code)


def let_key_go(top: QWidget, code: Qt.Key) -> None:
    """Let a key go that was held."""
    QTest.keyRelease(_keyboard(top), code)


def type_text(top: QWidget, text: str) -> None:
    """Type a text wherever the keyboard is."""
    for letter in text:
        QTest.keyClick(_keyboard(top), ord(letter))


def assert_in_reach(widget: QWidget, at: QPoint) -> None:
    """The top-level window has the widget, or what lies inside it, at a place of the widget."""
    window, spot = widget.window(), _spot(widget, at)
    assert not (box := _in_front_of(window)), f"{widget.objectName()!r} lies behind {box!r}"
    hit = window.childAt(spot) or window
    described = f"{type(hit).__name__} {hit.objectName()!r}"
    assert hit is widget or widget.isAncestorOf(hit), f"{widget.objectName()!r} lies under {described} at {spot}"


def _look_up() -> None:
    """Let the window system end what it is at: a button that loses the keyboard while it is held down is not clicked.

    A window that opened and closed at once is only now given the keyboard, and has it taken away.
    """
    QApplication.processEvents()
    QApplication.processEvents()  # what came of that


def _in_front_of(window: QWidget) -> str:
    """The name of a dialog that keeps the mouse from a window; empty if none does."""
    box = QApplication.activeModalWidget()
    if box is None or box is window or box.isAncestorOf(window):
        return ""
    owner = box.parentWidget()
    is_for_all = box.windowModality() == Qt.WindowModality.ApplicationModal
    return box.objectName() or type(box).__name__ if is_for_all or (owner and owner.window() is window) else ""


def bring_into_sight(widget: QWidget) -> None:
    """Scroll the pages that hold the widget to it."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            content = above.widget()
            if content is not None and content.isAncestorOf(widget):
                _scroll_to(above, content, widget)
        above = above.parentWidget()


def _scroll_to(area: QScrollArea, content: QWidget, widget: QWidget) -> None:
    QApplication.sendPostedEvents()  # what was just added has no place before its layout is made
    room = QRect(widget.mapTo(content, QPoint(0, 0)), widget.size())
    area.ensureVisible(room.center().x(), room.center().y(), room.width() // 2 + 8, room.height() // 2 + 8)


def _keyboard(top: QWidget) -> QWindow:
    return QApplication.focusWindow() or _window_of(top)


def _window_of(widget: QWidget) -> QWindow:
    handle = widget.window().windowHandle()
    assert handle is not None, f"{widget.window().objectName()!r} is not in sight"
    return handle


def _spot(widget: QWidget, at: QPoint) -> QPoint:
    return widget.mapTo(widget.window(), at)
