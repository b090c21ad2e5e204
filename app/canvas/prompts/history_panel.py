"""The history: every step of a scenario since it was opened, to go back and forth to any of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QUndoStack
from PySide6.QtWidgets import QFrame, QUndoView, QVBoxLayout, QWidget

from app.canvas.prompts.going_back import back_to, give_back
from app.ui.plain_text import label

_WIDTH, _HEIGHT, _MARGIN = 288, 336, 8


class HistoryPanel(QFrame):
    """Stands in the upper left corner of the canvas; the chosen step is the one that is shown."""

    def __init__(self, parent: QWidget, stack: QUndoStack) -> None:
        super().__init__(parent)
        self._over = parent
        self._back = parent
        self.setObjectName("historyPanel")
        self.setProperty("role", "card")
        self.setAccessibleName("History")
        self._list = QUndoView(stack, self)
        self._list.setObjectName("historyList")
        self._list.setAccessibleName("Steps, the chosen one is shown")
        self._list.setProperty("kind", "plain")
        self._list.setEmptyLabel("As it was opened")
        self._list.installEventFilter(self)
        title = label("History", name="historyTitle")
        title.setProperty("role", "section")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(4)
        layout.addWidget(title)
        layout.addWidget(self._list, 1)
        self.hide()

    def open(self) -> None:
        """List the steps; opened again it closes."""
        if self.isVisible():
            self._close()
            return
        height = min(_HEIGHT, self._over.height() - 2 * _MARGIN)
        self.setGeometry(_MARGIN, _MARGIN, min(_WIDTH, self._over.width() - 2 * _MARGIN), height)
        self._back = back_to(self)
        self.show()
        self.raise_()
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape and Enter close the list, and so does looking elsewhere."""
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if pressed in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._close()
            return True
        return super().eventFilter(watched, event)

    def _close(self) -> None:
        give_back(self, self._back)
