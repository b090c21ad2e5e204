"""The canvas from afar: thousands of cards and wires as a few batches of rectangles and lines."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, pairwise

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter

from app.canvas.geometry import CARD_WIDTH
from app.canvas.items.edge_item import EdgeItem
from app.canvas.items.node_item import NodeItem
from app.canvas.items.note_item import NoteItem
from app.canvas.scene import CanvasScene
from app.nodes.catalogue import KINDS
from app.nodes.kind import Family
from app.scenario.graph import Edge, NodeId

FAR = 0.28
"""Below this zoom the items do not paint themselves; words would be too small to read."""

_TILE = 48.0
_MARK = 48.0


class Overview:
    """Paints a scene from afar; its batches are made anew when the scene has changed, but nodes that move just move."""

    def __init__(self, scene: CanvasScene) -> None:
        self.scene = scene
        self._is_stale = True
        self._moved: set[NodeId] = set()
        self._rerouted: set[Edge] = set()
        self._cards: dict[NodeId, QRectF] = {}
        self._notes: list[QRectF] = []
        self._selected: list[QRectF] = []
        self._with_problems: dict[NodeId, QRectF] = {}
        self._with_remarks: dict[NodeId, QRectF] = {}
        self._tiles: dict[Family, dict[NodeId, QRectF]] = {}
        self._wires: dict[Edge, list[QLineF]] = {}
        self._selected_wires: dict[Edge, list[QLineF]] = {}
        scene.picture_changed.connect(self._forget)
        scene.placed.connect(self._follow)

    def paint(self, painter: QPainter) -> None:
        """Paint all cards, wires and sheets of notes in the scene's coordinates."""
        self._catch_up()
        tools = self.scene.tools
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(tools.note_line)
        painter.setBrush(tools.note)
        painter.drawRects(self._notes)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(tools.far_wire)
        painter.drawLines(list(chain.from_iterable(self._wires.values())))
        painter.setPen(tools.far_wire_selected)
        painter.drawLines(list(chain.from_iterable(self._selected_wires.values())))
        painter.setPen(tools.far_card)
        painter.setBrush(tools.surface)
        painter.drawRects(list(self._cards.values()))
        painter.setPen(tools.nobody)
        for family, tiles in self._tiles.items():
            painter.setBrush(tools.families[family])
            painter.drawRects(list(tiles.values()))
        painter.setBrush(tools.warning)
        painter.drawRects(list(self._with_remarks.values()))
        painter.setBrush(tools.danger)
        painter.drawRects(list(self._with_problems.values()))
        painter.setPen(tools.far_selected)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects(self._selected)

    def _forget(self) -> None:
        self._is_stale = True

    def _follow(self, nodes: Iterable[NodeId], edges: Iterable[Edge]) -> None:
        self._moved.update(nodes)
        self._rerouted.update(edges)

    def _catch_up(self) -> None:
        if self._is_stale:
            self._gather()
        else:
            for node_id in self._moved:
                self._move(self.scene.nodes[node_id])
            for edge in self._rerouted:
                self._wires_like(self.scene.edges[edge])[edge] = _pieces(self.scene.edges[edge])
        self._is_stale = False
        self._moved.clear()
        self._rerouted.clear()

    def _gather(self) -> None:
        self._cards, self._selected, self._with_problems, self._with_remarks = {}, [], {}, {}
        self._tiles = {family: {} for family in Family}
        self._wires, self._selected_wires = {}, {}
        for node_id, node in self.scene.nodes.items():
            card = self._cards[node_id] = QRectF(0, 0, CARD_WIDTH, node.height)
            self._tiles[KINDS[node.node.type].family][node_id] = QRectF(0, 0, _TILE, node.height)
            if node.state.selected:
                self._selected.append(card)
            if node.has_problems:
                self._with_problems[node_id] = QRectF(0, 0, _MARK, _MARK)
            elif node.has_remarks:
                self._with_remarks[node_id] = QRectF(0, 0, _MARK, _MARK)
            self._move(node)
        for edge, wire in self.scene.edges.items():
            self._wires_like(wire)[edge] = _pieces(wire)
        self._notes = [_sheet(note) for note in self.scene.notes.values()]
        self._selected += [_sheet(note) for note in self.scene.notes.values() if note.selected]

    def _move(self, node: NodeItem) -> None:
        """Bring what stands for that node to where the node is."""
        x, y, node_id = node.x(), node.y(), node.node.id
        self._cards[node_id].moveTo(x, y)
        self._tiles[KINDS[node.node.type].family][node_id].moveTo(x, y)
        mark = self._with_problems.get(node_id, self._with_remarks.get(node_id))
        if mark is not None:
            mark.moveTo(x + CARD_WIDTH - 36, y - 12)

    def _wires_like(self, wire: EdgeItem) -> dict[Edge, list[QLineF]]:
        return self._selected_wires if wire.selected else self._wires


def _sheet(note: NoteItem) -> QRectF:
    return QRectF(note.box.left, note.box.top, note.box.right - note.box.left, note.box.bottom - note.box.top)


def _pieces(wire: EdgeItem) -> list[QLineF]:
    return [QLineF(*a, *b) for a, b in pairwise(wire.line)]
