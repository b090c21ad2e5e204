"""The way of a band from card to card: past the cards that stand between them, and round below where it leads back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Spot = tuple[float, float]
_STEPS = 24  # of each curve, to find what it touches
_REACH = 40.0  # how far a way back swings out
_CLEARANCE = 6.0  # between a band and the cards it passes
_REMEMBERED = 1_024  # ways whose points are asked for again and again while counts look for room


@dataclass(frozen=True, slots=True)
class Rectangle:
    """What a band should not cover."""

    left: float
    top: float
    right: float
    bottom: float


def onwards(start: Spot, end: Spot, cards: Sequence[Rectangle], thick: float) -> tuple[Spot, ...]:
    """Vertices of cubics from start to an end further right: the simplest way that covers none of the cards.

    It runs straight at the height of the start, of the end, or between the cards that stand in its way, whichever is
    free; where nothing is, it is one curve from card to card.
    """
    margin = thick / 2 + _CLEARANCE
    between = [card for card in cards if card.left >= start[0] and card.right <= end[0]]
    direct = _through([start, end])
    if not between or not _touches(direct, between, margin):
        return direct
    first, last = min(card.left for card in between), max(card.right for card in between)
    for height in _heights(start, end, cards, between, margin):
        way = _through([start, (first, height), (last, height), end])
        if not _touches(way, between, margin):
            return way
    return direct


def backwards(start: Spot, end: Spot, below: float) -> tuple[Spot, ...]:
    """Vertices of cubics that leave to the right, run below all cards, and come in from the left."""
    middle = (start[0] + end[0]) / 2
    return (
        start, (start[0] + _REACH, start[1]), (start[0] + _REACH, below), (middle, below),
        (end[0] - _REACH, below), (end[0] - _REACH, end[1]), end,
    )  # fmt: skip


def along(vertices: tuple[Spot, ...], share: float) -> Spot:
    """The point after that share of the way's length."""
    points = _points(vertices)
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = share * lengths[-1]
    return float(np.interp(at, lengths, points[:, 0])), float(np.interp(at, lengths, points[:, 1]))


def meets(vertices: tuple[Spot, ...], box: Rectangle, margin: float) -> bool:
    """Whether the way comes nearer to the box than the margin."""
    return _touches(vertices, [box], margin)


def _heights(
    start: Spot, end: Spot, cards: Sequence[Rectangle], between: Sequence[Rectangle], margin: float
) -> Iterator[float]:
    """Where a way might run straight: as it begins or ends, else past the cards, by detour, outside them all last."""
    top, bottom = min(card.top for card in cards), max(card.bottom for card in cards)
    beside = [y for card in between for y in (card.top - margin - 1, card.bottom + margin + 1)]
    yield start[1]
    yield end[1]
    yield from sorted(beside, key=lambda y: (not top < y < bottom, abs(y - start[1]) + abs(y - end[1])))


def _through(spots: Sequence[Spot]) -> tuple[Spot, ...]:
    """Cubics from spot to spot, each level where it begins and ends."""
    vertices = [spots[0]]
    for (x, y), (to_x, to_y) in pairwise(spots):
        reach = (to_x - x) / 2
        vertices += [(x + reach, y), (to_x - reach, to_y), (to_x, to_y)]
    return tuple(vertices)


def _touches(vertices: tuple[Spot, ...], boxes: Iterable[Rectangle], margin: float) -> bool:
    left, top, right, bottom = _hull(vertices)
    near = [
        b for b in boxes if b.right > left and b.left < right and b.bottom + margin > top and b.top - margin < bottom
    ]
    if not near:
        return False
    x, y = _points(vertices).T
    return any(
        bool(np.any((x > b.left) & (x < b.right) & (y > b.top - margin) & (y < b.bottom + margin))) for b in near
    )


@lru_cache(maxsize=_REMEMBERED)
def _hull(vertices: tuple[Spot, ...]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a room that no cubic leaves."""
    across, down = zip(*vertices, strict=True)
    return min(across), min(down), max(across), max(down)


@lru_cache(maxsize=_REMEMBERED)
def _points(vertices: tuple[Spot, ...]) -> NDArray[np.float64]:
    """Points of the cubics, dense enough to find what they touch; not to be written to."""
    corners = np.asarray(vertices, float)
    t = np.linspace(0, 1, _STEPS + 1)[:, None]
    pieces = [
        (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t**2 * (1 - t) * c + t**3 * d
        for a, b, c, d in (corners[at : at + 4] for at in range(0, len(corners) - 1, 3))
    ]
    return np.concatenate(pieces)
