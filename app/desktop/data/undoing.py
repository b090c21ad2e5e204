"""Undo and redo for what changes the datasets and segments: an import, a removal, a mend …"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.desktop.open_workspace import Desk
from app.progress import Progress

Change = Callable[[Progress], object]
_MOST_STEPS = 5
"""Each step may keep a whole dataset in memory."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, as in "removing “shop”", how it is taken back, and how it is done again."""

    words: str
    take_back: Change
    do_again: Change


class DataUndo(QObject):
    """The last changes of the open workspace's datasets; another workspace forgets them."""

    changed = Signal()
    undone = Signal()  # or done again

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._steps: list[Step] = []
        self._undone: list[Step] = []
        desk.workspace_changed.connect(self._forget)

    @property
    def words(self) -> str:
        """What would be undone; empty for nothing."""
        return self._steps[-1].words if self._steps else ""

    @property
    def words_again(self) -> str:
        """What would be done again; empty for nothing."""
        return self._undone[-1].words if self._undone else ""

    def push(self, words: str, take_back: Change, do_again: Change, *, is_one_step: bool = False) -> None:
        """Something was done that can be taken back so; `is_one_step` with the last one, if that was the same."""
        if is_one_step and words == self.words and not self._undone:
            take_back = self._steps.pop().take_back
        self._undone = []
        self._steps = [*self._steps, Step(words, take_back, do_again)][-_MOST_STEPS:]
        self.changed.emit()

    def undo(self) -> None:
        """Take the last change back, in the background; it stays until that is done."""
        if not self._steps or self._desk.works.is_busy:
            return
        step = self._steps[-1]
        self._move(f"Undo {step.words}", step, step.take_back, self._steps, self._undone)

    def redo(self) -> None:
        """Do again what was taken back last, in the background."""
        if not self._undone or self._desk.works.is_busy:
            return
        step = self._undone[-1]
        self._move(f"Redo {step.words}", step, step.do_again, self._undone, self._steps)

    def _move(self, title: str, step: Step, change: Change, source: list[Step], target: list[Step]) -> None:
        def done(_result: object) -> None:
            if step in source:  # nothing else was done meanwhile
                source.remove(step)
                target.append(step)
            self.changed.emit()
            self.undone.emit()
            self._desk.look_again()

        self._desk.works.start(title, change, done)

    def _forget(self) -> None:
        self._steps, self._undone = [], []
        self.changed.emit()
