"""Undo and redo for what changes the datasets and segments: an import, a removal, a mend …"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from app.desktop.open_workspace import Desk
from app.desktop.undo_steps import Step, UndoSteps
from app.progress import Progress

Change = Callable[[Progress], object]
_MOST_STEPS = 5
"""Each step may keep a whole dataset in memory."""


class DataUndo(UndoSteps[Change]):
    """The last changes, each taken back in the background."""

    undone = Signal()  # or done again

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _MOST_STEPS)
        self._desk = desk

    def push(self, words: str, take_back: Change, do_again: Change, *, is_one_step: bool = False) -> None:
        """Something was done that can be taken back so; `is_one_step` with the last one, if that was the same."""
        if is_one_step and words == self.words and not self._undone:
            take_back = self._steps.pop().take_back
        self._add(Step(words, take_back, do_again))

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

    def _move(
        self, title: str, step: Step[Change], change: Change, source: list[Step[Change]], target: list[Step[Change]]
    ) -> None:
        def done(_result: object) -> None:
            if step in source:  # nothing else was done meanwhile
                source.remove(step)
                target.append(step)
            self.changed.emit()
            self.undone.emit()
            self._desk.look_again()

        self._desk.works.start(title, change, done)
