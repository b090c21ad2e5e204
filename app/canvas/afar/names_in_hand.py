"""Names from afar while a gesture carries cards: what is in hand has its name with it, and all others make way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from app.canvas.afar.name_spots import Name, Names, boxes_over, pieces, spots
from app.canvas.geometry import Box, around
from app.canvas.items.node_item import NodeItem
from app.canvas.scene import CanvasScene
from app.scenario.graph import Edge, NodeId

_MOST_NAMED = 20
_BETWEEN_PX = 8.0


class NamesInHand:
    """The cards that are shown elsewhere than the scenario has them, with their wires and names.

    A tile of names is looked for as if they were not there, so that carrying them over it changes nothing of it.
    """

    def __init__(self, scene: CanvasScene, names: Names) -> None:
        self._scene, self._names = scene, names
        self._edges: set[Edge] = set()
        self.nodes: frozenset[NodeId] = frozenset()
        self.shown: dict[NodeId, Name] = {}
        """What they are called, as far as that stands on none of them."""
        self._boxes: list[Box] = []
        self._hull: Box | None = None

    def take(self, nodes: Iterable[NodeId], edges: Iterable[Edge]) -> bool:
        """These cards and wires were shown elsewhere; whether others are in hand than before."""
        before = self.nodes
        items = self._scene.nodes
        there = (node_id for node_id in before.union(nodes) if node_id in items)
        self.nodes = frozenset(node_id for node_id in there if _is_elsewhere(items[node_id]))
        self._edges = {edge for edge in self._edges.union(edges) if self.holds(edge) and edge in self._scene.edges}
        return self.nodes != before

    def lay_out(self, at: float) -> None:
        """Have their names and places as they are shown now, at that zoom."""
        items = [self._scene.nodes[node_id] for node_id in self.nodes]
        self._boxes = [item.box for item in items]
        self._boxes += (piece for edge in self._edges for piece in pieces(self._scene.edges[edge].line))
        self.shown = {}
        if len(items) <= _MOST_NAMED:
            self._call(at)
        self._hull = around(self._boxes) if self._boxes else None

    def holds(self, edge: Edge) -> bool:
        """Whether that wire is carried along."""
        return edge.source in self.nodes or edge.target in self.nodes

    def covered(self, names: Mapping[NodeId, Name]) -> Iterator[NodeId]:
        """Those of these names that have to make way."""
        if self._hull is not None:
            for node_id, box in boxes_over(names, self._hull):
                if any(box.overlaps(other) for other in self._boxes):
                    yield node_id

    def _call(self, at: float) -> None:
        height, between = self._names.height / at, _BETWEEN_PX / at
        for node_id in sorted(self.nodes):
            item = self._scene.nodes[node_id]
            width, text = self._names.text(item)
            spot = next(spots(item.box, width / at, height, at))
            if not any(spot.overlaps(box) for box in self._boxes):
                self.shown[node_id] = (spot, text)
                self._boxes.append(Box(spot.left - between, spot.top, spot.right + between, spot.bottom))


def _is_elsewhere(item: NodeItem) -> bool:
    return (item.x(), item.y()) != item.node.at
