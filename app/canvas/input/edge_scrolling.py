"""What is dragged to the edge of the canvas and held there takes the canvas along."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QTimer

from app.canvas.canvas_context import CanvasContext
from app.canvas.input.gestures.gesture import Pointer

_EDGE = 24.0
"""So near to the edge the canvas follows, in pixels."""
_REST_MS = 250  # or a drag that passes by the edge would take it along
_FRAME_MS = 16
_FASTEST = 24.0  # pixels a frame
_PER_PIXEL = 0.5


class EdgeScrolling(QObject):
    """Scrolls while the pointer of a gesture is held at an edge, and tells the gesture where it is then.

    A drag that begins at an edge has to leave it first.
    """

    def __init__(self, context: CanvasContext, move: Callable[[Pointer], None]) -> None:
        super().__init__(context.viewport)
        self._context, self._move = context, move
        self._pointer: Pointer | None = None
        self._has_left = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._scroll)

    def follow(self, pointer: Pointer) -> None:
        """The pointer of a gesture is here."""
        self._pointer = pointer
        if self._pull(pointer.spot).isNull():
            self._has_left = True
            self._timer.stop()
        elif self._has_left and not self._timer.isActive():
            self._timer.start(_REST_MS)

    def stop(self) -> None:
        """The gesture has ended."""
        self._timer.stop()
        self._pointer, self._has_left = None, False

    def _scroll(self) -> None:
        self._timer.setInterval(_FRAME_MS)
        pointer = self._pointer
        if pointer is None:
            return
        by = self._pull(pointer.spot)
        self._context.camera.scroll_by(by.x(), by.y())
        at = self._context.camera.scene_place(pointer.spot)
        self._move(Pointer(at, pointer.spot, pointer.modifiers))

    def _pull(self, spot: QPointF) -> QPointF:
        """How far to scroll in a frame: the farther, the nearer the edge is, and farther still outside."""
        viewport = self._context.viewport
        return QPointF(_along(spot.x(), viewport.width()), _along(spot.y(), viewport.height()))


def _along(at: float, size: int) -> float:
    if at < _EDGE:
        return -min(_FASTEST, (_EDGE - at) * _PER_PIXEL)
    return min(_FASTEST, max(0.0, at - (size - _EDGE)) * _PER_PIXEL)
