"""A click on a number: the customers behind it are wanted."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from app.canvas.canvas_context import CanvasContext
from app.canvas.figures import Door, NodePart
from app.canvas.input.gestures.gesture import Gesture, Pointer
from app.canvas.items.node_item import NodeItem


class OpenDoor(Gesture):
    """Means nothing once the pointer has gone away from where it was pressed."""

    def __init__(self, context: CanvasContext, pointer: Pointer, item: NodeItem, door: Door) -> None:
        self._context, self._start, self._door = context, pointer, door
        node = item.node
        words = {port.name: port.label for port in item.ports}
        what = f"left by {words.get(door.detail, door.detail)}" if door.part is NodePart.LEFT else "arrived"
        self._words = f"{what}: “{node.label or node.type}”"

    def move(self, pointer: Pointer) -> None:
        """Nothing follows the pointer."""

    def release(self, pointer: Pointer) -> None:
        """Ask for the customers, if the pointer is still there."""
        if (pointer.spot - self._start.spot).manhattanLength() < QApplication.startDragDistance():
            self._context.session.people_wanted.emit(self._door, self._words)

    def cancel(self) -> None:
        """Nothing was begun."""
