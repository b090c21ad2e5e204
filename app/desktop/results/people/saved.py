"""What became of the people of a panel when they were kept, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from app.ui.theme import STEP
from app.ui.widgets import button, label, row


class SavedPeople(QFrame):
    """Hidden until they were kept, and again once something else was done."""

    undo_wanted = Signal(str)  # what was done, as the history has it

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("people_saved_bar")
        self.setProperty("role", "notice")
        self._done = ""
        self._words = label("", wraps=True, name="people_saved")
        line = row(self, margin=STEP, gap=STEP)
        line.addWidget(self._words, 1)
        undo = button("Undo", name="people_saved_undo", on_click=lambda: self.undo_wanted.emit(self._done))
        line.addWidget(undo, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, words: str, done: str) -> None:
        """Say what there is now, and offer to undo what was done for it."""
        self._done = done
        self._words.setText(words)
        self.show()

    def leave_if_past(self, done: str) -> None:
        """Hide once the last thing that was done is another."""
        if done != self._done:
            self.hide()
