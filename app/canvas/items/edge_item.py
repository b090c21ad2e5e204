"""A wire on the canvas: one edge, as a line with rounded elbows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.figures import EdgeFigures
from app.canvas.geometry import INPUT_RADIUS, Point, distance_to_line
from app.canvas.items.drawing_tools import THINNEST, DrawingTools, thinned
from app.scenario.graph import Edge

_ELBOW = 10.0
_BEYOND = 8.0  # what line and arrow reach beyond the corners
_ARROW = QPolygonF([QPointF(0, 0), QPointF(-8, -4.5), QPointF(-8, 4.5)])


class EdgeItem(QGraphicsItem):
    """Shows one edge; takes no input itself, the view's gestures do.

    Wires look for their ways in the order of their `turn`.
    """

    def __init__(self, edge: Edge, tools: DrawingTools, turn: int = 0) -> None:
        super().__init__()
        self.edge = edge
        self.turn = turn
        self.tools = tools
        self.line: tuple[Point, ...] = ()
        self.figures: EdgeFigures | None = None
        self.selected = False
        self.hovered = False
        self.splicing = False  # a node is about to drop on it
        self.lit = False  # a customer went this way
        self._shape: tuple[QPainterPath, QPolygonF] | None = None  # line and arrow, once they are painted
        self._bounds = QRectF()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_line(self, line: tuple[Point, ...]) -> None:
        """Run along these corners."""
        if line == self.line:
            return
        self.prepareGeometryChange()
        self.line = line
        self._shape = None
        xs, ys = [x for x, _ in line], [y for _, y in line]
        left, top = min(xs) - _BEYOND, min(ys) - _BEYOND
        self._bounds = QRectF(left, top, max(xs) + _BEYOND - left, max(ys) + _BEYOND - top)
        self.update()

    def show_figures(self, figures: EdgeFigures | None) -> None:
        """Show whether anyone took this wire in a run."""
        if figures != self.figures:
            self.figures = figures
            self.update()

    def set_tools(self, tools: DrawingTools) -> None:
        """Paint with other colours."""
        self.tools = tools
        self.update()

    def show_state(
        self, *, selected: bool | None = None, hovered: bool | None = None, splicing: bool | None = None
    ) -> None:
        """Stand out, or no longer."""
        self.selected = self.selected if selected is None else selected
        self.hovered = self.hovered if hovered is None else hovered
        self.splicing = self.splicing if splicing is None else splicing
        self.setZValue(1 if self.selected or self.hovered or self.splicing else 0)
        self.update()

    def light(self, *, lit: bool) -> None:
        """Stand out as the way of a customer, or no longer."""
        if lit != self.lit:
            self.lit = lit
            self.update()

    def distance(self, point: Point) -> float:
        """How far a point is from the wire."""
        return distance_to_line(point, self.line)

    def boundingRect(self) -> QRectF:
        """The line with its arrow."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the line and its arrow."""
        tools = self.tools
        pen = self._pen()
        if pen.widthF() * painter.worldTransform().m11() < THINNEST:
            pen = thinned(pen.color().rgba())
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._shape is None:
            tip = self.line[-1]
            self._shape = rounded(self.line), _ARROW.translated(tip[0] - INPUT_RADIUS, tip[1])
        path, arrow = self._shape
        painter.drawPath(path)
        painter.setPen(tools.nobody)
        painter.setBrush(pen.brush())
        painter.drawPolygon(arrow)

    def _pen(self) -> QPen:
        tools = self.tools
        if self.splicing:
            return tools.wire_splice
        if self.lit:
            return tools.wire_lit
        if self.selected:
            return tools.wire_selected
        if self.hovered:
            return tools.wire_hover
        return tools.wire_idle if self.figures is not None and self.figures.count == 0 else tools.wire


def rounded(line: tuple[Point, ...]) -> QPainterPath:
    """The line with its corners rounded, ending a little before the arrow's tip."""
    path = QPainterPath()
    if len(line) < 2:
        return path
    path.moveTo(*line[0])
    for before, corner, after in zip(line, line[1:], line[2:], strict=False):
        bend = min(_ELBOW, _length(before, corner) / 2, _length(corner, after) / 2)
        path.lineTo(*_towards(corner, before, bend))
        path.quadTo(*corner, *_towards(corner, after, bend))
    path.lineTo(line[-1][0] - INPUT_RADIUS - 6, line[-1][1])
    return path


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(a: Point, b: Point, by: float) -> Point:
    length = _length(a, b)
    return (a[0] + (b[0] - a[0]) * by / length, a[1] + (b[1] - a[1]) * by / length) if length else a
