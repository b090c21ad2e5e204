"""Sizes and places on the canvas, in pixels at 100 %; no toolkit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

STEP = 8.0
"""The grid that nodes snap to."""

CARD_WIDTH = 208.0
CARD_HEIGHT = 64.0
CARD_RADIUS = 10.0
PORT_TOP = 32.0
"""The input and the first output stand on this line, so a main path runs straight."""

PORT_PITCH = 24.0
INPUT_RADIUS = 4.5
"""The dot where wires come in; an arrow ends before it."""

PORT_REACH = 12.0
"""How far from its middle a port can be grasped."""

Point = tuple[float, float]


class Box(NamedTuple):
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> Box:
        """The same rectangle with `by` more on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def moved(self, dx: float, dy: float) -> Box:
        """The same rectangle elsewhere."""
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def overlaps(self, other: Box) -> bool:
        """They share an area; touching is not overlapping."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def contains(self, x: float, y: float) -> bool:
        """The point is inside or on the border."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def around(boxes: Sequence[Box]) -> Box:
    """The smallest rectangle that has all of these, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def card_height(ports: int) -> float:
    """The height of a card with so many outputs; 64 up to two."""
    return CARD_HEIGHT + max(0, ports - 2) * PORT_PITCH


def card_box(at: Point, ports: int) -> Box:
    """The rectangle of a node's card."""
    return Box(at[0], at[1], at[0] + CARD_WIDTH, at[1] + card_height(ports))


def port_y(index: int) -> float:
    """How far below the card's top the output of that index stands."""
    return PORT_TOP + index * PORT_PITCH


def snapped(value: float) -> float:
    """The nearest line of the grid."""
    return round(value / STEP) * STEP


def distance_to_line(point: Point, line: tuple[Point, ...]) -> float:
    """The distance of a point from a polyline of upright and level pieces; infinite for an empty one."""
    x, y = point
    best = float("inf")
    for (ax, ay), (bx, by) in pairwise(line):
        dx = max(min(ax, bx) - x, 0.0, x - max(ax, bx))
        dy = max(min(ay, by) - y, 0.0, y - max(ay, by))
        best = min(best, (dx * dx + dy * dy) ** 0.5)
    return best
