"""The time of a run as a line one pulls along: its days, and how many journeys began when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip

from app.look.palette import Palette
from app.numbers import counted, day, moment
from app.ui.plain_text import tooltip
from app.ui.theme import STEP, text_font

MINUTE_US = 60_000_000
BARS = 120
_HEIGHT, _WORDS, _SIDE = 6 * STEP, 5 * STEP // 2, STEP
_LEAST_GAP_PX = 6.0
_SMALL_PX = 11
_DAY_MINUTES = 1_440


@dataclass(frozen=True, slots=True)
class Span:
    """The time of a run in the zone in which it is told, and how many journeys began in each of equal parts of it."""

    begin: int
    end: int
    zone: ZoneInfo
    entries: Sequence[int]

    def at(self, instant: int) -> datetime:
        """That instant on the clocks of the zone."""
        return datetime.fromtimestamp(instant / 1e6, UTC).astimezone(self.zone)

    def words(self, instant: int) -> str:
        """`May 6, 2024, 10:00 AM`."""
        return moment(self.at(instant))

    def midnight(self, on: date) -> int:
        """When that day begins."""
        return round(datetime.combine(on, time(), self.zone).timestamp() * 1e6)

    def ticks(self, most: float) -> list[int]:
        """The beginnings of all days or, where those are too many, of months or years."""
        first, last = self.at(self.begin).date(), self.at(self.end).date()
        days = (last - first).days
        if days <= most:
            dates = [first + timedelta(days=n) for n in range(1, days + 1)]
        else:
            months = [date(first.year + n // 12, n % 12 + 1, 1) for n in range(first.month, first.month + days // 28)]
            dates = [each for each in months if days / 30 <= most or each.month == 1]
        return [at for each in dates if self.begin <= (at := self.midnight(each)) <= self.end]


class Scrubber(QSlider):
    """Its value is in minutes from the beginning; a press puts the handle where the pointer is."""

    sought = Signal(object)  # an instant, by mouse or key
    play_wanted = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("playback_time")
        self.setAccessibleName("Time of the run")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSingleStep(_DAY_MINUTES)
        self.setPageStep(7 * _DAY_MINUTES)
        self._palette = palette
        self._span: Span | None = None
        self._at = 0
        self._is_told = False
        self.valueChanged.connect(self._tell)

    def show_span(self, span: Span) -> None:
        """The time of another run."""
        self._span = span
        self._is_told = True
        self.setRange(0, max(-(-(span.end - span.begin) // MINUTE_US), 1))
        self._is_told = False
        self.show_at(span.begin)

    def show_at(self, at: int) -> None:
        """The handle at that instant."""
        if self._span is None:
            return
        self._at, self._is_told = at, True
        self.setValue(round((at - self._span.begin) / MINUTE_US))
        self._is_told = False
        self.update()

    def show_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40 * STEP, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * STEP, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays and pauses here too, since a press on the time takes the keyboard."""
        if event.key() == Qt.Key.Key_Space:
            self.play_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go(event.position().x())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def event(self, event: QEvent) -> bool:
        """Where the pointer rests, the instant and how many journeys began about it."""
        span = self._span
        if isinstance(event, QHelpEvent) and span is not None:
            share = min(max((event.pos().x() - _SIDE) / self._room, 0.0), 1.0)
            at = span.begin + round(share * (span.end - span.begin))
            begun = span.entries[min(int(share * len(span.entries)), len(span.entries) - 1)]
            words = f"{span.words(at)}\nabout then {counted(begun, 'journey', 'journeys')} began"
            QToolTip.showText(event.globalPos(), tooltip(words), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars of beginnings, ticks of days, what is behind in the accent, and the handle."""
        span = self._span
        if span is None:
            return
        painter, palette = QPainter(self), self._palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base = self.height() - _WORDS
        here = self._x(span, self._at)
        width, highest = self._room / len(span.entries), max(max(span.entries), 1)
        for number, count in enumerate(span.entries):
            if count:
                height = max(1.5, (base - 6) * count / highest)
                left = _SIDE + number * width
                colour = QColor(palette.accent if left < here else palette.line_strong)
                painter.fillRect(QRectF(left, base - height, max(1.0, width - 1), height), colour)
        painter.fillRect(QRectF(_SIDE, base, self._room, 2), QColor(palette.line_strong))
        painter.fillRect(QRectF(_SIDE, base, here - _SIDE, 2), QColor(palette.accent))
        for tick in span.ticks(self._room / _LEAST_GAP_PX):
            painter.fillRect(QRectF(self._x(span, tick), base + 2, 1, 4), QColor(palette.line_strong))
        self._paint_words(painter, span)
        self._paint_handle(painter, here, base)
        painter.end()

    @property
    def _room(self) -> float:
        return max(self.width() - 2 * _SIDE, 1)

    def _x(self, span: Span, at: int) -> float:
        return _SIDE + self._room * (at - span.begin) / max(span.end - span.begin, 1)

    def _paint_words(self, painter: QPainter, span: Span) -> None:
        painter.setFont(text_font(_SMALL_PX))
        painter.setPen(QColor(self._palette.text_quiet))
        words = QRectF(_SIDE, self.height() - _WORDS + 6, self._room, _WORDS - 6)
        below = Qt.AlignmentFlag.AlignBottom
        painter.drawText(words, below | Qt.AlignmentFlag.AlignLeft, day(span.at(span.begin).date()))
        painter.drawText(words, below | Qt.AlignmentFlag.AlignHCenter, "Journeys that begin")
        painter.drawText(words, below | Qt.AlignmentFlag.AlignRight, day(span.at(span.end).date()))

    def _paint_handle(self, painter: QPainter, here: float, base: float) -> None:
        palette = self._palette
        painter.fillRect(QRectF(here - 1, 2, 2, base), QColor(palette.accent))
        painter.setPen(QColor(palette.text if self.hasFocus() else palette.surface))
        painter.setBrush(QColor(palette.accent))
        painter.drawEllipse(QRectF(here - 7, base - 6, 14, 14))

    def _go(self, x: float) -> None:
        share = min(max((x - _SIDE) / self._room, 0.0), 1.0)
        self.setValue(round(share * self.maximum()))

    def _tell(self, minutes: int) -> None:
        if not self._is_told and self._span is not None:
            self.sought.emit(min(self._span.begin + minutes * MINUTE_US, self._span.end))
