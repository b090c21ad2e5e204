"""The whole name of a small card beside which there is no room for it, over everything while the card stands out."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QStaticText, QTransform

from app.canvas.geometry import Box
from app.canvas.items.drawing_tools import DrawingTools, faces
from app.ui.plain_text import one_line, plain_static_text

_WIDEST, _ACROSS, _DOWN, _GAP, _CORNER = 360, 8.0, 4.0, 4.0, 6.0


@dataclass(frozen=True, slots=True)
class NamePlate:
    """A name laid out; `place` is where its plate stands in the scene at the zoom for which it was made."""

    text: QStaticText
    place: QRectF
    scale: float

    def paint(self, painter: QPainter, tools: DrawingTools) -> None:
        """Paint it in pixels of the screen, at the zoom that it is for; the painter is in the scene."""
        base = painter.worldTransform()
        if not isclose(base.m11(), self.scale):
            return
        at = base.map(self.place.topLeft())
        painter.setWorldTransform(QTransform.fromTranslate(round(at.x()), round(at.y())))
        plate = QRectF(0.5, 0.5, self.place.width() * self.scale - 1, self.place.height() * self.scale - 1)
        painter.setPen(tools.card)
        painter.setBrush(tools.surface)
        painter.drawRoundedRect(plate, _CORNER, _CORNER)
        painter.setPen(tools.text)
        painter.setFont(faces().label)
        painter.drawStaticText(QPointF(_ACROSS, _DOWN), self.text)
        painter.setWorldTransform(base)


def name_plate(name: str, card: Box, scale: float, shown_part: QRectF) -> NamePlate:
    """The plate of a name under a small card that stands there, whole within the part of the scene that is in sight."""
    measure = faces().label_measure
    shown = measure.elidedText(one_line(name), Qt.TextElideMode.ElideRight, _WIDEST)
    width = (measure.horizontalAdvance(shown) + 2 * _ACROSS) / scale
    height = (measure.height() + 2 * _DOWN) / scale
    gap = _GAP / scale
    left = min((card.left + card.right - width) / 2, shown_part.right() - width - gap)
    top = card.bottom + gap
    if top + height > shown_part.bottom():
        top = card.top - gap - height
    place = QRectF(max(left, shown_part.left() + gap), top, width, height)
    return NamePlate(plain_static_text(shown, faces().label), place, scale)
