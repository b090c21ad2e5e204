"""Undo for what changes the datasets: an import, a removal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.desktop.open_workspace import Desk
from app.progress import Progress

_MOST_STEPS = 5
"""Each step may keep a whole dataset in memory."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, as in "removing “shop”", and how it is taken back."""

    words: str
    take_back: Callable[[Progress], None]


class DataUndo(QObject):
    """The last changes of the open workspace's datasets; another workspace forgets them."""

    changed = Signal()
    undone = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._steps: list[Step] = []
        desk.workspace_changed.connect(self._forget)

    @property
    def words(self) -> str:
        """What would be undone; empty for nothing."""
        return self._steps[-1].words if self._steps else ""

    def push(self, words: str, take_back: Callable[[Progress], None], *, is_one_step: bool = False) -> None:
        """Something was done that can be taken back so; `is_one_step` with the last one, if that was the same."""
        if is_one_step and words == self.words:
            return
        self._steps = [*self._steps, Step(words, take_back)][-_MOST_STEPS:]
        self.changed.emit()

    def undo(self) -> None:
        """Take the last change back, in the background; it stays until that is done."""
        if not self._steps or self._desk.works.is_busy:
            return
        step = self._steps[-1]

        def done(_result: object) -> None:
            self._steps.remove(step)
            self.changed.emit()
            self.undone.emit()
            self._desk.look_again()

        self._desk.works.start(f"Undo {step.words}", step.take_back, done)

    def _forget(self) -> None:
        self._steps = []
        self.changed.emit()
