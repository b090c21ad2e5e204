"""The curve of a delay: which share of those who react have done so, over time; and its editor."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.canvas.forms.conditions.clauses import narrow
from app.canvas.forms.editors.durations import DurationEditor
from app.canvas.forms.editors.editor import Editor, Json, Manner
from app.canvas.forms.editors.lines import number_line
from app.canvas.forms.editors.sentence import Part, SentenceEditor, Values
from app.nodes.delays import median_s, seconds_until, share_within
from app.nodes.response import Delay
from app.numbers import length
from app.scenario.reading import read_document
from app.ui.plain_text import label
from app.ui.theme import font

SIGMA = 1.0
"""The spread of a new delay."""

_TICKS = (1.0, 10.0, 60.0, 600.0, 3_600.0, 6 * 3_600.0, 86_400.0, 7 * 86_400.0, 30 * 86_400.0, 365 * 86_400.0)
_HEIGHT, _FOOT, _HEAD, _SIDE = 64, 16, 4, 6
_STEPS = 64
_LOW, _HIGH, _MOST = 0.02, 0.98, 0.9
_WIDEST = 8.0  # of the logarithm; wider curves are cut


class DelayCurve(QWidget):
    """Paints one delay on a logarithmic clock, hatched, because it is modelled; says it in words too."""

    def __init__(self) -> None:
        super().__init__()
        self._delay: Delay | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(_HEIGHT)

    def show_delay(self, delay: Delay | None) -> None:
        """Show another one; none, or none that takes time, hides the curve."""
        self._delay = delay if delay is not None and median_s(delay) > 0 else None
        self.setVisible(self._delay is not None)
        self.setAccessibleName("How soon people react")
        self.setAccessibleDescription(delay_words(self._delay) if self._delay is not None else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._delay is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(_SIDE, _HEAD, self.width() - 2 * _SIDE, self.height() - _HEAD - _FOOT)
        low, high = span(self._delay)
        self._paint_clock(painter, inner, low, high)
        self._paint_curve(painter, inner, self._delay, low, high)
        painter.end()

    def _paint_clock(self, painter: QPainter, inner: QRectF, low: float, high: float) -> None:
        faint = self.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        painter.setFont(font(10))
        measure, taken = painter.fontMetrics(), inner.left() - 20.0
        for seconds in (tick for tick in _TICKS if low <= tick <= high):
            x = _place(seconds, inner, low, high)
            painter.setPen(QPen(faint, 0.5))
            painter.drawLine(QPointF(x, inner.top()), QPointF(x, inner.bottom()))
            words = length(seconds)
            wide = measure.horizontalAdvance(words)
            left = min(max(x - wide / 2, 0.0), self.width() - wide)
            if left > taken:
                painter.setPen(faint)
                painter.drawText(QPointF(left, self.height() - 3), words)
                taken = left + wide + 6

    def _paint_curve(self, painter: QPainter, inner: QRectF, delay: Delay, low: float, high: float) -> None:
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        curve = QPainterPath(QPointF(inner.left(), inner.bottom()))
        for step in range(_STEPS + 1):
            seconds = low * (high / low) ** (step / _STEPS)
            share = share_within(delay, seconds)
            curve.lineTo(_place(seconds, inner, low, high), inner.bottom() - share * inner.height())
        under = QPainterPath(curve)
        under.lineTo(inner.right(), inner.bottom())
        pale = QColor(accent)
        pale.setAlpha(110)
        painter.fillPath(under, QBrush(pale, Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(accent, 1.5))
        painter.drawPath(curve)
        middle = QPointF(_place(median_s(delay), inner, low, high), inner.center().y())
        painter.setBrush(accent)
        painter.drawEllipse(middle, 3, 3)


class DelayEditor(Editor):
    """A median and the sigma of its logarithm, with the curve; without a median there is neither."""

    def __init__(self, word: str, optional: bool = True) -> None:
        super().__init__()
        sigma = narrow(number_line(optional=True))
        sigma.setToolTip("How far they lie apart: 0 is all the same, 1 is usual.")
        median = Part("median", "median", DurationEditor(optional))
        parts = (word, median, "spread", Part("sigma", "spread", sigma))
        self._sentence = SentenceEditor(parts, out=lognormal)
        self._curve = DelayCurve()
        self._words = label()
        self._words.setProperty("role", "faint")
        self._usual: Delay | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self._mark = label()
        self._mark.setProperty("role", "faint")
        self._mark.hide()
        for widget in (self._sentence, self._curve, self._words, self._mark):
            layout.addWidget(widget)
        self.setFocusProxy(self._sentence)
        self._sentence.edited.connect(self._tell)
        self._sentence.refused.connect(self.refused)
        self._show(None)

    def name(self, name: str, title: str) -> None:
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._sentence.name(name, title)
        self._curve.setObjectName(f"{name}.curve")
        self._words.setObjectName(f"{name}.words")
        self._mark.setObjectName(f"{name}.mark")

    def mark(self, words: str) -> None:
        """Say where the delay comes from; empty for nothing."""
        self._mark.setText(words)
        self._mark.setVisible(bool(words))

    def show_usual(self, usual: Delay | None) -> None:
        """What holds where no delay is given here."""
        self._usual = usual

    def show_value(self, value: Json) -> None:
        self._sentence.show_value(value)
        self._show(value)

    def _show(self, value: Json) -> None:
        own = _delay(value)
        shown = own or self._usual
        self._curve.show_delay(shown)
        is_shown = shown is not None and median_s(shown) > 0
        words = delay_words(shown) if shown is not None and is_shown else ""
        self._words.setText(words if own is not None else f"As the channel: {words}" if words else "")
        self._words.setVisible(bool(words))

    def _tell(self, value: Json, how: Manner) -> None:
        self._show(value)
        self.edited.emit(value, how)


def delay_words(delay: Delay) -> str:
    """`half within 3 h, nine of ten within 14 h`."""
    half, most = median_s(delay), seconds_until(delay, _MOST)
    return f"half within {length(half)}, nine of ten within {length(most)}"


def span(delay: Delay) -> tuple[float, float]:
    """From when to when the curve is drawn, in seconds."""
    median = median_s(delay)
    low, high = seconds_until(delay, _LOW), seconds_until(delay, _HIGH)
    widest = math.exp(_WIDEST)
    return max(low, median / widest) / 2, min(high, median * widest) * 2


def lognormal(values: Values) -> Json:
    """A document with a median, or nothing."""
    return {"sigma": SIGMA, **values} if "median" in values else None


def _delay(value: Json) -> Delay | None:
    return read_document(Delay, value)[0] if value and "median" in value else None


def _place(seconds: float, inner: QRectF, low: float, high: float) -> float:
    return inner.left() + inner.width() * math.log(seconds / low) / math.log(high / low)
