"""The few numbers that tell a run at a glance, each with what it is a share of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QWidget

from app.reports.documents.content import Fact
from app.ui.theme import STEP
from app.ui.widgets import clear, column, frame, label, row

_MOST_IN_A_ROW = 5
_BREAK = "\u200b"  # where a long id may go on in the next line


class KeyFigures(QWidget):
    """Cards, a few in a row, and under them what has to be known about the run."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("key_figures")
        self._cards = column(gap=2 * STEP)
        self._warnings = label("", "warning", wraps=True, name="run_warnings")
        lines = column(self, gap=STEP)
        lines.addLayout(self._cards)
        lines.addWidget(self._warnings)
        self.show_facts((), ())

    def show_facts(self, facts: Sequence[Fact], warnings: Sequence[str]) -> None:
        """Show these."""
        clear(self._cards)
        rows = -(-len(facts) // _MOST_IN_A_ROW)
        for number in range(rows):
            line = QWidget()
            cards = row(line, gap=STEP)
            for fact in facts[number * len(facts) // rows : (number + 1) * len(facts) // rows]:
                cards.addWidget(_card(fact), 1)
            self._cards.addWidget(line)
        self._warnings.setText("\n".join(warnings))
        self._warnings.setVisible(bool(warnings))


def _card(fact: Fact) -> QFrame:
    card = frame("card", "key_figure")
    card.setAccessibleName(f"{fact.label}: {fact.value}, {fact.note}")
    lines = column(card, gap=0)
    lines.setContentsMargins(STEP + 4, STEP, STEP + 4, STEP)
    words = fact.label.replace("/", f"/{_BREAK}").replace("_", f"_{_BREAK}")
    lines.addWidget(label(words, "section", wraps=True))
    lines.addWidget(label(fact.value, "figure"))
    lines.addWidget(label(fact.note, "small", wraps=True))
    lines.addStretch(1)
    return card
