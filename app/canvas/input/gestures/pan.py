"""Pan: hold the ground and pull it."""

from __future__ import annotations

from app.canvas.canvas_context import CanvasContext
from app.canvas.input.gestures.gesture import Gesture, Pointer


class Pan(Gesture):
    """The scene follows the pointer."""

    def __init__(self, context: CanvasContext, pointer: Pointer) -> None:
        self._context = context
        self._last = self._first = pointer.spot

    def move(self, pointer: Pointer) -> None:
        self._context.camera.scroll_by(self._last.x() - pointer.spot.x(), self._last.y() - pointer.spot.y())
        self._last = pointer.spot

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)

    def cancel(self) -> None:
        self._context.camera.scroll_by(self._last.x() - self._first.x(), self._last.y() - self._first.y())
