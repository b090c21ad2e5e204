"""A bar over the places that offers one thing to do, and can be put off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.ui.announcing import announce
from app.ui.theme import STEP
from app.ui.widgets import button, label, row


class OfferBar(QFrame):
    """Hidden while there is nothing to offer; `taken` tells that the user wants it."""

    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("offer_bar")
        self.setProperty("role", "notice")
        self._text = label("", wraps=True, name="offer")
        self._do = button("", name="offer_take", on_click=self._take)
        line = row(self, gap=STEP)
        line.setContentsMargins(3 * STEP, STEP, 2 * STEP, STEP)
        line.addWidget(self._text, 1)
        line.addWidget(self._do)
        line.addWidget(button("Later", "quiet", name="offer_later", on_click=self.hide))
        self.hide()

    def say(self, words: str, do: str) -> None:
        """Offer this; an empty text hides the bar."""
        self._text.setText(words)
        self._do.setText(do)
        self.setVisible(bool(words))
        announce(self, words)

    def _take(self) -> None:
        self.hide()
        self.taken.emit()
