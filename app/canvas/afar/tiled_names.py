"""Names from afar among very many cards: as on a map that is made tile by tile, of the cards that most people reach.

A name stands within the tile of its card, so that names of different tiles never meet, and a tile is the same wherever
the view stands. One picture makes as many tiles as it has time for; the rest come between it and the next, and a tile
that has become old is shown until it is made anew. What a gesture carries belongs to no tile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import floor
from time import perf_counter

import numpy as np
from PySide6.QtCore import QRectF, Qt

from app.canvas.afar.name_spots import Name, Names, pieces, spots
from app.canvas.afar.names_in_hand import NamesInHand
from app.canvas.geometry import Box
from app.canvas.items.edge_item import EdgeItem
from app.canvas.items.node_item import NodeItem
from app.canvas.scene import CanvasScene
from app.scenario.graph import Edge, NodeId

_TILE_PX = 512.0
_TRIED = 60
"""Cards of a tile whose names are looked at: there are not many more than a tile has room for names."""
_MOST_S = 0.006
_MOST_TILES = 400
_BETWEEN_PX = 8.0
_BOUNDS = Qt.ItemSelectionMode.IntersectsItemBoundingRect

_Place = tuple[float, int, int]
"""A level of zoom, and column and row of a tile there."""


class TiledNames:
    """The names of a scene by tiles, at the levels of zoom that were shown last."""

    def __init__(self, scene: CanvasScene, names: Names) -> None:
        self._scene, self._names = scene, names
        self._tiles: dict[_Place, dict[NodeId, Name]] = {}
        self._old: set[_Place] = set()
        self._order: dict[NodeId, int] | None = None  # of the document
        self._in_hand = NamesInHand(scene, names)
        self._places: list[_Place] = []  # of the tiles that were shown last
        self._standing: dict[NodeId, Name] = {}  # on them
        self._covered: set[NodeId] = set()  # by what is in hand
        self.shown: dict[NodeId, Name] = {}
        """What stands in the part of the scene that was shown last."""
        self.are_all_shown = True
        """Whether all tiles of that part were made, and none is old."""

    def forget(self) -> None:
        """Cards, wires, names or numbers are others."""
        self._old = set(self._tiles)
        self._order = None
        self._in_hand.take((), ())

    def change(self, places: Iterable[QRectF]) -> list[Box]:
        """Cards, wires or names in these places were others, or are now; where names come or go at once by that."""
        self._order = None
        self._in_hand.take((), ())
        self._forget_at(places)
        return self._make_way()

    def follow(self, nodes: Iterable[NodeId], edges: Iterable[Edge], places: Iterable[QRectF]) -> list[Box]:
        """These cards and wires are carried from some of these places to others; where names come or go by that."""
        if self._in_hand.take(nodes, edges):
            self._forget_at(places)
        return self._make_way()

    def _make_way(self) -> list[Box]:
        """Let other names make way for what is in hand now; where names come or go by that."""
        if not self._places:
            return []
        named, covered = self._in_hand.shown, self._covered
        self._lay_out()
        others = [self._standing[node_id][0] for node_id in covered ^ self._covered if node_id in self._standing]
        return [*others, *(box for box, _ in (*named.values(), *self._in_hand.shown.values()))]

    def is_in_hand(self, node_id: NodeId) -> bool:
        """Whether that card is carried: its name goes with it, over whatever is there."""
        return node_id in self._in_hand.nodes

    def _forget_at(self, areas: Iterable[QRectF]) -> None:
        """What was in these places of the scene, or is there now, is elsewhere."""
        touched = {
            (at, *cell) for at in {at for at, _, _ in self._tiles} for area in areas for cell in _cells(area, at)
        }
        self._old |= touched & self._tiles.keys()

    def show(self, area: QRectF, at: float, *, may_make: bool) -> None:
        """Have the names of that part ready; with `may_make` those of tiles that it lacks, as far as there is time."""
        places = [(at, column, row) for column, row in _cells(area, at)]
        if places == self._places and self.are_all_shown and self._old.isdisjoint(places):
            return
        self._places = places
        if may_make:
            self._make(place for place in places if place not in self._tiles)
        if len(self._tiles) > _MOST_TILES:
            self._tiles = {place: self._tiles[place] for place in places if place in self._tiles}
            self._old &= self._tiles.keys()
        self._stand()

    def make_more(self) -> list[Box]:
        """Make what was lacking or old where names were shown last, as far as there is time; where names change."""
        if not self._places:
            return []
        before = self.shown
        self._make(place for place in self._places if place not in self._tiles or place in self._old)
        self._stand()
        now = self.shown
        others = [node_id for node_id in before.keys() | now.keys() if before.get(node_id) != now.get(node_id)]
        return [names[node_id][0] for names in (before, now) for node_id in others if node_id in names]

    def _make(self, places: Iterable[_Place]) -> None:
        until = perf_counter() + _MOST_S
        for place in places:
            self._tiles[place] = dict(self._find(place))
            self._old.discard(place)
            if perf_counter() > until:
                break

    def _stand(self) -> None:
        """Let what the tiles hold be what is shown."""
        self._standing = {}
        for place in self._places:
            self._standing |= self._tiles.get(place, {})
        self.are_all_shown = all(place in self._tiles and place not in self._old for place in self._places)
        self._lay_out()

    def _lay_out(self) -> None:
        self._in_hand.lay_out(self._places[0][0])
        self._covered = set(self._in_hand.covered(self._standing))
        standing = {node_id: name for node_id, name in self._standing.items() if node_id not in self._covered}
        self.shown = standing | self._in_hand.shown

    def _find(self, place: _Place) -> Iterator[tuple[NodeId, Name]]:
        at, column, row = place
        size = _TILE_PX / at
        tile = Box(column * size, row * size, (column + 1) * size, (row + 1) * size)
        area = QRectF(tile.left, tile.top, size, size)
        found, carried = self._scene.items(area, _BOUNDS), self._in_hand.nodes
        cards = {item: item.box for item in found if isinstance(item, NodeItem) and item.node.id not in carried}
        own = [item for item, box in cards.items() if _contains(tile, box)]
        if not own:
            return
        taken = list(cards.values())
        for wire in found:
            if isinstance(wire, EdgeItem) and not self._in_hand.holds(wire.edge):
                taken += pieces(wire.line)
        lefts, tops, rights, bottoms = np.array(taken).T
        names: list[Box] = []

        def is_free(spot: Box) -> bool:
            left, top, right, bottom = spot
            if any(name.overlaps(spot) for name in names):
                return False
            return not ((lefts < right) & (left < rights) & (tops < bottom) & (top < bottoms)).any()

        own.sort(key=self._rank)
        between, height = _BETWEEN_PX / at, self._names.height / at
        for item in own[:_TRIED]:
            width, text = self._names.text(item)
            for spot in spots(cards[item], width / at, height, at):
                if _holds(tile, spot) and is_free(spot):
                    names.append(Box(spot.left - between, spot.top, spot.right + between, spot.bottom))
                    yield item.node.id, (spot, text)
                    break

    def _rank(self, item: NodeItem) -> tuple[int, int, int]:
        """Most people first, then as where nobody has been counted."""
        if self._order is None:
            self._order = {node.id: place for place, node in enumerate(self._scene.session.scenario.nodes)}
        return -item.arrived, self._names.rank(item), self._order.get(item.node.id, 0)


def _cells(area: QRectF, at: float) -> Iterator[tuple[int, int]]:
    """Column and row of each tile that has part of it."""
    size = _TILE_PX / at
    columns = range(floor(area.left() / size), floor(area.right() / size) + 1)
    return product(columns, range(floor(area.top() / size), floor(area.bottom() / size) + 1))


def _contains(tile: Box, card: Box) -> bool:
    """Whether a card is that tile's: its middle lies there."""
    x, y = (card.left + card.right) / 2, (card.top + card.bottom) / 2
    return tile.left <= x < tile.right and tile.top <= y < tile.bottom


def _holds(tile: Box, spot: Box) -> bool:
    return tile.left <= spot.left and spot.right <= tile.right and tile.top <= spot.top and spot.bottom <= tile.bottom
