"""Pan: hold the ground and pull it."""

from __future__ import annotations

from app.canvas.canvas_protocol import Board
from app.canvas.input.gestures.gesture import Gesture, Pointer


class Pan(Gesture):
    """The scene follows the pointer."""

    def __init__(self, board: Board, pointer: Pointer) -> None:
        self._board = board
        self._last = self._first = pointer.spot

    def move(self, pointer: Pointer) -> None:
        self._board.camera.scroll_by(self._last.x() - pointer.spot.x(), self._last.y() - pointer.spot.y())
        self._last = pointer.spot

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)

    def cancel(self) -> None:
        self._board.camera.scroll_by(self._last.x() - self._first.x(), self._last.y() - self._first.y())
