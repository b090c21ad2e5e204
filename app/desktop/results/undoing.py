"""Undo and redo in Results: changed definitions, kept reports, and what was made of the people behind a figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.desktop.open_workspace import Desk

_MOST_STEPS = 100
Do = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, as in "the change of Funnel", and how it is taken back and done again."""

    words: str
    take_back: Do
    do_again: Do


class ResultsUndo(QObject):
    """The last steps over the open workspace; another workspace forgets them."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
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

    def push(self, words: str, take_back: Do, do_again: Do) -> None:
        """Something was done that can be taken back so."""
        self._undone = []
        self._steps = [*self._steps, Step(words, take_back, do_again)][-_MOST_STEPS:]
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

    def _forget(self) -> None:
        self._steps, self._undone = [], []
        self.changed.emit()
