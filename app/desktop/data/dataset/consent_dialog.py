"""Asks which column says who agreed to be written to, and what its values mean."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from app.data.quality.consent_choice import NO, YES, ConsentChoice, ConsentColumn
from app.data.vocabulary.roles import ATTRIBUTE_ROLES
from app.numbers import counted, number
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import button, clear, column, label, row, scrolling

Said = Callable[[str, tuple[str, ...], tuple[str, ...]], object]
"""The column, its values that mean yes, and those that mean no."""
_HOW = "What its values mean; who has a value that says nothing does not count as subscribed."
_MEANINGS = (("says nothing", ""), ("agreed", YES), ("did not agree", NO))


class ConsentDialog(QDialog):
    """The columns that may say it, and a meaning for each value; nothing is taken for given before the user says it."""

    def __init__(self, parent: QWidget, choice: ConsentChoice, customers: int, then: Said) -> None:
        super().__init__(parent)
        self.setObjectName("consent_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Who agreed to {ATTRIBUTE_ROLES[choice.role].agrees_to}?")
        self._columns = choice.columns
        self._customers = customers
        self._meanings: list[ComboBox] = []
        self._which = ComboBox()
        self._which.setObjectName("consent_column")
        self._which.setAccessibleName("Column")
        self._which.addItems([each.name for each in choice.columns])
        self._which.currentIndexChanged.connect(self._show_values)
        self._said = label("", "quiet", wraps=True, name="consent_said")
        self._accept = button("OK", "primary", name="consent_ok", on_click=self.accept)
        self._accept.setDefault(True)
        self._lay_out()
        self._show_values()
        self.accepted.connect(lambda: then(self._column.name, self._meant(YES), self._meant(NO)))

    @property
    def _column(self) -> ConsentColumn:
        return self._columns[self._which.currentIndex()]

    def _lay_out(self) -> None:
        self.setMinimumSize(56 * STEP, 48 * STEP)
        lines = column(self, margin=3 * STEP, gap=STEP)
        lines.addWidget(label("The column that says it", "small"))
        lines.addWidget(self._which)
        lines.addWidget(
            label("What its values mean; who has a value that says nothing does not count as subscribed.", wraps=True)
        )
        inside = QWidget()
        self._values = QGridLayout(inside)
        self._values.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(scrolling(inside, "consent_values"), 1)
        lines.addWidget(self._said)
        answers = row()
        answers.addStretch(1)
        answers.addWidget(button("Cancel", on_click=self.reject))
        answers.addWidget(self._accept)
        lines.addLayout(answers)

    def _show_values(self) -> None:
        clear(self._values)
        self._meanings = []
        for at, (value, count) in enumerate(self._column.values):
            meaning = ComboBox()
            meaning.setObjectName(f"consent_meaning_{at}")
            meaning.setAccessibleName(f"What “{value}” means")
            meaning.addItems([words for words, _ in _MEANINGS])
            meaning.currentIndexChanged.connect(self._count)
            self._meanings.append(meaning)
            self._values.addWidget(label(value, wraps=True), at, 0)
            self._values.addWidget(label(counted(count, "customer", "customers"), "quiet"), at, 1)
            self._values.addWidget(meaning, at, 2)
        self._values.setColumnStretch(0, 1)
        self._values.setRowStretch(len(self._meanings), 1)
        self._count()

    def _meant(self, meaning: str) -> tuple[str, ...]:
        """The values that have this meaning."""
        values = zip(self._column.values, self._meanings, strict=True)
        return tuple(value for (value, _), field in values if _MEANINGS[field.currentIndex()][1] == meaning)

    def _count(self) -> None:
        """Say how many that makes."""
        counts = dict(self._column.values)
        yes, no = (sum(counts[value] for value in self._meant(meaning)) for meaning in (YES, NO))
        unknown = self._customers - yes - no
        self._said.setText(f"{number(yes)} agreed, {number(no)} did not, of {number(unknown)} nothing is known.")
        self._accept.setEnabled(bool(self._meant(YES) or self._meant(NO)))
