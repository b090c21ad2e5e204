"""A small picture of a scenario's graph: a tile for each node, where the canvas has it, and the wires between them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from app.canvas.kind_tiles import kind_tile
from app.look.palette import Palette
from app.nodes.catalogue import KINDS
from app.scenario.graph import Node, NodeId, Scenario
from app.ui.theme import STEP

TILE, _LEAST_TILE, _GAP = 24, 12, 4
SIDE, EDGE = 32.0, 24.0
CORNER = 6.0
FARTHEST_APART = 72.0
DOTS_APART = 2 * STEP


def scenario_picture(scenario: Scenario, palette: Palette, width: int, height: int, ratio: float) -> QPixmap:
    """The whole graph in a picture of that size in pixels, at the screen's device pixel ratio."""
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_ground(painter, palette, width, height)
    centres = _centres(scenario.nodes, QRectF(0, 0, width, height))
    tile = min(TILE, max(_LEAST_TILE, int(_apart(scenario.nodes, width)) - _GAP))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(palette.line_strong), 1.5))
    for edge in scenario.edges:
        painter.drawPath(_wire(centres[edge.source], centres[edge.target]))
    for node in scenario.nodes:
        kind = KINDS[node.type]
        drawn = kind_tile(kind.icon, kind.family, palette, tile)
        painter.drawPixmap(centres[node.id] - QPointF(tile / 2, tile / 2), drawn)
    painter.end()
    return picture


def _centres(nodes: tuple[Node, ...], room: QRectF) -> dict[NodeId, QPointF]:
    """Columns and rows of the canvas, drawn together until they fit."""
    columns = sorted({node.at[0] for node in nodes})
    rows = sorted({node.at[1] for node in nodes})
    across = _apart(nodes, room.width())
    down = min(FARTHEST_APART / 2, (room.height() - 2 * EDGE) / max(len(rows) - 1, 1))
    corner = room.center() - QPointF(across * (len(columns) - 1) / 2, down * (len(rows) - 1) / 2)
    return {
        node.id: corner + QPointF(across * columns.index(node.at[0]), down * rows.index(node.at[1])) for node in nodes
    }


def _apart(nodes: tuple[Node, ...], width: float) -> float:
    """How far columns are from one another."""
    columns = {node.at[0] for node in nodes}
    return min(FARTHEST_APART, (width - 2 * SIDE) / max(len(columns) - 1, 1))


def _wire(start: QPointF, end: QPointF) -> QPainterPath:
    path = QPainterPath(start)
    middle = (start.x() + end.x()) / 2
    path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end)
    return path


def _paint_ground(painter: QPainter, palette: Palette, width: int, height: int) -> None:
    ground = QPainterPath()
    ground.addRoundedRect(QRectF(0, 0, width, height), CORNER, CORNER)
    painter.fillPath(ground, QColor(palette.sunken))
    painter.setPen(QPen(QColor(palette.line), 1.5))
    for x in range(DOTS_APART, width, DOTS_APART):
        for y in range(DOTS_APART, height, DOTS_APART):
            painter.drawPoint(x, y)
