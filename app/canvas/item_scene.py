"""The items of a scene, and finding what is at a place of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from app.canvas.geometry import PORT_REACH, Box, Point
from app.canvas.items.card import WORDS_BESIDE_PORT
from app.canvas.items.drawing_tools import DrawingTools
from app.canvas.items.edge_item import EdgeItem
from app.canvas.items.node_item import NodeItem
from app.canvas.items.note_item import NoteItem
from app.canvas.session import ScenarioSession
from app.look.palette import Palette
from app.scenario.graph import Edge, NodeId

INPUT = -1
"""The index of a node's input among its ports."""

BOUNDS = Qt.ItemSelectionMode.IntersectsItemBoundingRect
_WIRE_REACH = 7.0
_DROP_REACH = 12.0  # in pixels of the screen; in the scene within the next two
_LEAST_DROP_REACH, _MOST_DROP_REACH = 14.0, 44.0


@dataclass(frozen=True, slots=True)
class PortSpot:
    """A port under the pointer: the index of an output, or INPUT."""

    item: NodeItem
    index: int

    @property
    def name(self) -> str:
        """The output's name in the file; empty for the input."""
        return self.item.ports[self.index].name if self.index != INPUT else ""


class ItemScene(QGraphicsScene):
    """Has one item for each node, edge and note that is shown, and finds them."""

    def __init__(self, session: ScenarioSession, palette: Palette, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.tools = DrawingTools(palette)
        self.nodes: dict[NodeId, NodeItem] = {}
        self.edges: dict[Edge, EdgeItem] = {}
        self.notes: dict[str, NoteItem] = {}
        self._content: QRectF | None = None
        self.is_shut = False

    def shut(self, *, is_shut: bool) -> None:
        """Whether nothing can be changed for now: no card and no output offers what would."""
        self.is_shut = is_shut
        for item in self.nodes.values():
            item.show_state(shut=is_shut)

    def nodes_in(self, area: QRectF) -> list[NodeItem]:
        """The cards in that area."""
        return [item for item in self.items(area, BOUNDS) if isinstance(item, NodeItem) and item.node.id in self.nodes]

    def node_at(self, x: float, y: float, scale: float = 1.0) -> NodeItem | None:
        """The topmost card at that place, or the one whose name is there while the picture is that small."""
        for item in self._around(x, y, 1):
            if isinstance(item, NodeItem) and item.shows(x, y, scale) and self.nodes.get(item.node.id) is item:
                return item
        return None

    def note_at(self, x: float, y: float) -> NoteItem | None:
        """The note at that place."""
        return next((note for note in self.notes.values() if note.box.contains(x, y)), None)

    def port_at(self, x: float, y: float, scale: float = 1.0) -> PortSpot | None:
        """The nearest port within reach; reach grows as the picture shrinks."""
        reach = min(PORT_REACH / min(scale, 1.0), 28.0)
        best, found = reach, None
        for item in self._around(x, y, reach):
            if isinstance(item, NodeItem) and self.nodes.get(item.node.id) is item:
                for index in range(-1 if item.has_input else 0, len(item.ports)):
                    px, py = item.port_place(index)
                    away = max(abs(px - x), abs(py - y))
                    if away < best:
                        best, found = away, PortSpot(item, index)
        return found

    def edge_at(self, x: float, y: float, scale: float = 1.0) -> EdgeItem | None:
        """The nearest wire within reach."""
        return self._nearest_edge(x, y, min(_WIRE_REACH / min(scale, 1.0), 20.0))

    def edge_below(self, x: float, y: float, scale: float) -> EdgeItem | None:
        """The wire that a card is inserted into when it is dropped there; reach grows as the picture shrinks."""
        reach = min(max(_DROP_REACH / scale, _LEAST_DROP_REACH), _MOST_DROP_REACH)
        return self._nearest_edge(x, y, reach)

    def _nearest_edge(self, x: float, y: float, reach: float) -> EdgeItem | None:
        near = [item for item in self._around(x, y, reach) if isinstance(item, EdgeItem)]
        best = min(near, key=lambda item: item.distance((x, y)), default=None)
        return best if best is not None and best.distance((x, y)) <= reach else None

    def content_rect(self) -> QRectF:
        """The rectangle around all cards with what stands beside their outputs, wires and notes."""
        if self._content is None:
            cards = [(node.box, node.beside) for node in self.nodes.values()]
            boxes = [*(box for box, _ in cards), *(note.box for note in self.notes.values())]
            points = [point for wire in self.edges.values() for point in wire.line]
            self._content = QRectF()
            if boxes:
                xs = [*(box.left for box in boxes), *(x for x, _ in points)]
                ys = [*(box.top for box in boxes), *(y for _, y in points)]
                right = max(*(box.right for box in boxes), max(xs), *(box.right + beside for box, beside in cards))
                bottom = max(*(box.bottom for box in boxes), max(ys))
                self._content = rect_of(Box(min(xs), min(ys), right, bottom))
        return self._content

    def _forget_content(self, areas: Iterable[Box]) -> None:
        """Cards came, went or moved there: what is around all may be another."""
        beside = WORDS_BESIDE_PORT
        if not all(self._is_amid(((box.left, box.top), (box.right + beside, box.bottom))) for box in areas):
            self._content = None

    def _is_amid(self, points: Iterable[Point]) -> bool:
        """Whether what these are corners of makes the content no larger, and no smaller once it is gone."""
        rect = self._content
        return rect is not None and all(
            rect.left() < x < rect.right() and rect.top() < y < rect.bottom() for x, y in points
        )

    def _around(self, x: float, y: float, reach: float) -> list[QGraphicsItem]:
        return self.items(QRectF(x - reach, y - reach, 2 * reach, 2 * reach), BOUNDS)


def rect_of(box: Box) -> QRectF:
    """A box as Qt knows it."""
    return QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)
