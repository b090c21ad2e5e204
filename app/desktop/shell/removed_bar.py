"""What was removed last of the user's own templates or lessons, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.ui.theme import STEP
from app.ui.widgets import button, label, row


class RemovedBar(QFrame):
    """Hidden while there is nothing to bring back."""

    undo_wanted = Signal()

    def __init__(self, what: str) -> None:
        """`what` it is that can be brought back, like “template”."""
        super().__init__()
        self._what = what
        self.setObjectName(f"{what}_removed_bar")
        self.setProperty("role", "notice")
        self._words = label("", wraps=True, name=f"{what}_removed")
        line = row(self, margin=STEP, gap=STEP)
        line.addWidget(self._words, 1)
        self.way_back = button("Undo", name=f"{what}_removed_undo", on_click=self.undo)
        self.way_back.setToolTip("Undo (Ctrl+Z)")
        line.addWidget(self.way_back)
        self.hide()

    def undo(self) -> None:
        """Ask for what was removed last, where there is anything."""
        if not self.isHidden():
            self.undo_wanted.emit()

    def show_removed(self, title: str) -> None:
        """Offer to bring that one back; an empty title hides the bar."""
        self._words.setText(f"The {self._what} “{title}” was removed." if title else "")
        self.setVisible(bool(title))
