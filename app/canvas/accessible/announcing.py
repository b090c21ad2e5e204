"""Says to screen readers what a key on the canvas did, and what is wrong since."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.canvas.operations.saying import chosen, said, wrong_since
from app.canvas.session import ScenarioSession
from app.scenario.edits import Edit
from app.ui.announcing import announce

_REST_MS = 200  # a selection that grows, as under a rubber band, is told once


class Announcer(QObject):
    """Tells edits, undos and redos once each, however many small changes they are made of, and new problems.

    What is written in a form says nothing here: the field says it. Nor does one node that is chosen: the keyboard is
    there, and its item says what it is.
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
        self._choosing = QTimer(self)
        self._choosing.setSingleShot(True)
        self._choosing.setInterval(_REST_MS)
        self._choosing.timeout.connect(self._tell_chosen)
        self._problems = session.problems
        session.edited.connect(self._note)
        session.selection_changed.connect(self._note_chosen)
        session.problems_changed.connect(self._tell_problems)

    def announce(self, words: str) -> None:
        """Say this as soon as what is being said has ended."""
        self.announced.emit(words)
        announce(self._view, words)

    def _note(self, edit: Edit) -> None:
        before, self._scenario = self._scenario, self._session.scenario
        self._words = said(edit, before, self._scenario)
        self._is_step = self._session.is_stepping
        self._soon.start()
        self._choosing.stop()

    def _note_chosen(self) -> None:
        """An edit that chooses what it made tells of that itself."""
        if not self._soon.isActive():
            self._choosing.start()

    def _tell_chosen(self) -> None:
        words = chosen(self._session.selection, self._session.scenario)
        if words:
            self.announce(words)

    def _tell_problems(self) -> None:
        """What is wrong that was not; those that a scenario is opened with are in its list."""
        before, self._problems = self._problems, self._session.problems
        words = wrong_since(before, self._problems, self._session.scenario)
        if words and self._session.is_checked:
            self.announce(words)

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
