"""What gestures draw over the scene while they last: guides, a rubber band, a wire looking for its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.geometry import Point
from app.canvas.items.drawing_tools import DrawingTools
from app.canvas.items.edge_item import rounded

_MARGIN = 12.0


class Overlay(QGraphicsItem):
    """One item over all others; shows nothing until a gesture says so.

    Qt knows of changes only in what it painted itself; from afar nobody else tells them, so `changed` does.
    """

    def __init__(self, tools: DrawingTools, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed
        self.tools = tools
        self._guides = QPainterPath()
        self._band = QRectF()
        self._wire = QPainterPath()
        self._wire_end = QPointF()
        self.setZValue(10)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_guides(self, lines: Iterable[tuple[Point, Point]]) -> None:
        """Show these lines of alignment."""
        path = QPainterPath()
        for a, b in lines:
            path.addPolygon(QPolygonF([QPointF(*a), QPointF(*b)]))
        self.prepareGeometryChange()
        self._guides = path
        self._changed()

    def show_band(self, rect: QRectF) -> None:
        """Show a rubber band; an empty one is none."""
        self.prepareGeometryChange()
        self._band = rect
        self._changed()

    def show_wire(self, line: tuple[Point, ...]) -> None:
        """Show a wire that is being drawn along these corners; none with fewer than two."""
        self.prepareGeometryChange()
        self._wire = rounded(line)
        self._wire_end = QPointF(*line[-1]) if line else QPointF()
        self._changed()

    def clear(self) -> None:
        """Show nothing."""
        self.show_guides(())
        self.show_band(QRectF())
        self.show_wire(())

    def set_tools(self, tools: DrawingTools) -> None:
        """Paint with other colours."""
        self.tools = tools
        self.update()

    def boundingRect(self) -> QRectF:
        """Everything shown."""
        rect = self._guides.boundingRect().united(self._band).united(self._wire.boundingRect())
        return rect.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN) if not rect.isNull() else QRectF()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint what is shown."""
        self.paint_on(painter)

    def paint_on(self, painter: QPainter) -> None:
        """Paint what is shown, in the scene's coordinates."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not self._guides.isEmpty():
            painter.setPen(self.tools.guide)
            painter.drawPath(self._guides)
        if not self._wire.isEmpty():
            painter.setPen(self.tools.wire_draft)
            painter.drawPath(self._wire)
            painter.setBrush(self.tools.accent)
            painter.setPen(self.tools.nobody)
            painter.drawEllipse(self._wire_end, 5, 5)
        if not self._band.isNull():
            painter.setPen(self.tools.guide)
            painter.setBrush(self.tools.band)
            painter.drawRoundedRect(self._band, 4, 4)
