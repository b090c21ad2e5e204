"""Names on the canvas from afar: as on a map, of the cards that matter most, wherever nothing else takes the room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QTransform

from app.canvas.afar.name_spots import WIDTHS_PX, Name, Names, boxes_over, pieces, spots
from app.canvas.afar.tiled_names import TiledNames
from app.canvas.camera import FIT_MARGIN
from app.canvas.compact import level
from app.canvas.geometry import Box, around
from app.canvas.items.drawing_tools import faces
from app.canvas.items.node_item import NodeItem
from app.canvas.routing.obstacles import Obstacles
from app.canvas.scene import CanvasScene
from app.scenario.graph import Edge, NodeId

MOST_CARDS = 400
"""Of more, looking for all names at once would take long: they come tile by tile."""

_BETWEEN_PX = 8.0
_BEYOND_TEXT_PX = 2.0  # what whole pixels may move a name, and letters may reach out
_BEYOND_PX = FIT_MARGIN - 4.0  # how far names reach beyond the outermost cards: not out of a window that shows those
_FEW = 60  # cards of which somebody wants to read each


class FarNames:
    """The names that find room at a level of zoom, always those of the scene as it is shown."""

    def __init__(self, scene: CanvasScene) -> None:
        self._scene = scene
        self._level = 0.0
        self._placed: dict[NodeId, Name] | None = None
        self._taken: Obstacles | None = None  # by cards and wires, at any zoom
        self._names = Names()
        self._tiled = TiledNames(scene, self._names)
        scene.picture_changed.connect(self.forget)
        scene.session.summary_changed.connect(self._tiled.forget)

    @property
    def places(self) -> dict[NodeId, Box]:
        """Where names stand in the scene, as they were painted last."""
        return {node_id: box for node_id, (box, _) in (self._placed or {}).items()}

    def forget(self) -> None:
        """Cards, wires or names are others: places are looked for when they are painted."""
        self._placed = self._taken = None
        self._tiled.forget()

    def change(self, places: Iterable[QRectF]) -> list[QRectF]:
        """Of very many, cards, wires or names were others there, or are now; where names come or go at once."""
        self._placed = self._taken = None
        return list(map(_rect, self._tiled.change(places)))

    @property
    def are_tiled(self) -> bool:
        """Whether there are so many cards that one picture may not have all names yet."""
        return len(self._scene.nodes) > MOST_CARDS

    def follow(self, nodes: Iterable[NodeId], edges: Iterable[Edge], places: Iterable[QRectF]) -> list[QRectF]:
        """These cards and wires are shown elsewhere: where names come or go by that is told, to be painted anew.

        `places` are where they were and where they are.
        """
        if self.are_tiled:
            return list(map(_rect, self._tiled.follow(nodes, edges, places)))
        if self._placed is None or self._taken is None:
            self.forget()
            return []
        for node_id in nodes:
            self._taken.put(node_id, self._scene.nodes[node_id].box)
        for edge in edges:
            self._put_wire(self._taken, edge)
        before, self._placed = self.places, self._find(self._level)
        now = self.places
        others = [node_id for node_id in (*before, *now) if before.get(node_id) != now.get(node_id)]
        return [_rect(each[node_id]) for each in (before, now) for node_id in others if node_id in each]

    def paint(self, painter: QPainter, shown: QRectF, areas: Sequence[QRectF] | None) -> bool:
        """Paint those in that part of the scene, in pixels of the screen, with `areas` those in them alone.

        The painter is in the scene. Whether that is all there is to paint; else there is more to make.
        """
        scale = painter.worldTransform().m11()
        if self.are_tiled:
            self._tiled.show(shown, level(scale), may_make=areas is None)
            self._placed = self._tiled.shown
        elif self._placed is None or self._level != level(scale):
            self._placed = self._find(level(scale))
        self._level = level(scale)
        named = self._placed if areas is None else _those_in(self._placed, areas, scale)
        base, tools = painter.worldTransform(), self._scene.tools
        painter.setFont(faces().small_name)
        painter.setPen(tools.text)
        for node_id, (box, text) in named.items():
            middle = base.map(QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2))
            size = text.size()
            painter.setWorldTransform(
                QTransform.fromTranslate(round(middle.x() - size.width() / 2), round(middle.y() - size.height() / 2))
            )
            if self.are_tiled and self._tiled.is_in_hand(node_id):
                painter.fillRect(QRectF(QPointF(0, 0), size), tools.canvas)  # it may be over anything
            painter.drawStaticText(QPointF(0, 0), text)
        painter.setWorldTransform(base)
        return self.are_made

    @property
    def are_made(self) -> bool:
        """Whether every name was there to be painted last, and none has become old."""
        return not self.are_tiled or self._tiled.are_all_shown

    def make_more(self) -> list[QRectF]:
        """Make names that were lacking or old in the last picture, as far as there is time; where others stand now."""
        return list(map(_rect, self._tiled.make_more())) if self.are_tiled else []

    def _find(self, at: float) -> dict[NodeId, Name]:
        """A place for each name that finds one: entries first, then messages, in the order of the document.

        Few cards first have a little of each name, and then as much more of it as the others leave room for.
        """
        scene, names, placed = self._scene, Obstacles(), dict[NodeId, Name]()
        if self._taken is None:
            self._taken = self._take()
        content, beyond, between = scene.content_rect(), _BEYOND_PX / at, _BETWEEN_PX / at
        across = content.left() - beyond, content.right() + beyond
        items = sorted(scene.nodes.values(), key=self._names.rank)
        for widest in WIDTHS_PX if len(items) <= _FEW else WIDTHS_PX[-1:]:
            for item in items:
                node_id = item.node.id
                names.remove(node_id)
                name = self._fitted(item, at, widest, across, (self._taken, names)) or placed.get(node_id)
                if name is not None:
                    placed[node_id] = name
                    left, top, right, bottom = name[0]
                    names.put(node_id, Box(left - between, top, right + between, bottom))
        return placed

    def _fitted(
        self, item: NodeItem, at: float, widest: float, across: tuple[float, float], taken: tuple[Obstacles, Obstacles]
    ) -> Name | None:
        """The card's name, no wider than that, where nothing takes the room."""
        width, text = self._names.text(item, widest)
        for spot in spots(item.box, width / at, self._names.height / at, at):
            if across[0] <= spot.left and spot.right <= across[1] and all(each.is_free(spot) for each in taken):
                return spot, text
        return None

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
        own = list(pieces(self._scene.edges[edge].line)) if edge in self._scene.edges else []
        for number, piece in enumerate(own):
            taken.put(f"{name}{number}", piece)
        number = len(own)
        while taken.get(f"{name}{number}") is not None:
            taken.remove(f"{name}{number}")
            number += 1


def _those_in(names: dict[NodeId, Name], areas: Sequence[QRectF], scale: float) -> dict[NodeId, Name]:
    boxes = [Box(area.left(), area.top(), area.right(), area.bottom()).grown(_BEYOND_TEXT_PX / scale) for area in areas]
    if not boxes:
        return {}
    whole = around(boxes)
    near = boxes_over(names, whole)
    return {node_id: names[node_id] for node_id, name in near if any(name.overlaps(box) for box in boxes)}


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)
