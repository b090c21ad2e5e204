"""Where the cards and bands of a flow stand: as on the canvas, stretched to the area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path

from app.reports.drawing.drawing_area import DrawingArea
from app.reports.flow.figures import EdgeFlow, FlowFigures, NodeFlow

CARD_WIDTH, CARD_HEIGHT = 208, 64  # as on the canvas
_WIDEST, _HIGHEST = 1.15, 1.5  # how far cards grow in either direction
_THICKEST = 0.72  # of a card's height
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


@dataclass(frozen=True, slots=True)
class Band:
    """An edge drawn from (`x`, `y`) to (`to_x`, `to_y`), `thick` pixels wide."""

    edge: EdgeFlow
    x: float
    y: float
    to_x: float
    to_y: float
    thick: float
    below: float  # the y under all cards, where ways back run

    @property
    def curve(self) -> Path:
        """One cubic onwards; a way back goes round below."""
        if self.to_x > self.x:
            reach = max((self.to_x - self.x) / 2, 12)
            points = [
                (self.x, self.y),
                (self.x + reach, self.y),
                (self.to_x - reach, self.to_y),
                (self.to_x, self.to_y),
            ]
            return Path(points, [Path.MOVETO, *[Path.CURVE4] * 3])
        reach, middle = 40.0, (self.x + self.to_x) / 2
        points = [
            (self.x, self.y), (self.x + reach, self.y), (self.x + reach, self.below), (middle, self.below),
            (self.to_x - reach, self.below), (self.to_x - reach, self.to_y), (self.to_x, self.to_y),
        ]  # fmt: skip
        return Path(points, [Path.MOVETO, *[Path.CURVE4] * 6])

    def point(self, share: float) -> tuple[float, float]:
        """A point on the way, from 0 to 1."""
        points = np.asarray(self.curve.vertices)[-4:]
        a, b, c, d = (1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share**2 * (1 - share), share**3
        x, y = a * points[0] + b * points[1] + c * points[2] + d * points[3]
        return float(x), float(y)


def place_cards(area: DrawingArea, figures: FlowFigures, bottom: float) -> dict[str, Card]:
    """The cards at their places, stretched to the area in each direction on its own."""
    places = [node.at for node in figures.nodes]
    left, top = (min(place[axis] for place in places) for axis in (0, 1))
    wide = max(place[0] for place in places) - left + CARD_WIDTH
    high = max(place[1] for place in places) - top + CARD_HEIGHT
    at = {node.id: node.at for node in figures.nodes}
    has_way_back = any(at[edge.target][0] <= at[edge.source][0] for edge in figures.edges)
    room_x, room_y = area.width - 2 * area.margin, bottom - area.margin - (_WAY_BACK if has_way_back else 0)
    across, down = min(room_x / wide, _WIDEST * area.unit), min(room_y / high, _HIGHEST * area.unit)
    start_x = area.margin + (room_x - wide * across) / 2
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
    return [
        Band(
            edge, cards[edge.source].left + cards[edge.source].width, leaving[edge],
            cards[edge.target].left, coming[edge], _thickness(edge, scale), below,
        )
        for edge in sorted(figures.edges, key=lambda edge: -edge.rate.count)
    ]  # fmt: skip


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
