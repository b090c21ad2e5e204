"""How many took each wire, while the canvas is small: on a free stretch of the wire, as long as there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter, QStaticText
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.compact import COMPACT, compact_box, level, number_places, number_size
from app.canvas.geometry import Box, Point
from app.canvas.items.drawing_tools import DrawingTools, faces
from app.canvas.items.edge_item import EdgeItem
from app.canvas.items.node_item import NodeItem
from app.canvas.items.run_painting import paint_chip
from app.canvas.modelled import ABOUT
from app.numbers import number, rounded
from app.scenario.graph import Edge
from app.ui.plain_text import plain_static_text

MOST_WIRES = 400
"""Where there are more, numbers are left to the cards."""

_ENDLESS = QRectF(-4_000_000.0, -4_000_000.0, 8_000_000.0, 8_000_000.0)
_STALE = 0.4
_GAP = 7.0
_DOT_PX = 4.0  # what the dot at either end of a wire takes of it

Shown = Callable[[], tuple[Iterable[NodeItem], Mapping[Edge, EdgeItem], bool]]
"""The cards, the wires, and whether the figures are of an older version."""


class WireNumbers(QGraphicsItem):
    """One item for all numbers, since each must know where the others stand."""

    def __init__(self, tools: DrawingTools, shown: Shown) -> None:
        super().__init__()
        self.tools = tools
        self._shown = shown
        self._level = 0.0
        self._is_full: dict[Edge, bool] = {}  # with what a forecast expects, where there is room for it
        self._placed: dict[Edge, tuple[Box, QStaticText, str]] | None = None
        self._is_stale = False
        self.setZValue(3)

    def forget(self) -> None:
        """Cards, wires or figures are others: the numbers are placed anew when they are painted."""
        if self._placed is not None:
            self._placed = None
            self.update()

    def places(self, scale: float) -> dict[Edge, Box]:
        """Where the numbers stand in the scene at that zoom."""
        nodes, wires, self._is_stale = self._shown()
        counts = {edge: wire.figures.count for edge, wire in wires.items() if wire.figures and wire.figures.count}
        if scale >= COMPACT or not counts or len(wires) > MOST_WIRES:
            return {}
        at = level(scale)
        lines = {edge: wire.line for edge, wire in wires.items() if len(wire.line) > 1}
        taken = list(chain.from_iterable((compact_box(node.box, at), node.words_at(at)) for node in nodes))
        found: dict[Edge, Box] = {}
        for with_modelled in (True, False):
            widths, height = {}, 0.0
            for edge in lines:
                if edge in counts and edge not in found and (not with_modelled or _expected(wires[edge])):
                    text = _texts(wires[edge], with_modelled=with_modelled)
                    widths[edge], height = number_size(*_size(*text), at)
            around = [*taken, *found.values()]
            placed = number_places(lines, widths, height, around, _DOT_PX / at) if widths else {}
            self._is_full.update(dict.fromkeys(placed, with_modelled))
            found |= placed
        return found

    def edge_at(self, place: Point, scale: float) -> Edge | None:
        """The wire whose number is painted at that place of the scene."""
        if scale >= COMPACT or self._placed is None or self._level != level(scale):
            return None
        return next((edge for edge, (box, *_) in self._placed.items() if box.contains(*place)), None)

    def set_tools(self, tools: DrawingTools) -> None:
        """Paint with other colours."""
        self.tools = tools

    def boundingRect(self) -> QRectF:
        """Wherever a wire may run."""
        return _ENDLESS

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the numbers in pixels of the screen, whatever the zoom."""
        scale = painter.worldTransform().m11()
        if scale >= COMPACT:
            return
        if self._placed is None or self._level != level(scale):
            _, wires, _ = self._shown()
            self._level, self._placed = level(scale), {}
            for edge, box in self.places(scale).items():
                count, about = _texts(wires[edge], with_modelled=self._is_full[edge])
                self._placed[edge] = box, plain_static_text(count, faces().count), about
        base = painter.worldTransform()
        painter.scale(1 / scale, 1 / scale)
        painter.setFont(faces().count)
        painter.setPen(self.tools.text)
        for box, text, about in self._placed.values():
            self._paint_number(painter, box, text, about, scale)
        painter.setOpacity(1.0)
        painter.setWorldTransform(base)

    def _paint_number(self, painter: QPainter, box: Box, text: QStaticText, about: str, scale: float) -> None:
        """On the canvas's own ground, so that its wire makes way for it; what is modelled on a hatched one."""
        middle = QPointF((box.left + box.right) / 2 * scale, (box.top + box.bottom) / 2 * scale)
        wide = text.size().width() + (_GAP + faces().count_measure.horizontalAdvance(about) if about else 0.0)
        corner = middle - QPointF(wide / 2, text.size().height() / 2)
        whole = QRectF(corner, QSizeF(wide, text.size().height()))
        painter.setOpacity(1.0)
        painter.fillRect(whole.adjusted(-2, 0, 2, 0), self.tools.canvas)
        painter.setOpacity(_STALE if self._is_stale else 1.0)
        if about:
            left = corner.x() + text.size().width() + _GAP
            paint_chip(
                painter, QRectF(left - 2, whole.top() + 1, whole.right() - left + 4, whole.height() - 2), self.tools
            )
            painter.setPen(self.tools.text)
            painter.drawStaticText(QPointF(left, corner.y()), plain_static_text(about, faces().count))
        painter.drawStaticText(corner, text)


def _expected(wire: EdgeItem) -> str:
    """The modelled number in its shortest exact form; empty where there is none."""
    modelled = wire.figures.modelled if wire.figures is not None else None
    return f"{ABOUT}{rounded(modelled.mean)}" if modelled is not None else ""


def _texts(wire: EdgeItem, *, with_modelled: bool) -> tuple[str, str]:
    count = number(wire.figures.count) if wire.figures is not None else ""
    return count, _expected(wire) if with_modelled else ""


def _size(count: str, about: str) -> tuple[float, float]:
    measure = faces().count_measure
    wide = measure.horizontalAdvance(count) + (_GAP + measure.horizontalAdvance(about) + 2 if about else 0.0)
    return wide, measure.height()
