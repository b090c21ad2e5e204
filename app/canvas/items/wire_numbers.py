"""How many took each wire, while the canvas is small: on a free stretch of the wire, as long as there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QStaticText
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.compact import COMPACT, compact_box, level, number_places, number_size
from app.canvas.geometry import Box
from app.canvas.items.drawing_tools import DrawingTools, faces
from app.canvas.items.edge_item import EdgeItem
from app.canvas.items.node_item import NodeItem
from app.numbers import number
from app.scenario.graph import Edge
from app.ui.plain_text import plain_static_text

MOST_WIRES = 400
"""Where there are more, numbers are left to the cards."""

_ENDLESS = QRectF(-4_000_000.0, -4_000_000.0, 8_000_000.0, 8_000_000.0)
_STALE = 0.4

Shown = Callable[[], tuple[Iterable[NodeItem], Mapping[Edge, EdgeItem], bool]]
"""The cards, the wires, and whether the figures are of an older version."""


class WireNumbers(QGraphicsItem):
    """One item for all numbers, since each must know where the others stand."""

    def __init__(self, tools: DrawingTools, shown: Shown) -> None:
        super().__init__()
        self.tools = tools
        self._shown = shown
        self._level = 0.0
        self._placed: list[tuple[Box, QStaticText]] | None = None
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
        at, measure = level(scale), faces().count_measure
        lines = {edge: wire.line for edge, wire in wires.items() if len(wire.line) > 1}
        widths = {}
        for edge in lines:
            text = measure.horizontalAdvance(number(counts.get(edge, 0)))
            widths[edge], height = number_size(text, measure.height(), at)
        taken = chain.from_iterable((compact_box(node.box, at), node.words_at(at)) for node in nodes)
        return number_places(lines, {edge: widths[edge] for edge in lines if edge in counts}, height, taken)

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
            self._level, self._placed = level(scale), []
            for edge, box in self.places(scale).items():
                figures = wires[edge].figures
                assert figures is not None
                self._placed.append((box, plain_static_text(number(figures.count), faces().count)))
        base = painter.worldTransform()
        painter.scale(1 / scale, 1 / scale)
        painter.setFont(faces().count)
        painter.setPen(self.tools.text)
        for box, text in self._placed:
            self._paint_number(painter, box, text, scale)
        painter.setOpacity(1.0)
        painter.setWorldTransform(base)

    def _paint_number(self, painter: QPainter, box: Box, text: QStaticText, scale: float) -> None:
        """On the canvas's own ground, so that its wire makes way for it."""
        size, middle = text.size(), QPointF((box.left + box.right) / 2 * scale, (box.top + box.bottom) / 2 * scale)
        corner = middle - QPointF(size.width() / 2, size.height() / 2)
        painter.setOpacity(1.0)
        painter.fillRect(QRectF(corner, size).adjusted(-2, 0, 2, 0), self.tools.canvas)
        painter.setOpacity(_STALE if self._is_stale else 1.0)
        painter.drawStaticText(corner, text)
