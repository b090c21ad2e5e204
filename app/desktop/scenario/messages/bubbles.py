"""Messages that are no e-mails: an SMS as bubbles, one a segment; a push message as a card."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.messages.short_texts import sms_pieces, sms_words
from app.ui.theme import STEP
from app.ui.widgets import clear, column, frame, label, scrolling

_WIDTH = 40 * STEP


class Bubbles(QWidget):
    """Shows the texts of one message."""

    def __init__(self) -> None:
        super().__init__()
        inside = QWidget()
        self._lines = column(inside, margin=2 * STEP, gap=STEP)
        self.said = label("", "quiet", wraps=True, name="sms_segments")
        lines = column(self, gap=STEP)
        lines.addWidget(self.said)
        lines.addWidget(scrolling(inside, "bubbles"), 1)

    def show_sms(self, text: str) -> None:
        """A bubble for each segment."""
        self.said.setText(sms_words(text))
        clear(self._lines)
        for number, piece in enumerate(sms_pieces(text), start=1):
            self._put(piece, f"bubble_{number}")
        self._lines.addStretch(1)

    def show_card(self, texts: Mapping[str, str]) -> None:
        """A card with a title over its text."""
        self.said.setText("As it stands on a locked screen.")
        clear(self._lines)
        card = self._put(texts.get("title", ""), "push_card", "section")
        rest = [text for name, text in texts.items() if name != "title" and text]
        for text in rest:
            card.addWidget(label(text, "quiet", wraps=True))
        self._lines.addStretch(1)

    def _put(self, text: str, name: str, role: str = "") -> QVBoxLayout:
        bubble = frame("card", name)
        bubble.setMaximumWidth(_WIDTH)
        inside = column(bubble, margin=STEP + STEP // 2, gap=STEP // 2)
        words = label(text, role, wraps=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside.addWidget(words)
        self._lines.addWidget(bubble)
        return inside
