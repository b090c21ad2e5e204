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
        self._buckets: defaultdict[tuple[int, int], set[str]] = defaultdict(set)

    def put(self, name: str, box: Box) -> None:
        """Set the box of that name, in place of its last one."""
        self.remove(name)
        self._boxes[name] = box
        for cell in _cells(box):
            self._buckets[cell].add(name)

    def remove(self, name: str) -> None:
        """Forget the box of that name, if there is one."""
        box = self._boxes.pop(name, None)
        if box is not None:
            for cell in _cells(box):
                self._buckets[cell].discard(name)

    def get(self, name: str) -> Box | None:
        """The box of that name."""
        return self._boxes.get(name)

    def within(self, area: Box) -> list[Box]:
        """The boxes that overlap the area, in a fixed order."""
        names = {name for cell in _cells(area) for name in self._buckets.get(cell, ())}
        return sorted(box for box in map(self._boxes.__getitem__, names) if box.overlaps(area))

    def is_free(self, area: Box) -> bool:
        """Whether no box overlaps the area."""
        boxes, buckets = self._boxes, self._buckets
        return not any(boxes[name].overlaps(area) for cell in _cells(area) for name in buckets.get(cell, ()))

    def blocks(self, a: Point, b: Point, margin: float) -> bool:
        """A box, with that margin around it, stands on the upright or level piece from `a` to `b`."""
        area = Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])).grown(margin)
        boxes, buckets = self._boxes, self._buckets
        return any(boxes[name].overlaps(area) for cell in _cells(area) for name in buckets.get(cell, ()))

    def __iter__(self) -> Iterator[str]:
        return iter(self._boxes)


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


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(floor(box.left / _BUCKET), floor(box.right / _BUCKET) + 1):
        for row in range(floor(box.top / _BUCKET), floor(box.bottom / _BUCKET) + 1):
            yield column, row


def _piece(a: Point, b: Point) -> tuple[bool, int, float, float]:
    is_upright = a[0] == b[0]
    across, low, high = (a[0], a[1], b[1]) if is_upright else (a[1], a[0], b[0])
    return is_upright, round(across / 8), min(low, high), max(low, high)
