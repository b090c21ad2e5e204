"""Ways for wires: level and upright pieces from an output to an input that cross no card.

Most wires are a straight line or two elbows; where a card stands in the way, a search over the lines beside the cards
finds the shortest way with the fewest turns (A* on a sparse grid).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from app.canvas.geometry import Box, Point
from app.canvas.routing.detour import detour
from app.canvas.routing.obstacles import Lanes, Obstacles

STUB = 16.0
"""How far a wire runs level out of its output and into its input."""

MARGIN = 12.0
"""How far a wire keeps from cards."""

_BESIDE = 24.0
_TRIES = 6
_NUDGES = (0.0, -8.0, 8.0, -16.0, 16.0, -24.0, 24.0)

Ends = tuple[Hashable, Hashable]


@dataclass(slots=True)
class Router:
    """Finds ways among the cards and remembers where wires run."""

    obstacles: Obstacles = field(default_factory=Obstacles)
    lanes: Lanes = field(default_factory=Lanes)

    def route(self, owner: Hashable, ends: Ends, start: Point, end: Point) -> tuple[Point, ...]:
        """The corners of the way, from the output at `start` to the input at `end`, both included."""
        self.lanes.remove(owner)
        a, b = (start[0] + STUB, start[1]), (end[0] - STUB, end[1])
        inner = self._elbows(a, b) or self._around(a, b) or detour(self.obstacles, a, b, MARGIN)
        line = self._nudged(simplified((start, *inner, end)), ends)
        self.lanes.put(owner, ends, line)
        return line

    def forget(self, owner: Hashable) -> None:
        """The wire is gone."""
        self.lanes.remove(owner)

    def _elbows(self, a: Point, b: Point) -> tuple[Point, ...]:
        if b[0] < a[0]:
            return ()
        if a[1] == b[1]:
            return () if self.obstacles.blocks(a, b, MARGIN) else (a, b)
        for x in _channels(a[0], b[0]):
            line = (a, (x, a[1]), (x, b[1]), b)
            if self._is_clear(line):
                return line
        return ()

    def _around(self, a: Point, b: Point) -> tuple[Point, ...]:
        """Straight up or down, level past what stands between, and back: the nearest such way that is clear."""
        corridor = Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])).grown(MARGIN)
        levels = {y for box in self.obstacles.within(corridor) for y in (box.top - _BESIDE, box.bottom + _BESIDE)}
        for y in sorted(levels, key=lambda y: abs(y - a[1]) + abs(y - b[1]))[:_TRIES]:
            line = (a, (a[0], y), (b[0], y), b)
            if self._is_clear(line):
                return line
        return ()

    def _is_clear(self, line: tuple[Point, ...]) -> bool:
        return not any(p != q and self.obstacles.blocks(p, q, MARGIN) for p, q in pairwise(line))

    def _nudged(self, line: tuple[Point, ...], ends: Ends) -> tuple[Point, ...]:
        """The way with its inner pieces moved off other wires, as far as there is room."""
        for index in range(1, len(line) - 2):
            p, q = line[index], line[index + 1]
            if not self.lanes.taken(p, q, ends):
                continue
            for by in _NUDGES:
                moved = _shifted(line, index, by)
                inner = ((line[0][0] + STUB, line[0][1]), *moved[1:-1], (line[-1][0] - STUB, line[-1][1]))
                if _keeps_direction(line, moved) and self._is_free(moved, index, ends) and self._is_clear(inner):
                    line = moved
                    break
        return line

    def _is_free(self, line: tuple[Point, ...], index: int, ends: Ends) -> bool:
        return not self.lanes.taken(line[index], line[index + 1], ends)


def simplified(line: tuple[Point, ...]) -> tuple[Point, ...]:
    """The same way without repeated points and without points in the middle of a straight piece."""
    kept: list[Point] = []
    for point in line:
        if kept and kept[-1] == point:
            continue
        while len(kept) >= 2 and _is_between(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _channels(left: float, right: float) -> Iterator[float]:
    """Where to turn, best first: before the target, so that the words beside the port have room."""
    yield right
    yield (left + right) / 2
    yield left


def _is_between(a: Point, b: Point, c: Point) -> bool:
    if a[0] == b[0] == c[0]:
        return min(a[1], c[1]) <= b[1] <= max(a[1], c[1])
    return a[1] == b[1] == c[1] and min(a[0], c[0]) <= b[0] <= max(a[0], c[0])


def _shifted(line: tuple[Point, ...], index: int, by: float) -> tuple[Point, ...]:
    p, q = line[index], line[index + 1]
    dx, dy = (by, 0.0) if p[0] == q[0] else (0.0, by)
    return (*line[:index], (p[0] + dx, p[1] + dy), (q[0] + dx, q[1] + dy), *line[index + 2 :])


def _keeps_direction(before: tuple[Point, ...], after: tuple[Point, ...]) -> bool:
    """No piece of the moved way runs against its old sense, and the ends still leave and arrive to the right."""
    for (a, b), (c, d) in zip(pairwise(before), pairwise(after), strict=False):
        if (b[0] - a[0]) * (d[0] - c[0]) < 0 or (b[1] - a[1]) * (d[1] - c[1]) < 0:
            return False
    return after[1][0] >= after[0][0] + STUB and after[-2][0] <= after[-1][0] - STUB
