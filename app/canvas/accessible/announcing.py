"""Says to screen readers what a key on the canvas did."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.canvas.operations.saying import said
from app.canvas.session import ScenarioSession
from app.scenario.edits import Edit


class Announcer(QObject):
    """Tells edits, undos and redos once each, however many small changes they are made of.

    What is written in a form says nothing here: the field says it.
    """

    announced = Signal(str)

    def __init__(self, session: ScenarioSession, view: QWidget) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._scenario = session.scenario
        self._step = session.undo_stack.index()
        self._words = ""
        self._is_step = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._tell)
        session.edited.connect(self._note)

    def announce(self, words: str) -> None:
        """Say this as soon as what is being said has ended."""
        self.announced.emit(words)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, words))

    def _note(self, edit: Edit) -> None:
        before, self._scenario = self._scenario, self._session.scenario
        self._words = said(edit, before, self._scenario)
        self._is_step = self._session.is_stepping
        self._soon.start()

    def _tell(self) -> None:
        stack, step = self._session.undo_stack, self._step
        self._step = stack.index()
        words = self._words
        if self._is_step:
            is_back = self._step < step
            words = f"Undone: {stack.redoText()}" if is_back else f"Done again: {stack.undoText()}"
        if words and not self._is_in_form():
            self.announce(words)

    def _is_in_form(self) -> bool:
        """Whether the keyboard is in a field of the inspector."""
        above = QApplication.focusWidget()
        while above is not None:
            if above.objectName() == "inspector":
                return True
            above = above.parentWidget()
        return False
