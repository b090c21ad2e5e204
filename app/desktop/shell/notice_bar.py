"""The bar over a workspace that may only be read: why that is so, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.ui.announcing import announce
from app.ui.theme import STEP
from app.ui.widgets import button, label, row

AND_YET = "You can look at everything, change scenarios and run them; nothing of it is kept in this file."


class NoticeBar(QFrame):
    """Hidden while there is nothing to say."""

    copy_wanted = Signal()
    retry_wanted = Signal()
    trust_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice_bar")
        self.setProperty("role", "notice")
        self._text = label("", wraps=True, name="notice")
        line = row(self, gap=STEP)
        line.setContentsMargins(3 * STEP, STEP, 2 * STEP, STEP)
        line.addWidget(self._text, 1)
        self._retry = button("Try again", "quiet", name="notice_retry", on_click=self.retry_wanted.emit)
        self._trust = button("Trust and edit", name="notice_trust", on_click=self.trust_wanted.emit)
        line.addWidget(self._retry)
        line.addWidget(self._trust)
        line.addWidget(button("Save a copy…", name="notice_copy", on_click=self.copy_wanted.emit))
        self.hide()

    def say(self, why: str, *, is_foreign: bool = False) -> None:
        """Show why the workspace may only be read; an empty text hides the bar. A foreign one can be trusted."""
        self._retry.setHidden(is_foreign)
        self._trust.setHidden(not is_foreign)
        self._text.setText(f"{why} {AND_YET}" if why else "")
        self.setVisible(bool(why))
        announce(self, self._text.text())
