"""The dotted ground of the canvas; it fades as the picture shrinks."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap, QTransform

from app.look.palette import Palette

PITCH = 24.0
_FULL = 0.95
_GONE = 0.5
_DOT = 1.1


class Grid:
    """Fills areas with dots; keeps one tile for the zoom it last painted at."""

    def __init__(self, palette: Palette) -> None:
        self._colour = QColor(palette.line_strong)
        self._brush = QBrush()
        self._key = (0.0, 0.0)

    def paint(self, painter: QPainter, area: QRectF, scale: float, pixel_ratio: float) -> None:
        """Paint the dots of that area of the scene."""
        if scale <= _GONE:
            return
        if self._key != (scale, pixel_ratio):
            self._key = (scale, pixel_ratio)
            self._brush = self._tile(scale, pixel_ratio)
        painter.fillRect(area, self._brush)

    def _tile(self, scale: float, pixel_ratio: float) -> QBrush:
        """A tile of whole device pixels, stretched by less than one of them to the exact pitch."""
        side = max(4, round(PITCH * scale * pixel_ratio))
        tile = QPixmap(side, side)
        tile.fill(Qt.GlobalColor.transparent)
        colour = QColor(self._colour)
        colour.setAlphaF(min(1.0, (scale - _GONE) / (_FULL - _GONE)))
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = _DOT * pixel_ratio * max(0.8, min(scale, 1.5))
        painter.drawEllipse(QRectF(side / 2 - radius, side / 2 - radius, 2 * radius, 2 * radius))
        painter.end()
        brush = QBrush(tile)
        stretch = PITCH / side
        brush.setTransform(QTransform(stretch, 0, 0, stretch, PITCH / 2, PITCH / 2))
        return brush
