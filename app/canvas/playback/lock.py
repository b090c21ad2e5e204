"""What may be done to a canvas while a run is played back over it: look, and ask; nothing is changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent

from app.canvas.commands.actions import canvas_actions
from app.canvas.input.doors import number_at
from app.canvas.input.gestures.gesture import Pointer
from app.canvas.input.gestures.open_door import OpenDoor
from app.canvas.input.gestures.pan import Pan
from app.canvas.view import CanvasView

_STAY = {
    f"canvas.{name}" for name in ("zoomIn", "zoomOut", "actualSize", "fit", "find", "findNext", "findPrevious", "copy")
}
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_REFUSED = (
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.DragEnter,
    QEvent.Type.DragMove,
    QEvent.Type.Drop,
    QEvent.Type.ContextMenu,
)


class Lock(QObject):
    """Stands before a view's own input until it is taken away."""

    play_wanted = Signal()  # by the space bar
    end_wanted = Signal()  # by Escape

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        view.pointer_input.cancel()
        view.canvas.shut(is_shut=True)
        self._shut: list[QAction] = [
            action for action in canvas_actions(view) if action.objectName() not in _STAY and action.isEnabled()
        ]
        for action in self._shut:
            action.setEnabled(False)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def take_away(self) -> None:
        """Let everything be done again."""
        self._view.removeEventFilter(self)
        self._view.viewport().removeEventFilter(self)
        self._view.canvas.shut(is_shut=False)
        for action in self._shut:
            action.setEnabled(True)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep from the canvas what would change it."""
        if event.type() in _REFUSED:
            event.ignore()
            return True
        if watched is self._view and isinstance(event, QKeyEvent):
            return self._take_key(event)
        if (
            watched is not self._view
            and event.type() == QEvent.Type.MouseButtonPress
            and isinstance(event, QMouseEvent)
        ):
            return self._press(event)
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        key, is_press = event.key(), event.type() == QEvent.Type.KeyPress
        if event.type() == QEvent.Type.ShortcutOverride:
            return False
        if key == Qt.Key.Key_Space:
            if is_press and not event.isAutoRepeat():
                self.play_wanted.emit()
            return True
        if key == Qt.Key.Key_Escape and is_press and not self._view.prompts.find_bar.isVisible():
            self.end_wanted.emit()
            return True
        walks = key in _ARROWS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return is_press and not walks and key != Qt.Key.Key_Escape

    def _press(self, event: QMouseEvent) -> bool:
        """A number opens its door, a card is chosen; everything else holds the ground."""
        view, context = self._view, self._view.pointer_input.context
        if event.button() == Qt.MouseButton.RightButton:
            return True
        spot = event.position()
        pointer = Pointer(view.camera.scene_place(spot), spot, event.modifiers())
        scale = view.camera.scale
        number, item = number_at(view.canvas, pointer.at, scale), view.canvas.node_at(*pointer.at, scale)
        view.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            view.pointer_input.begin(OpenDoor(context, pointer, number, lambda: Pan(context, pointer)))
        elif event.button() == Qt.MouseButton.LeftButton and item is not None:
            view.session.select([item.node.id])
        else:
            view.pointer_input.begin(Pan(context, pointer))
        return True
