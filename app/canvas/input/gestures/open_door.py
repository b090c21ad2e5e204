"""A click on a number chooses its node and asks who is behind it; a drag is one of the card on which it stands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from app.canvas.canvas_context import CanvasContext
from app.canvas.input.doors import Number
from app.canvas.input.gestures.gesture import Gesture, Pointer
from app.scenario.graph import NodeId


class OpenDoor(Gesture):
    """Becomes the gesture that `drag` makes once the pointer has gone away from where it was pressed."""

    def __init__(
        self, context: CanvasContext, pointer: Pointer, number: Number, drag: Callable[[], Gesture | None]
    ) -> None:
        self._context, self._start, self._number, self._drag = context, pointer, number, drag
        self._is_drag = False
        self._dragging: Gesture | None = None

    def move(self, pointer: Pointer) -> None:
        if not self._is_drag and self._is_away(pointer):
            self._is_drag, self._dragging = True, self._drag()
        if self._dragging is not None:
            self._dragging.move(pointer)

    def release(self, pointer: Pointer) -> None:
        """Choose the node that the number is of, and ask for the customers, if the pointer is still there."""
        session, door = self._context.session, self._number.door
        if self._dragging is not None:
            self._dragging.release(pointer)
        elif not self._is_drag and not self._is_away(pointer):
            session.select([NodeId(door.node)])
            session.people_wanted.emit(door, self._number.words)

    def cancel(self) -> None:
        """Leave the card where it was."""
        if self._dragging is not None:
            self._dragging.cancel()

    def _is_away(self, pointer: Pointer) -> bool:
        return (pointer.spot - self._start.spot).manhattanLength() >= QApplication.startDragDistance()
