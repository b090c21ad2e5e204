"""Undo and redo in Results: changed definitions, kept reports, and what was made of the people behind a figure."""

from __future__ import annotations

from collections.abc import Callable

from app.desktop.open_workspace import Desk
from app.desktop.undo_steps import Step, UndoSteps

_MOST_STEPS = 100
Do = Callable[[], object]


class ResultsUndo(UndoSteps[Do]):
    """The last steps, each taken back at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _MOST_STEPS)
        self._under_way: dict[str, list[Step[Do]]] = {}  # by report, those whose figures are still to come

    def push(self, words: str, take_back: Do, do_again: Do) -> None:
        """Something was done that can be taken back so."""
        self._add(Step(words, take_back, do_again))

    def set_about(self, key: str) -> None:
        """The last step changed that report, whose figures are still to come."""
        self._under_way.setdefault(key, []).append(self._steps[-1])

    def settle(self, key: str) -> None:
        """The figures of the report are there."""
        self._under_way.pop(key, None)

    def give_up(self, key: str) -> None:
        """The figures were cancelled, so that there is nothing to take back; the change can be done again."""
        for step in reversed(self._under_way.pop(key, [])):
            if step in self._steps:
                self._steps.remove(step)
                self._undone.append(step)
        self.changed.emit()

    def undo(self) -> None:
        """Take the last step back."""
        if self._steps:
            step = self._steps.pop()
            self._undone.append(step)
            step.take_back()
            self.changed.emit()

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._undone:
            step = self._undone.pop()
            self._steps.append(step)
            step.do_again()
            self.changed.emit()
