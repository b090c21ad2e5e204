"""Renaming a node where it stands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.canvas.prompts.going_back import back_to, give_back


class RenameField(QLineEdit):
    """A line over the label; Enter and looking elsewhere rename, Escape does not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("renameField")
        self.setAccessibleName("Name of the node")
        self._rename: Callable[[str], None] | None = None
        self._back: QWidget = parent
        self.hide()

    def ask(self, place: QRect, text: str, rename: Callable[[str], None]) -> None:
        """Open at that place of the parent with the present name selected."""
        self._rename = rename
        self._back = back_to(self)
        self.setText(text)
        self.setGeometry(place)
        self.selectAll()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the name, Escape leaves the old one."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish(renames=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._finish(renames=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Looking elsewhere takes the name."""
        super().focusOutEvent(event)
        self._finish(renames=True)

    def _finish(self, *, renames: bool) -> None:
        rename, self._rename = self._rename, None
        if rename is None:
            return
        if renames and self.text().strip():
            rename(self.text().strip())
        give_back(self, self._back)
