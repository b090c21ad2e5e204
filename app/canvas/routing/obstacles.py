"""Where cards stand and where wires run, in buckets that are quick to ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain, pairwise
from math import floor
from typing import NamedTuple

from app.canvas.geometry import Box, Point

_BUCKET = 256.0


class Obstacles:
    """The boxes that wires have to go round, by name; asked by place."""

    def __init__(self) -> None:
        self._boxes: dict[str, Box] = {}
        self._buckets: defaultdict[tuple[int, int], dict[str, Box]] = defaultdict(dict)

    def put(self, name: str, box: Box) -> None:
        """Set the box of that name, in place of its last one."""
        self.remove(name)
        self._boxes[name] = box
        for cell in _cells(box):
            self._buckets[cell][name] = box

    def remove(self, name: str) -> None:
        """Forget the box of that name, if there is one."""
        box = self._boxes.pop(name, None)
        if box is not None:
            for cell in _cells(box):
                self._buckets[cell].pop(name, None)

    def get(self, name: str) -> Box | None:
        """The box of that name."""
        return self._boxes.get(name)

    def within(self, area: Box) -> list[Box]:
        """The boxes that overlap the area, in a fixed order."""
        found: dict[str, Box] = {}
        for cell in _cells(area):
            found.update(self._buckets.get(cell, _NO_BOXES))
        return sorted(box for box in found.values() if box.overlaps(area))

    def is_free(self, area: Box) -> bool:
        """Whether no box overlaps the area."""
        left, top, right, bottom = area
        for cell in _cells(area):
            for box in self._buckets.get(cell, _NO_BOXES).values():
                if box[0] < right and left < box[2] and box[1] < bottom and top < box[3]:
                    return False
        return True

    def blocks(self, a: Point, b: Point, margin: float) -> bool:
        """A box, with that margin around it, stands on the upright or level piece from `a` to `b`."""
        left, right = (a[0], b[0]) if a[0] < b[0] else (b[0], a[0])
        top, bottom = (a[1], b[1]) if a[1] < b[1] else (b[1], a[1])
        return not self.is_free(Box(left - margin, top - margin, right + margin, bottom + margin))

    def __iter__(self) -> Iterator[str]:
        return iter(self._boxes)


_NO_BOXES: dict[str, Box] = {}


class _Lane(NamedTuple):
    low: float
    high: float
    ends: tuple[Hashable, Hashable]


_NO_LANES: dict[Hashable, list[_Lane]] = {}


class Lanes:
    """The pieces of all wires, so that two wires of different nodes do not run on top of one another.

    `ends` are what a wire starts at and ends at; wires that share one may share their way.
    """

    def __init__(self) -> None:
        self._lanes: defaultdict[tuple[bool, int], dict[Hashable, list[_Lane]]] = defaultdict(dict)  # by owner
        self._key_input: dict[Hashable, list[tuple[bool, int]]] = {}

    def put(self, owner: Hashable, ends: tuple[Hashable, Hashable], line: Iterable[Point]) -> None:
        """Set the way of that wire, in place of its last one."""
        self.remove(owner)
        points = tuple(line)
        keys = self._key_input[owner] = []
        for a, b in pairwise(points):
            is_upright, key, low, high = _piece(a, b)
            self._lanes[is_upright, key].setdefault(owner, []).append(_Lane(low, high, ends))
            keys.append((is_upright, key))

    def remove(self, owner: Hashable) -> None:
        """Forget the way of that wire."""
        for key in self._key_input.pop(owner, ()):
            self._lanes[key].pop(owner, None)

    def taken(self, a: Point, b: Point, ends: tuple[Hashable, Hashable]) -> bool:
        """Another wire, with neither end in common, runs along the piece from `a` to `b`."""
        is_upright, key, low, high = _piece(a, b)
        for lane in chain.from_iterable(self._lanes.get((is_upright, key), _NO_LANES).values()):
            if lane.low < high and low < lane.high and lane.ends[0] != ends[0] and lane.ends[1] != ends[1]:
                return True
        return False


def _cells(box: Box) -> list[tuple[int, int]]:
    left, top, right, bottom = box
    rows = range(floor(top / _BUCKET), floor(bottom / _BUCKET) + 1)
    return [(column, row) for column in range(floor(left / _BUCKET), floor(right / _BUCKET) + 1) for row in rows]


def _piece(a: Point, b: Point) -> tuple[bool, int, float, float]:
    is_upright = a[0] == b[0]
    across, low, high = (a[0], a[1], b[1]) if is_upright else (a[1], a[0], b[0])
    return is_upright, round(across / 8), min(low, high), max(low, high)
