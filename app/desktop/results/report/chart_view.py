"""A chart on the screen: drawn in the background at the widget's own size, shown when it is ready.

The mouse and the arrow keys come to what is drawn there: each bar, cell, band and point says its figure, and is chosen
by a click or Enter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from app.desktop.background import Job, Workers
from app.desktop.results.report.chart_tip import ChartTip
from app.look.palette import Palette
from app.reports.documents.figures.pictures import ScreenPicture
from app.reports.drawing.hits import HitMap
from app.reports.report import Table
from app.reports.words import CellWords, cell_words
from app.ui.announcing import announce
from app.ui.theme import text_scale

REDRAW_AFTER_MS, RESTED_AFTER_MS = 120, 150
LEAST_SIZE = QSize(320, 300)  # a smaller one cannot be read; on a small screen the page scrolls
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a chart is to be drawn: size in pixels of the page, pixels of the screen for each, texts, and its colours."""

    width: int
    height: int
    scale: float
    unit: float
    palette: Palette


Draw = Callable[[Drawing], ScreenPicture]
"""Draws the chart; runs in the worker's thread."""


class ChartView(QWidget):
    """Shows the last picture, however old, until the next one is there."""

    cell_chosen = Signal(int, int)  # row and column of the table
    cell_rested = Signal(int, int)  # where the mouse or the keyboard has come to rest
    rested = Signal()  # nothing is being drawn any more

    def __init__(self, workers: Workers, palette: Palette, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMinimumSize(LEAST_SIZE)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._workers = workers
        self._palette = palette
        self._draw: Draw | None = None
        self._table: Table = ((), [])
        self._picture = QPixmap()
        self._hits = HitMap()
        self._drawn = QSize(1, 1)  # the page that the hits are pixels of
        self._marked: int | None = None
        self._wanted: tuple[Draw, Drawing] | None = None
        self._job: Job | None = None
        self._is_awaited = False  # nothing has been drawn yet of what is to be shown
        self._tip = ChartTip(self, f"{name}_tip")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._redraw)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(RESTED_AFTER_MS)
        self._resting.timeout.connect(self._tell_where)

    @property
    def has_picture(self) -> bool:
        """Whether what is wanted stands on the screen."""
        return not self._picture.isNull() and self._wanted is None and not self._later.isActive()

    @property
    def is_drawing(self) -> bool:
        """Whether a picture is being drawn, or will be as soon as the size rests."""
        return self._job is not None or self._later.isActive()

    @property
    def words(self) -> CellWords | None:
        """What is said of the place where the mouse or the keyboard is."""
        return None if self._marked is None else cell_words(self._table, *self._hits.cell(self._marked))

    def show_chart(self, draw: Draw | None, table: Table, *, is_other: bool) -> None:
        """Show another chart, or none; the picture before stays until it is drawn, unless it is of something other."""
        self._draw, self._table = draw, table
        self._unmark()
        if is_other or draw is None:
            self._picture = QPixmap()
        self._hits = HitMap()
        self._is_awaited = draw is not None
        self.update()
        self._later.start(0)  # what has another height is laid out first

    def show_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._palette = palette
        self._redraw()

    def place_of(self, row: int, column: int) -> QPoint | None:
        """The middle of where that cell is drawn."""
        at = self._hits.of_cell(row, column)
        if at is None:
            return None
        x, y = self._hits.middle(at)
        return self._to_widget(x, y).toPoint()

    def tell_people(self, row: int, column: int, many: int | None) -> None:
        """Say how many people a click lists there, None where it lists nobody."""
        if self._marked is None or self._hits.cell(self._marked) != (row, column):
            return
        self._tip.show_people(many)
        if many is None:
            self.setCursor(Qt.CursorShape.ArrowCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(self._spot().toRect(), self._picture)
        if self._marked is not None:
            painter.setPen(QPen(QColor(self._palette.text), 1.5))
            painter.drawPath(self._outline(self._marked))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._hit_at(event.position())
        self._mark(at)
        if at is not None:
            self._say(event.position().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._hit_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and at is not None:
            self._mark(at)
            self.cell_chosen.emit(*self._hits.cell(at))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._unmark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk over what is drawn, Enter chooses it."""
        key = Qt.Key(event.key())
        if key in _STEPS and len(self._hits):
            marked = self._marked
            found = self._hits.first() if marked is None else self._hits.beside(marked, *_STEPS[key])
            if found is not None:
                self._mark(found)
                self._say(self._to_widget(*self._hits.middle(found)).toPoint())
                self._announce()
        elif key in _CHOOSING and self._marked is not None:
            self.cell_chosen.emit(*self._hits.cell(self._marked))
        elif key == Qt.Key.Key_Escape and self._marked is not None:
            self._unmark()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip.hide()
        self._later.start(0 if self._is_awaited else REDRAW_AFTER_MS)

    def _spot(self) -> QRectF:
        """Where the picture stands: in the middle, smaller while one of this size is being drawn."""
        size = self._drawn if self._drawn == self.size() else self._drawn.scaled(self.size(), _KEEP)
        spot = QRectF(0, 0, size.width(), size.height())
        spot.moveCenter(QRectF(self.rect()).center())
        return spot

    def _to_widget(self, x: float, y: float) -> QPointF:
        spot = self._spot()
        return QPointF(
            spot.left() + x * spot.width() / self._drawn.width(), spot.top() + y * spot.height() / self._drawn.height()
        )

    def _hit_at(self, point: QPointF) -> int | None:
        spot = self._spot()
        x = (point.x() - spot.left()) * self._drawn.width() / max(spot.width(), 1)
        y = (point.y() - spot.top()) * self._drawn.height() / max(spot.height(), 1)
        return self._hits.at(x, y)

    def _outline(self, at: int) -> QPainterPath:
        path = QPainterPath()
        for polygon in self._hits.polygons(at):
            path.addPolygon(QPolygonF([self._to_widget(x, y) for x, y in polygon.tolist()]))
            path.closeSubpath()
        return path

    def _mark(self, at: int | None) -> None:
        if at == self._marked:
            return
        self._marked = at
        self.setCursor(Qt.CursorShape.ArrowCursor if at is None else Qt.CursorShape.PointingHandCursor)
        self._tip.show_people(None)
        if at is None:
            self._tip.hide()
            self._resting.stop()
        else:
            self._resting.start()
        self.update()

    def _unmark(self) -> None:
        self._mark(None)

    def _say(self, beside: QPoint) -> None:
        if (words := self.words) is not None:
            self._tip.show_words(words, beside)

    def _tell_where(self) -> None:
        if self._marked is not None:
            self.cell_rested.emit(*self._hits.cell(self._marked))

    def _announce(self) -> None:
        """Tell a screen reader where the keyboard has come to."""
        words = self.words
        if words is not None:
            self.setAccessibleDescription(words.in_a_line())
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
            announce(self, words.in_a_line())

    def _redraw(self) -> None:
        draw = self._draw
        if draw is None or not self.isVisible():
            self._wanted = None
            self._tell_rest()
            return
        drawing = Drawing(self.width(), self.height(), self.devicePixelRatioF(), text_scale(), self._palette)
        wanted = (draw, drawing)
        if wanted == self._wanted:
            self._tell_rest()
            return
        self._wanted = wanted
        if self._job is not None:
            self._job.cancel()  # a drawing that has not begun need not begin
        job = self._workers.start("Drawing", lambda _: draw(drawing), lambda drawn: self._show(wanted, drawn))
        self._job = job
        job.ended.connect(lambda: self._let_go(job))

    def _show(self, wanted: tuple[Draw, Drawing], drawn: ScreenPicture) -> None:
        if wanted is not self._wanted:
            return
        self._wanted = None
        self._is_awaited = False
        drawing = wanted[1]
        rows, columns, _ = drawn.pixels.shape
        image = QImage(drawn.pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGBX8888)
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(drawing.scale)
        cell = None if self._marked is None else self._hits.cell(self._marked)
        self._picture, self._hits, self._drawn = picture, drawn.hits, QSize(drawing.width, drawing.height)
        self._mark(None if cell is None else self._hits.of_cell(*cell))  # the same chart may only have another size
        self.update()

    def _let_go(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._tell_rest()

    def _tell_rest(self) -> None:
        if not self.is_drawing:
            self.rested.emit()


_KEEP = Qt.AspectRatioMode.KeepAspectRatio
