"""A composition as it stands, and as it stood before each change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.reports.documents.composing.composition import Composition

MOST_STEPS = 200


class History(QObject):
    """The states of one composition; every change can be taken back and done again."""

    changed = Signal()

    def __init__(self, now: Composition, parent: QObject) -> None:
        super().__init__(parent)
        self.now = now
        self._before: list[Composition] = []
        self._after: list[Composition] = []

    @property
    def can_undo(self) -> bool:
        """Whether something was changed."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return bool(self._after)

    def change(self, **fields: object) -> None:
        """The composition with other fields; what changes nothing is no step."""
        changed = self.now.model_copy(update=fields)
        if changed != self.now:
            self._before = [*self._before, self.now][-MOST_STEPS:]
            self._after = []
            self._show(changed)

    def undo(self) -> None:
        """As it was before the last change."""
        if self._before:
            self._after.append(self.now)
            self._show(self._before.pop())

    def redo(self) -> None:
        """As it was before the last change was taken back."""
        if self._after:
            self._before.append(self.now)
            self._show(self._after.pop())

    def _show(self, composition: Composition) -> None:
        self.now = composition
        self.changed.emit()
