"""Writing a note where it lies."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.canvas.prompts.going_back import give_back

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteField(QPlainTextEdit):
    """A field over the sheet; Ctrl+Enter and looking elsewhere keep the text, Escape does not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("noteField")
        self.setAccessibleName("Text of the note")
        self.setPlaceholderText("Write a note")
        self._write: Callable[[str], None] | None = None
        self.hide()

    def ask(self, place: QRect, text: str, write: Callable[[str], None]) -> None:
        """Open at that place of the parent, with the present text."""
        self._write = write
        self.setPlainText(text)
        self.setGeometry(place)
        self.selectAll()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a new line, with Ctrl it keeps the text; Escape leaves the old one."""
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._finish(writes=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._finish(writes=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Looking elsewhere keeps the text."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._finish(writes=True)

    def _finish(self, *, writes: bool) -> None:
        write, self._write = self._write, None
        if write is None:
            return
        if writes:
            write(self.toPlainText().strip())
        parent = self.parentWidget()
        if parent is not None:
            give_back(self, parent)
