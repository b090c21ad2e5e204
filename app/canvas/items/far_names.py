"""Names on the canvas from afar: as on a map, of the cards that matter most, wherever nothing else takes the room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QStaticText, QTransform

from app.canvas.compact import level
from app.canvas.geometry import Box
from app.canvas.items.drawing_tools import faces
from app.canvas.items.node_item import NodeItem
from app.canvas.routing.obstacles import Obstacles
from app.canvas.scene import CanvasScene
from app.nodes.catalogue import KINDS
from app.nodes.kind import Family
from app.scenario.graph import Edge, NodeId
from app.scenario.names import label_of
from app.ui.plain_text import one_line, plain_static_text

MOST_CARDS = 400
"""Where there are more, hardly a name would find room, and looking for it would take long."""

_WIDEST_PX, _GAP_PX, _BETWEEN_PX = 150, 2.0, 8.0
_BEYOND_PX = 64.0  # how far names reach beyond the outermost cards: not out of a window that shows those
_ORDER = (Family.ENTRY, Family.MESSAGE, Family.STATE, Family.FLOW, Family.END)


class FarNames:
    """The names that find room at a level of zoom, always those of the scene as it is shown."""

    def __init__(self, scene: CanvasScene) -> None:
        self._scene = scene
        self._level = 0.0
        self._placed: dict[NodeId, tuple[Box, QStaticText]] | None = None
        self._taken: Obstacles | None = None  # by cards and wires, at any zoom
        self._texts: dict[str, tuple[float, QStaticText]] = {}  # by name: the width in pixels of the screen
        scene.picture_changed.connect(self.forget)
        scene.altered.connect(self.forget)

    @property
    def places(self) -> dict[NodeId, Box]:
        """Where names stand in the scene, as they were painted last."""
        return {node_id: box for node_id, (box, _) in (self._placed or {}).items()}

    def forget(self) -> None:
        """Cards, wires or names are others: places are looked for when they are painted."""
        self._placed = self._taken = None

    def follow(self, nodes: Iterable[NodeId], edges: Iterable[Edge]) -> list[QRectF]:
        """These cards and wires are shown elsewhere: where names come or go by that is told, to be painted anew."""
        if self._placed is None or self._taken is None:
            self.forget()
            return []
        for node_id in nodes:
            self._taken.put(node_id, self._scene.nodes[node_id].box)
        for edge in edges:
            self._put_wire(self._taken, edge)
        before, self._placed = self.places, dict(self._find(self._level))
        now = self.places
        others = [node_id for node_id in (*before, *now) if before.get(node_id) != now.get(node_id)]
        return [_rect(each[node_id]) for each in (before, now) for node_id in others if node_id in each]

    def paint(self, painter: QPainter) -> None:
        """Paint them in pixels of the screen; the painter is in the scene."""
        scale = painter.worldTransform().m11()
        if self._placed is None or self._level != level(scale):
            self._level, self._placed = level(scale), dict(self._find(level(scale)))
        base = painter.worldTransform()
        painter.setFont(faces().small_name)
        painter.setPen(self._scene.tools.text)
        for box, text in self._placed.values():
            middle = base.map(QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2))
            size = text.size()
            painter.setWorldTransform(
                QTransform.fromTranslate(round(middle.x() - size.width() / 2), round(middle.y() - size.height() / 2))
            )
            painter.drawStaticText(QPointF(0, 0), text)
        painter.setWorldTransform(base)

    def _find(self, at: float) -> Iterator[tuple[NodeId, tuple[Box, QStaticText]]]:
        """A place for each name that finds one: entries first, then messages, in the order of the document."""
        scene, names = self._scene, Obstacles()
        if len(scene.nodes) > MOST_CARDS:
            return
        if self._taken is None:
            self._taken = self._take()
        taken, between = self._taken, _BETWEEN_PX / at
        height = faces().small_name_measure.height() / at
        content, beyond = scene.content_rect(), _BEYOND_PX / at
        left, right = content.left() - beyond, content.right() + beyond
        for node_id, item in sorted(scene.nodes.items(), key=lambda each: _rank(each[1])):
            width, text = self._text(label_of(item.node))
            for spot in _spots(item.box, width / at, height, at):
                if left <= spot.left and spot.right <= right and names.is_free(spot) and taken.is_free(spot):
                    names.put(node_id, Box(spot.left - between, spot.top, spot.right + between, spot.bottom))
                    yield node_id, (spot, text)
                    break

    def _text(self, name: str) -> tuple[float, QStaticText]:
        if name not in self._texts:
            measure = faces().small_name_measure
            shown = measure.elidedText(one_line(name), Qt.TextElideMode.ElideRight, _WIDEST_PX)
            self._texts[name] = measure.horizontalAdvance(shown), plain_static_text(shown, faces().small_name)
        return self._texts[name]

    def _take(self) -> Obstacles:
        taken = Obstacles()
        for node_id, item in self._scene.nodes.items():
            taken.put(node_id, item.box)
        for edge in self._scene.edges:
            self._put_wire(taken, edge)
        return taken

    def _put_wire(self, taken: Obstacles, edge: Edge) -> None:
        """The pieces of a wire, in place of those it had."""
        name = f"{edge.source} {edge.port} {edge.target} "
        pieces = list(_pieces(self._scene.edges[edge].line)) if edge in self._scene.edges else []
        for number, piece in enumerate(pieces):
            taken.put(f"{name}{number}", piece)
        number = len(pieces)
        while taken.get(f"{name}{number}") is not None:
            taken.remove(f"{name}{number}")
            number += 1


def _rank(item: NodeItem) -> int:
    return _ORDER.index(KINDS[item.node.type].family)


def _spots(card: Box, width: float, height: float, at: float) -> Iterator[Box]:
    """Below the card and above it, in its middle, from its left edge on, or up to its right edge."""
    gap = _GAP_PX / at
    for top in (card.bottom + gap, card.top - gap - height):
        for left in ((card.left + card.right - width) / 2, card.left, card.right - width):
            yield Box(left, top, left + width, top + height)


def _pieces(line: Iterable[tuple[float, float]]) -> Iterator[Box]:
    for a, b in pairwise(line):
        yield Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)
