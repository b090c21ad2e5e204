"""The canvas from afar: thousands of cards and wires as a few batches of rectangles and lines."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, pairwise
from typing import Any

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from app.canvas.compact import far_below
from app.canvas.geometry import CARD_WIDTH, Point
from app.canvas.items.edge_item import EdgeItem
from app.canvas.items.node_item import NodeItem
from app.canvas.items.note_item import NoteItem
from app.canvas.scene import CanvasScene
from app.nodes.catalogue import KINDS
from app.nodes.kind import Family
from app.scenario.graph import Edge, NodeId

_BOUNDS = Qt.ItemSelectionMode.IntersectsItemBoundingRect
_TILE = 48.0
_MARK = 48.0
_RING = 24.0  # around a card that was found


class Overview:
    """Paints a scene from afar; only what has changed is put into its batches anew."""

    def __init__(self, scene: CanvasScene) -> None:
        self.scene = scene
        self._is_stale = self._are_notes_stale = True
        self._within: tuple[list[NodeId], list[Edge]] | None = None  # what is painted now, if not everything
        self._altered: set[NodeId] = set()
        self._altered_wires: set[Edge] = set()
        self._cards: dict[NodeId, QRectF] = {}
        self._ranks: dict[NodeId, int] = {}  # of the cards, in the order in which they are painted
        self._last_rank = 0
        self._notes: list[QRectF] = []
        self._selected_notes: list[QRectF] = []
        self._selected: dict[NodeId, QRectF] = {}  # or on the way of a customer
        self._found: dict[NodeId, QRectF] = {}
        self._with_problems: dict[NodeId, QRectF] = {}
        self._with_remarks: dict[NodeId, QRectF] = {}
        self._tiles: dict[Family, dict[NodeId, QRectF]] = {family: {} for family in Family}
        self._wires: dict[Edge, list[QLineF]] = {}
        self._selected_wires: dict[Edge, list[QLineF]] = {}
        self._lines: dict[Edge, tuple[Point, ...]] = {}  # of all wires
        scene.picture_changed.connect(self._forget)
        scene.placed.connect(self._follow)
        scene.altered.connect(self._follow)
        scene.marked.connect(self._follow)

    @property
    def begins_at(self) -> float:
        """The zoom below which this is what is shown."""
        return far_below(len(self.scene.nodes))

    def paint(self, painter: QPainter, areas: Iterable[QRectF] | None = None) -> None:
        """Paint all cards, wires and sheets of notes in the scene's coordinates; with `areas` those in them."""
        self.catch_up()
        tools = self.scene.tools
        self._within = self._found_in(areas) if areas is not None else None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        _draw(painter, tools.note_line, tools.note, self._notes)
        for pen, wires in ((tools.far_wire, self._wires), (tools.far_wire_selected, self._selected_wires)):
            if lines := list(chain.from_iterable(self._wires_of(wires))):
                painter.setPen(pen)
                painter.drawLines(lines)
        _draw(painter, tools.far_found, tools.target_ring.brush(), self._cards_of(self._found))
        _draw(painter, tools.far_card, tools.surface, self._cards_of(self._cards))
        for family, tiles in self._tiles.items():
            _draw(painter, tools.nobody, tools.families[family], self._cards_of(tiles))
        _draw(painter, tools.nobody, tools.warning, self._cards_of(self._with_remarks))
        _draw(painter, tools.nobody, tools.danger, self._cards_of(self._with_problems))
        outlined = [*self._cards_of(self._selected), *self._selected_notes]
        _draw(painter, tools.far_selected, Qt.BrushStyle.NoBrush, outlined)

    def catch_up(self) -> None:
        """Bring the batches to what the scene shows; nothing has to be done where that is what they hold."""
        if self._is_stale:
            self._gather()
        for node_id in self._altered:
            self._drop(node_id)
            if node_id in self.scene.nodes:
                self._put(node_id, self.scene.nodes[node_id])
        for edge in self._altered_wires:
            for lines in (self._wires, self._selected_wires, self._lines):
                lines.pop(edge, None)
            if edge in self.scene.edges:
                self._put_wire(edge, self.scene.edges[edge])
        if self._are_notes_stale:
            notes = self.scene.notes.values()
            self._notes = [_sheet(note) for note in notes]
            self._selected_notes = [_sheet(note) for note in notes if note.selected]
        self._is_stale = self._are_notes_stale = False
        self._altered.clear()
        self._altered_wires.clear()

    def places(self, nodes: Iterable[NodeId], edges: Iterable[Edge], *, as_before: bool = False) -> list[QRectF]:
        """Where these were painted last, and where they will be; to be asked before it catches up.

        Pieces of wires that stay where they are count unless they look `as_before`.
        """
        own = [self._cards[node_id] for node_id in nodes if node_id in self._cards]
        own += [_card(self.scene.nodes[node_id]) for node_id in nodes if node_id in self.scene.nodes]
        places = [_ringed(rect).united(_mark(rect.x(), rect.y())) for rect in own]
        for edge in edges:
            before = list(pairwise(self._lines.get(edge, ())))
            now = list(pairwise(self.scene.edges[edge].line)) if edge in self.scene.edges else []
            kept = {*before}.intersection(now) if as_before else ()
            places += [_along(*piece) for piece in (*before, *now) if piece not in kept]
        return places

    def _found_in(self, areas: Iterable[QRectF]) -> tuple[list[NodeId], list[Edge]]:
        """The cards and the wires there, the lowest card first."""
        cards, wires = set[NodeId](), dict[Edge, None]()
        for item in chain.from_iterable(self.scene.items(area, _BOUNDS) for area in areas):
            if isinstance(item, NodeItem):
                cards.add(item.node.id)
            elif isinstance(item, EdgeItem):
                wires[item.edge] = None
        return sorted(cards & self._ranks.keys(), key=self._ranks.__getitem__), list(wires)

    def _cards_of(self, batch: dict[NodeId, QRectF]) -> list[QRectF]:
        """What is to be painted of a batch of cards or of what stands on them."""
        if self._within is None:
            return list(batch.values())
        return [batch[node_id] for node_id in self._within[0] if node_id in batch] if batch else []

    def _wires_of(self, batch: dict[Edge, list[QLineF]]) -> list[list[QLineF]]:
        if self._within is None:
            return list(batch.values())
        return [batch[edge] for edge in self._within[1] if edge in batch] if batch else []

    def _forget(self) -> None:
        self._is_stale = self._are_notes_stale = True

    def _follow(self, nodes: Iterable[NodeId], edges: Iterable[Edge]) -> None:
        self._are_notes_stale = True
        self._altered.update(nodes)
        self._altered_wires.update(edges)

    def _gather(self) -> None:
        batches: tuple[dict[Any, Any], ...] = (self._wires, self._selected_wires, self._lines, *self._batches())
        for batch in batches:
            batch.clear()
        for node_id, node in self.scene.nodes.items():
            self._put(node_id, node)
        for edge, wire in self.scene.edges.items():
            self._put_wire(edge, wire)
        self._altered.clear()
        self._altered_wires.clear()

    def _batches(self) -> tuple[dict[NodeId, QRectF], ...]:
        return self._cards, self._selected, self._found, self._with_problems, self._with_remarks, *self._tiles.values()

    def _drop(self, node_id: NodeId) -> None:
        if node_id not in self.scene.nodes:
            self._cards.pop(node_id, None)
            self._ranks.pop(node_id, None)
        for batch in self._batches()[1:]:
            batch.pop(node_id, None)

    def _put(self, node_id: NodeId, node: NodeItem) -> None:
        x, y, height = node.x(), node.y(), node.height
        if node_id not in self._cards:
            self._ranks[node_id] = self._last_rank = self._last_rank + 1
        card = self._cards[node_id] = _card(node)
        self._tiles[KINDS[node.node.type].family][node_id] = QRectF(x, y, _TILE, height)
        if node.state.selected or node.state.lit:
            self._selected[node_id] = card
        if node.state.target == "yes":
            self._found[node_id] = _ringed(card)
        if node.has_problems:
            self._with_problems[node_id] = _mark(x, y)
        elif node.has_remarks:
            self._with_remarks[node_id] = _mark(x, y)

    def _put_wire(self, edge: Edge, wire: EdgeItem) -> None:
        self._lines[edge] = wire.line
        self._wires_like(wire)[edge] = _pieces(wire)

    def _wires_like(self, wire: EdgeItem) -> dict[Edge, list[QLineF]]:
        return self._selected_wires if wire.selected or wire.lit else self._wires


def _draw(painter: QPainter, pen: QPen | Qt.PenStyle, brush: QBrush | Qt.BrushStyle, rects: list[QRectF]) -> None:
    if rects:
        painter.setPen(pen)
        painter.setBrush(brush)
        painter.drawRects(rects)


def _card(node: NodeItem) -> QRectF:
    return QRectF(node.x(), node.y(), CARD_WIDTH, node.height)


def _ringed(card: QRectF) -> QRectF:
    return card.adjusted(-_RING, -_RING, _RING, _RING)


def _pieces(wire: EdgeItem) -> list[QLineF]:
    return [QLineF(*a, *b) for a, b in pairwise(wire.line)]


def _along(a: Point, b: Point) -> QRectF:
    return QRectF(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))


def _sheet(note: NoteItem) -> QRectF:
    return QRectF(note.box.left, note.box.top, note.box.right - note.box.left, note.box.bottom - note.box.top)


def _mark(x: float, y: float) -> QRectF:
    return QRectF(x + CARD_WIDTH - 36, y - 12, _MARK, _MARK)
