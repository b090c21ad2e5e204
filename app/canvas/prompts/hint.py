"""A line at the foot of the canvas that says what a gesture would do, or why it cannot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.announcing import announce

_MARGIN = 16
_WIDEST = 560


class Hint(QLabel):
    """Plain text over the canvas; hidden while it has nothing to say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("canvasHint")
        self.setProperty("role", "chip")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setWordWrap(True)
        self.setMaximumWidth(_WIDEST)
        self.hide()

    def say(self, text: str) -> None:
        """Show this text, and tell it to screen readers once; an empty one hides the line."""
        if text != self.text():
            announce(self, text)
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.raise_()  # above the small map
        self.stay()

    def stay(self) -> None:
        """Stand in the middle of the foot, whatever size the canvas has."""
        parent = self.parentWidget()
        if parent is None or self.isHidden():
            return
        width = min(_WIDEST, parent.width() - 2 * _MARGIN, self.fontMetrics().horizontalAdvance(self.text()) + 40)
        self.resize(max(width, 80), self.heightForWidth(max(width, 80)))
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - _MARGIN)
