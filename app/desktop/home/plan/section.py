"""A section of the plan's page: a card with its heading, what it asks, and what stands in it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from app.guides.plan.ground import Ground
from app.look.palette import Palette
from app.ui.theme import STEP
from app.ui.widgets import clear, column, label, row
from app.workspace.settings.plan import Plan


@dataclass(frozen=True, slots=True)
class Shown:
    """The plan, what was counted for it, and whether it can be changed."""

    plan: Plan
    ground: Ground
    may_write: bool


class Section(QFrame):
    """`head` takes buttons beside the heading, `lines` what stands under it; `empty` is said while there is nothing."""

    def __init__(self, key: str, title: str, asks: str, empty: str = "") -> None:
        super().__init__()
        self.setObjectName(f"plan_{key}")
        self.setAccessibleName(title)
        self.setProperty("role", "card")
        whole = column(self, margin=3 * STEP, gap=STEP)
        self.head: QHBoxLayout = row(gap=STEP)
        words = column(gap=STEP // 2)
        words.addWidget(label(title, "heading"))
        words.addWidget(label(asks, "quiet", wraps=True))
        self.head.addLayout(words, 1)
        whole.addLayout(self.head)
        self._empty = label(empty, wraps=True, name=f"plan_{key}_empty")
        self._empty.hide()
        whole.addSpacing(STEP)
        whole.addWidget(self._empty)
        self.lines: QVBoxLayout = column(gap=STEP)
        whole.addLayout(self.lines)

    def show_plan(self, shown: Shown) -> None:
        """Show what the plan says, and what was counted for it."""
        raise NotImplementedError

    def show_palette(self, palette: Palette) -> None:
        """Icons in other colours."""

    def say_empty(self, *, is_empty: bool) -> None:
        """Say what to do, or no longer."""
        self._empty.setVisible(is_empty)


class Cells(QGridLayout):
    """A small table of texts, made anew at each showing."""

    def __init__(self, stretches: tuple[int, ...]) -> None:
        super().__init__()
        self.setHorizontalSpacing(3 * STEP)
        self.setVerticalSpacing(STEP)
        for at, stretch in enumerate(stretches):
            self.setColumnStretch(at, stretch)

    def fill(self, headers: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        """These rows under these heads; without rows nothing at all."""
        clear(self)
        if not rows:
            return
        for at, text in enumerate(headers):
            self.addWidget(label(text, "section"), 0, at)
        for line, texts in enumerate(rows, start=1):
            for at, text in enumerate(texts):
                made: QLabel = label(text, "" if at else "strong", wraps=True)
                made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                self.addWidget(made, line, at)
