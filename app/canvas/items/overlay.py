"""What is drawn over the scene while it lasts: guides, a rubber band, a wire looking for its end, a card's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.geometry import Box, Point
from app.canvas.items.drawing_tools import DrawingTools
from app.canvas.items.edge_item import rounded
from app.canvas.items.name_plate import NamePlate, name_plate

_MARGIN = 12.0
_EVERYWHERE = QRectF(-4_000_000.0, -4_000_000.0, 8_000_000.0, 8_000_000.0)


class Overlay(QGraphicsItem):
    """One item over all others; shows nothing until a gesture says so.

    Qt knows of changes only in what it painted itself; from afar nobody else tells them, so `changed` does, with the
    places that look otherwise now. Each guide is an item of its own: what lies between them is not painted anew.
    """

    def __init__(self, tools: DrawingTools, changed: Callable[[tuple[QRectF, ...]], None]) -> None:
        super().__init__()
        self._changed = changed
        self.tools = tools
        self._guides: dict[tuple[Point, Point], _Guide] = {}
        self._band = QRectF()
        self._wire = QPainterPath()
        self._wire_end = QPointF()
        self._plate: NamePlate | None = None
        self.setZValue(10)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_guides(self, lines: Iterable[tuple[Point, Point]]) -> None:
        """Show these lines of alignment."""
        wanted = dict.fromkeys(lines)
        gone = [line for line in self._guides if line not in wanted]
        new = [line for line in wanted if line not in self._guides]
        places = [self._guides[line].boundingRect() for line in gone]
        for line in gone:
            self.scene().removeItem(self._guides.pop(line))
        for line in new:
            self._guides[line] = _Guide(line, self)
        places += [self._guides[line].boundingRect() for line in new]
        if places:
            self._changed(tuple(places))

    def show_band(self, rect: QRectF) -> None:
        """Show a rubber band; an empty one is none."""
        if rect != self._band:
            before = self.boundingRect()
            self.prepareGeometryChange()
            self._band = rect
            self._changed((before, self.boundingRect()))

    def show_wire(self, line: tuple[Point, ...]) -> None:
        """Show a wire that is being drawn along these corners; none with fewer than two."""
        if len(line) < 2 and self._wire.isEmpty():
            return
        before = self.boundingRect()
        self.prepareGeometryChange()
        self._wire = rounded(line)
        self._wire_end = QPointF(*line[-1]) if line else QPointF()
        self._changed((before, self.boundingRect()))

    def show_name(self, name: str, card: Box, scale: float, shown_part: QRectF) -> None:
        """Show the whole name of a small card that stands there at that zoom, while that part is in sight."""
        self._take_plate(name_plate(name, card, scale, shown_part))

    def hide_name(self) -> None:
        """Show no name any more."""
        if self._plate is not None:
            self._take_plate(None)

    def _take_plate(self, plate: NamePlate | None) -> None:
        before = self.boundingRect()
        self.prepareGeometryChange()
        self._plate = plate
        self._changed((before, self.boundingRect()))

    def clear(self) -> None:
        """Show nothing; whatever else the gesture drew may look otherwise now."""
        self.show_guides(())
        self.show_band(QRectF())
        self.show_wire(())
        self.hide_name()
        self._changed((_EVERYWHERE,))

    def set_tools(self, tools: DrawingTools) -> None:
        """Paint with other colours."""
        self.tools = tools
        self.update()

    def boundingRect(self) -> QRectF:
        """Everything shown but the guides."""
        rect = self._band.united(self._wire.boundingRect())
        rect = rect.united(self._plate.place) if self._plate is not None else rect
        return rect.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN) if not rect.isNull() else QRectF()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint what is shown but the guides."""
        self._paint_drawn(painter)

    def paint_on(self, painter: QPainter) -> None:
        """Paint what is shown, in the scene's coordinates."""
        for guide in self._guides.values():
            guide.paint_line(painter)
        self._paint_drawn(painter)

    def _paint_drawn(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
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
        if self._plate is not None:
            self._plate.paint(painter, self.tools)


class _Guide(QGraphicsItem):
    """One line of alignment."""

    def __init__(self, line: tuple[Point, Point], overlay: Overlay) -> None:
        super().__init__(overlay)
        self._overlay = overlay
        self._line = QLineF(QPointF(*line[0]), QPointF(*line[1]))
        corners = QRectF(self._line.p1(), self._line.p2()).normalized()
        self._bounds = corners.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """The line, with what it is wide."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the line."""
        self.paint_line(painter)

    def paint_line(self, painter: QPainter) -> None:
        """Paint the line, in the scene's coordinates."""
        painter.setPen(self._overlay.tools.guide)
        painter.drawLine(self._line)
