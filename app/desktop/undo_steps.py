"""Steps that were done and can be taken back, and those that were taken back and can be done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from app.desktop.open_workspace import Desk

Do = TypeVar("Do", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Step(Generic[Do]):
    """What was done, as in "the change of Funnel", and how it is taken back and done again."""

    words: str
    take_back: Do
    do_again: Do


class UndoSteps(QObject, Generic[Do]):
    """The last steps over the open workspace, so many at most; another workspace forgets them."""

    changed = Signal()

    def __init__(self, desk: Desk, most: int) -> None:
        super().__init__(desk)
        self._most = most
        self._steps: list[Step[Do]] = []
        self._undone: list[Step[Do]] = []
        desk.workspace_changed.connect(self._forget)

    @property
    def words(self) -> str:
        """What would be undone; empty for nothing."""
        return self._steps[-1].words if self._steps else ""

    @property
    def words_again(self) -> str:
        """What would be done again; empty for nothing."""
        return self._undone[-1].words if self._undone else ""

    def _add(self, step: Step[Do]) -> None:
        self._undone = []
        self._steps = [*self._steps, step][-self._most :]
        self.changed.emit()

    def _forget(self) -> None:
        self._steps, self._undone = [], []
        self.changed.emit()
