"""The few numbers that tell a run at a glance, each with what it is a share of; and what has to be known, folded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from app.numbers import counted
from app.reports.documents.composing.content import Fact
from app.reports.remarks import Remark
from app.ui.elided import ElidedLabel
from app.ui.folding import Fold
from app.ui.theme import STEP, with_words
from app.ui.widgets import button, clear, column, frame, label, row

_NARROWEST = 16 * STEP
_MOST_IN_A_ROW, _FEWEST_IN_A_ROW = 5, 4
_NOTES_BESIDE = 46 * STEP  # from this width on, at the usual size of texts
_BREAK = "\u200b"  # where a long id may go on in the next line
_WHERE = {"data": "See it in Data", "columns": "See the columns", "scenario": "See the scenario"}


class KeyFigures(QWidget):
    """Cards in rows; where few fit in a row a line each, which leaves room for a report."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("key_figures")
        self._facts: Sequence[Fact] = ()
        self._in_a_row, self._is_narrow = _MOST_IN_A_ROW, False
        self._cards = column(self, gap=STEP)
        self.show_facts(())

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these."""
        self._facts = facts
        clear(self._cards)
        if self._in_a_row < _FEWEST_IN_A_ROW and len(facts) > self._in_a_row:
            self._cards.addWidget(_lines(facts, is_narrow=self._is_narrow))
        else:
            self._add_rows(facts)
        self.setVisible(bool(facts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit = max(1, min(_MOST_IN_A_ROW, (self.width() + STEP) // (_NARROWEST + STEP)))
        is_narrow = self.width() < with_words(_NOTES_BESIDE)
        if (fit, is_narrow) != (self._in_a_row, self._is_narrow):
            self._in_a_row, self._is_narrow = fit, is_narrow
            self.show_facts(self._facts)

    def _add_rows(self, facts: Sequence[Fact]) -> None:
        rows = -(-len(facts) // self._in_a_row)
        for number in range(rows):
            line = QWidget()
            cards = row(line, gap=STEP)
            for fact in facts[number * len(facts) // rows : (number + 1) * len(facts) // rows]:
                cards.addWidget(_card(fact), 1)
            self._cards.addWidget(line)


class Remarks(QWidget):
    """What has to be known about the figures: a quiet line that unfolds, with ways to where it is mended."""

    place_wanted = Signal(str)  # data, columns or scenario

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("remarks")
        inside = QWidget()
        self._lines = column(inside, gap=STEP // 2)
        self._lines.setContentsMargins(2 * STEP, 0, 0, 0)
        self._fold = Fold("", inside)
        self._fold.head.setObjectName("remarks_fold")
        column(self, gap=0).addWidget(self._fold)
        self.show_remarks(())

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Show these, folded as they are."""
        clear(self._lines)
        words = counted(len(remarks), "thing to know", "things to know")
        self._fold.head.setText(words)
        self._fold.head.setAccessibleName(words)
        for at, remark in enumerate(remarks):
            made = QWidget()
            line = row(made, gap=STEP)
            line.addWidget(label(remark.words, "small", wraps=True, name=f"remark_{at}"), 1)
            way = partial(self.place_wanted.emit, remark.place)
            line.addWidget(button(_WHERE[remark.place], "quiet", name=f"remark_{at}_mend", on_click=way))
            self._lines.addWidget(made)
        self.setVisible(bool(remarks))


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


def _lines(facts: Sequence[Fact], *, is_narrow: bool) -> QFrame:
    """All of them on one card, a line each: what it is, its value, and beside or below it what that is a share of."""
    card = frame("card")
    grid = QGridLayout(card)
    grid.setContentsMargins(STEP + 4, STEP, STEP + 4, STEP)
    grid.setHorizontalSpacing(STEP + 4)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(0 if is_narrow else 2, 1)
    for at, fact in enumerate(facts):
        note = label(fact.note, "small", wraps=True) if is_narrow else ElidedLabel(fact.note, "small")
        value = label(fact.value, "strong", name="key_figure")
        value.setAccessibleName(f"{fact.label}: {fact.value}, {fact.note}")
        grid.addWidget(label(fact.label, "small", wraps=is_narrow), 2 * at, 0)
        grid.addWidget(value, 2 * at, 1)
        grid.addWidget(note, *((2 * at + 1, 0, 1, 2) if is_narrow else (2 * at, 2)))
    return card
