"""Where the cards and bands of a flow stand: as on the canvas, stretched to the area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path

from app.reports.drawing.drawing_area import DrawingArea
from app.reports.flow.figures import EdgeFlow, FlowFigures, NodeFlow
from app.reports.flow.ways import Rectangle, Spot, along, backwards, onwards

CARD_WIDTH, CARD_HEIGHT = 208, 64  # as on the canvas
_WIDEST, _HIGHEST = 1.15, 1.5  # how far cards grow in either direction
_THICKEST = 0.72  # of a card's height
_OUTLINED = 24  # points of a way's outline, on each side
_SWING = 24  # the room kept on either side for ways that swing round
_WAY_BACK = 56  # the room kept under the cards where some way leads back


@dataclass(frozen=True, slots=True)
class Card:
    """A node's rectangle on the area."""

    node: NodeFlow
    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def rectangle(self) -> Rectangle:
        return Rectangle(self.left, self.top, self.left + self.width, self.top + self.height)


@dataclass(frozen=True, slots=True)
class Band:
    """An edge, `thick` pixels wide."""

    edge: EdgeFlow
    way: tuple[Spot, ...]  # vertices of cubics
    thick: float

    @property
    def curve(self) -> Path:
        """The way as a path to draw."""
        return Path(self.way, [Path.MOVETO, *[Path.CURVE4] * (len(self.way) - 1)])

    def outline(self, wide: float) -> Path:
        """What a stroke of that width along the way covers."""
        spots = np.array([self.point(share) for share in np.linspace(0, 1, _OUTLINED)])
        ahead = np.gradient(spots, axis=0)
        aside = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) / np.maximum(np.hypot(*ahead.T), 1e-9)[:, None]
        return Path([*(spots + aside * wide / 2), *(spots - aside * wide / 2)[::-1]], closed=False)

    def point(self, share: float) -> Spot:
        """A point on the way, from 0 to 1."""
        return along(self.way, share)


def place_cards(area: DrawingArea, figures: FlowFigures, bottom: float) -> dict[str, Card]:
    """The cards at their places, stretched to the area in each direction on its own."""
    places = [node.at for node in figures.nodes]
    left, top = (min(place[axis] for place in places) for axis in (0, 1))
    wide = max(place[0] for place in places) - left + CARD_WIDTH
    high = max(place[1] for place in places) - top + CARD_HEIGHT
    at = {node.id: node.at for node in figures.nodes}
    has_way_back = any(at[edge.target][0] <= at[edge.source][0] for edge in figures.edges)
    beside = _SWING * area.unit if has_way_back else 0
    room_x = area.width - 2 * area.margin - 2 * beside
    room_y = bottom - area.margin - (_WAY_BACK if has_way_back else 0)
    across, down = min(room_x / wide, _WIDEST * area.unit), min(room_y / high, _HIGHEST * area.unit)
    start_x = area.margin + beside + (room_x - wide * across) / 2
    start_y = area.margin + (room_y - high * down) / 2
    return {
        node.id: Card(
            node, start_x + (node.at[0] - left) * across, start_y + (node.at[1] - top) * down,
            CARD_WIDTH * across, CARD_HEIGHT * down,
        )
        for node in figures.nodes
    }  # fmt: skip


def place_bands(figures: FlowFigures, cards: dict[str, Card]) -> list[Band]:
    """The edges as bands; those at one side of a card lie side by side, in the order of where they go."""
    height = max(card.height for card in cards.values())
    scale = height * _THICKEST / _most(figures)
    leaving = _stacked(figures.edges, cards, scale, lambda edge: edge.source, lambda edge: edge.target)
    coming = _stacked(figures.edges, cards, scale, lambda edge: edge.target, lambda edge: edge.source)
    below = max(card.top + card.height for card in cards.values()) + _WAY_BACK / 2
    rectangles = [card.rectangle for card in cards.values()]
    bands = []
    for edge in sorted(figures.edges, key=lambda edge: -edge.rate.count):
        source, target, thick = cards[edge.source], cards[edge.target], _thickness(edge, scale)
        start, end = (source.left + source.width, leaving[edge]), (target.left, coming[edge])
        way = onwards(start, end, rectangles, thick) if end[0] > start[0] else backwards(start, end, below)
        bands.append(Band(edge, way, thick))
    return bands


def _most(figures: FlowFigures) -> int:
    """The most visits at one side of a node; a way that forks lets out more than arrived."""
    left: dict[str, int] = defaultdict(int)
    for edge in figures.edges:
        left[edge.source] += edge.rate.count
    return max(1, *left.values(), *(node.arrived for node in figures.nodes))


def _leads_back(edge: EdgeFlow, cards: dict[str, Card]) -> bool:
    return cards[edge.target].left <= cards[edge.source].left


def _thickness(edge: EdgeFlow, scale: float) -> float:
    return max(edge.rate.count * scale, 1.5) if edge.rate.count else 0.0


def _stacked(
    edges: Sequence[EdgeFlow],
    cards: dict[str, Card],
    scale: float,
    here: Callable[[EdgeFlow], str],
    there: Callable[[EdgeFlow], str],
) -> dict[EdgeFlow, float]:
    """The y of each edge's middle at the card `here`."""
    by_card: dict[str, list[EdgeFlow]] = defaultdict(list)
    for edge in edges:
        by_card[here(edge)].append(edge)
    places = {}
    for card_id, beside in by_card.items():
        beside.sort(key=lambda edge: (_leads_back(edge, cards), cards[there(edge)].middle))
        y = cards[card_id].middle - sum(_thickness(edge, scale) for edge in beside) / 2
        for edge in beside:
            places[edge] = y + _thickness(edge, scale) / 2
            y += _thickness(edge, scale)
    return places
