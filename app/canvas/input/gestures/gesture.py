"""What a gesture is: something the user does with the pointer held, that they can call off at any moment."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from app.canvas.geometry import Point


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is: in the scene and in the viewport; and the keys held with it."""

    at: Point
    spot: QPointF
    modifiers: Qt.KeyboardModifier

    def holds(self, modifier: Qt.KeyboardModifier) -> bool:
        """The key is held."""
        return bool(self.modifiers & modifier)


class Gesture(ABC):
    """Begins when it is made; then any number of moves, and in the end either `release` or `cancel`."""

    @abstractmethod
    def move(self, pointer: Pointer) -> None:
        """The pointer is elsewhere."""

    @abstractmethod
    def release(self, pointer: Pointer) -> None:
        """The gesture is meant: do it."""

    @abstractmethod
    def cancel(self) -> None:
        """The gesture is called off: leave everything as it was."""

    def press(self, _event: QKeyEvent) -> bool:
        """A key was pressed meanwhile; True if the gesture used it."""
        return False

    @property
    def is_over(self) -> bool:
        """The gesture has ended by itself, by a key."""
        return False
