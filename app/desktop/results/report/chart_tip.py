"""What the mouse is told about a bar, a cell, a band: a light tip beside it, as long as it stands there."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from app.numbers import counted
from app.reports.words import CellWords
from app.ui.theme import STEP
from app.ui.widgets import column, label

_AWAY = 14  # pixels from the mouse
_WIDEST = 34 * STEP


class ChartTip(QFrame):
    """Stands over the chart, and lets the mouse through."""

    def __init__(self, chart: QWidget, name: str) -> None:
        super().__init__(chart)
        self._chart = chart
        self.setObjectName(name)
        self.setProperty("role", "tip")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._names = label("", "small", wraps=True, name=f"{name}_names")
        self._value = label("", "strong", wraps=True, name=f"{name}_value")
        self._note = label("", "small", wraps=True, name=f"{name}_note")
        self._people = label("", "small", wraps=True, name=f"{name}_people")
        self._beside = QPoint()
        lines = column(self, gap=2)
        lines.setContentsMargins(STEP + 2, STEP, STEP + 2, STEP)
        for line in (self._names, self._value, self._note):
            lines.addWidget(line)
        lines.addWidget(self._people)
        self._people.hide()
        self.hide()

    def show_people(self, many: int | None) -> None:
        """Say that a click lists so many people; None where it lists nobody, or while nobody knows yet."""
        text = f"Click or Enter lists {counted(many, 'customer', 'customers')}" if many else ""
        if text == self._people.text():
            return
        self._fit(self._people, text)
        if self.isVisible():
            self._settle()

    def show_words(self, words: CellWords, beside: QPoint) -> None:
        """Say this beside that point of the chart, within the chart."""
        texts = (", ".join(filter(None, (words.row, words.column))), words.text, words.note)
        for line, text in zip((self._names, self._value, self._note), texts, strict=True):
            self._fit(line, text)
        self._beside = beside
        self._settle()
        self.raise_()
        self.show()

    def _fit(self, line: QLabel, text: str) -> None:
        room = min(_WIDEST, self._chart.width() - 2 * STEP)
        line.setText(text)
        line.setVisible(bool(text))
        wide = line.fontMetrics().horizontalAdvance(text) + 2
        line.setFixedWidth(min(wide, room - 2 * (STEP + 3)))

    def _settle(self) -> None:
        self.adjustSize()
        self.move(self._place(self._beside))

    def _place(self, beside: QPoint) -> QPoint:
        chart = self._chart
        x, y = beside.x() + _AWAY, beside.y() + _AWAY
        if x + self.width() > chart.width():
            x = beside.x() - _AWAY - self.width()
        if y + self.height() > chart.height():
            y = beside.y() - _AWAY - self.height()
        return QPoint(max(0, min(x, chart.width() - self.width())), max(0, y))
