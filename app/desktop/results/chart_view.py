"""A chart on the screen: drawn in the background at the widget's own size, shown when it is ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.desktop.background import Workers
from app.look.palette import Palette

REDRAW_AFTER_MS = 120
LEAST_SIZE = QSize(320, 300)  # a smaller one cannot be read; on a small screen the page scrolls


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a chart is to be drawn: size in pixels of the page, pixels of the screen for each, and its colours."""

    width: int
    height: int
    scale: float
    palette: Palette


Draw = Callable[[Drawing], bytes]
"""Draws the chart as PNG; runs in the worker's thread."""


class ChartView(QWidget):
    """Shows the last picture, however old, until the next one is there."""

    def __init__(self, workers: Workers, palette: Palette, name: str, accessible_name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setMinimumSize(LEAST_SIZE)
        self._workers = workers
        self._palette = palette
        self._draw: Draw | None = None
        self._picture = QPixmap()
        self._wanted: tuple[Draw, Drawing] | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(REDRAW_AFTER_MS)
        self._later.timeout.connect(self._redraw)

    @property
    def has_picture(self) -> bool:
        """Whether what is wanted stands on the screen."""
        return not self._picture.isNull() and self._wanted is None

    def show_chart(self, draw: Draw | None) -> None:
        """Show another chart, or none."""
        self._draw = draw
        self._picture = QPixmap()
        self.update()
        self._redraw()

    def show_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self._palette = palette
        self._redraw()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._picture.deviceIndependentSize().toSize()
        if size != self.size():
            size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        spot = QRect(0, 0, size.width(), size.height())
        spot.moveCenter(self.rect().center())
        painter.drawPixmap(spot, self._picture)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()

    def _redraw(self) -> None:
        draw = self._draw
        if draw is None or not self.isVisible():
            self._wanted = None
            return
        drawing = Drawing(self.width(), self.height(), self.devicePixelRatioF(), self._palette)
        wanted = (draw, drawing)
        if wanted == self._wanted:
            return
        self._wanted = wanted

        def show(content: bytes) -> None:
            if wanted is not self._wanted:
                return
            self._wanted = None
            picture = QPixmap()
            picture.loadFromData(content, "PNG")
            picture.setDevicePixelRatio(drawing.scale)
            self._picture = picture
            self.update()

        self._workers.start("Drawing", lambda _: draw(drawing), show)
