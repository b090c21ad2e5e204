"""The few numbers that tell a run at a glance, each with what it is a share of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.canvas.theme import STEP
from app.desktop.parts import clear, column, frame, label, row
from app.reports.content import Fact


class KeyFigures(QWidget):
    """A row of cards, and under it what has to be known about the run."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("key_figures")
        self._cards = row(gap=2 * STEP)
        self._warnings = label("", "warning", wraps=True, name="run_warnings")
        lines = column(self, gap=STEP)
        lines.addLayout(self._cards)
        lines.addWidget(self._warnings)
        self.show_facts((), ())

    def show_facts(self, facts: Sequence[Fact], warnings: Sequence[str]) -> None:
        """Show these."""
        clear(self._cards)
        for fact in facts:
            card = frame("card", "key_figure")
            card.setAccessibleName(f"{fact.label}: {fact.value}, {fact.note}")
            lines = column(card, gap=0)
            lines.setContentsMargins(2 * STEP, STEP + 4, 2 * STEP, STEP + 4)
            lines.addWidget(label(fact.label, "section"))
            lines.addWidget(label(fact.value, "figure"))
            lines.addWidget(label(fact.note, "small", wraps=True))
            lines.addStretch(1)
            self._cards.addWidget(card, 1)
        self._warnings.setText("  ".join(warnings))
        self._warnings.setVisible(bool(warnings))
