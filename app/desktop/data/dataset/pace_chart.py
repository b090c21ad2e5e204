"""Events over time: a bar for each step of the calendar."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.data.browsing.pace import Pace
from app.look.palette import Palette
from app.numbers import counted, data_day, data_instant
from app.ui.theme import STEP, text_font

HEIGHT = 11 * STEP
WORDS_HEIGHT = 2 * STEP
SMALL_PX = 11
_BY_CLOCK = "hour"


class PaceChart(QWidget):
    """Bars over the first and the last day; resting on one tells its step and count."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("pace_chart")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._palette = palette
        self._pace: Pace | None = None
        self.show_pace(None)

    @property
    def pace(self) -> Pace | None:
        """What is drawn."""
        return self._pace

    def keep_room(self, is_kept: bool) -> None:
        """Whether its room stays empty until there are counts to draw, so that nothing under it moves then."""
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(is_kept)
        self.setSizePolicy(policy)

    def show_pace(self, pace: Pace | None) -> None:
        """Draw other counts; nothing stands there without any."""
        self._pace = pace
        self.setVisible(pace is not None)
        if pace is not None:
            peak = max(range(len(pace.counts)), key=pace.counts.__getitem__)
            whole = counted(sum(pace.counts), "event", "events")
            self.setAccessibleName(f"{whole} by {pace.step}, most in {step_words(pace, peak)}")
        self.update()

    def show_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40 * STEP, HEIGHT)

    def event(self, event: QEvent) -> bool:
        """A bar's step and count as the tooltip."""
        if isinstance(event, QHelpEvent) and self._pace is not None and self.width():
            at = min(int(event.pos().x() / self.width() * len(self._pace.counts)), len(self._pace.counts) - 1)
            QToolTip.showText(event.globalPos(), step_words(self._pace, max(at, 0)), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bars, with the first and the last step under them."""
        pace = self._pace
        if pace is None:
            return
        painter = QPainter(self)
        base, width = self.height() - WORDS_HEIGHT, self.width() / len(pace.counts)
        highest = max(pace.counts)
        for at, count in enumerate(pace.counts):
            if count:
                height = max(1.0, (base - 2) * count / highest)
                bar = QRectF(at * width, base - height, max(1.0, width - 1), height)
                painter.fillRect(bar, QColor(self._palette.accent))
        painter.fillRect(QRectF(0, base, self.width(), 1), QColor(self._palette.line_strong))
        painter.setFont(text_font(SMALL_PX))
        painter.setPen(QColor(self._palette.text_quiet))
        words = QRectF(0, base, self.width(), WORDS_HEIGHT)
        below = Qt.AlignmentFlag.AlignBottom
        painter.drawText(words, below | Qt.AlignmentFlag.AlignLeft, _start(pace, 0))
        painter.drawText(words, below | Qt.AlignmentFlag.AlignHCenter, f"Events by {pace.step}")
        if len(pace.starts) > 1:
            painter.drawText(words, below | Qt.AlignmentFlag.AlignRight, _start(pace, -1))
        painter.end()


def step_words(pace: Pace, at: int) -> str:
    """`Week from 2024-05-06: 1,204 events`."""
    word = f"{pace.step.capitalize()} from " if pace.step != "day" else ""
    return f"{word}{_start(pace, at)}: {counted(pace.counts[at], 'event', 'events')}"


def _start(pace: Pace, at: int) -> str:
    start = pace.starts[at]
    return data_instant(start, seconds=False) if pace.step == _BY_CLOCK else data_day(start)
