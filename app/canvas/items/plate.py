"""What the words of a card stand on: its sheet with a border and a shadow, and a ring around it where it stands out."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPen, QPixmap

from app.canvas.geometry import CARD_WIDTH
from app.canvas.items.drawing_tools import DrawingTools, card_path

_AROUND = 8  # pixels that ring and shadow reach beyond the sheet


def paint_plate(painter: QPainter, height: float, tools: DrawingTools, border: QPen, ring: QPen | None) -> None:
    """Paint it in the item's own place with two of the pens of `tools`.

    At 100 % and on whole pixels all cards of a height look the same: there it is copied from the one that was painted
    first, which takes a fifth of the time.
    """
    at, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
    is_screen = painter.paintEngine().type() is QPaintEngine.Type.Raster  # a drawing keeps its lines
    if not (is_screen and at.m11() == 1.0 and all(each.is_integer() for each in (at.dx(), at.dy(), height, ratio))):
        _paint(painter, height, tools, border, ring)
        return
    key = (height, id(border), id(ring), ratio)
    if key not in tools.plates:
        tools.plates[key] = _painted(height, tools, border, ring, ratio)
    painter.drawPixmap(QPointF(-_AROUND, -_AROUND), tools.plates[key])


def _painted(height: float, tools: DrawingTools, border: QPen, ring: QPen | None, ratio: float) -> QPixmap:
    plate = QPixmap(QSize(int(CARD_WIDTH) + 2 * _AROUND, int(height) + 2 * _AROUND) * ratio)
    plate.setDevicePixelRatio(ratio)
    plate.fill(Qt.GlobalColor.transparent)
    painter = QPainter(plate)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(_AROUND, _AROUND)
    _paint(painter, height, tools, border, ring)
    painter.end()
    return plate


def _paint(painter: QPainter, height: float, tools: DrawingTools, border: QPen, ring: QPen | None) -> None:
    path = card_path(height)
    if ring is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(ring)
        painter.drawPath(path)
    painter.setPen(tools.nobody)
    painter.setBrush(tools.shadow)
    painter.translate(0, 2)
    painter.drawPath(path)
    painter.translate(0, -2)
    painter.setPen(border)
    painter.setBrush(tools.surface)
    painter.drawPath(path)
