"""Places along wires: many at a time, by the wire and which part of it is behind. No toolkit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.canvas.geometry import Point

_ELBOW = 10.0
_ROUNDED = (0.0, 0.25, 0.5, 0.75, 1.0)
Floats = NDArray[np.float64]


class WirePlaces:
    """The lines of all wires behind one another, with the length of the way to each corner."""

    def __init__(self, lines: Sequence[Sequence[Point]]) -> None:
        rounded = [_rounded(line) for line in lines]
        self._points: Floats = np.array([point for line in rounded for point in line], np.float64).reshape(-1, 2)
        sizes = np.array([len(line) for line in rounded], np.int64)
        first = np.cumsum(sizes) - sizes
        pieces = np.zeros(len(self._points))
        if len(self._points):
            pieces[1:] = np.hypot(*np.diff(self._points, axis=0).T)
            pieces[first[sizes > 0]] = 0.0  # between two wires there is no way
        self._gone = np.cumsum(pieces)
        last = np.maximum(first + sizes - 1, 0)
        self._begin = self._gone[np.minimum(first, len(pieces) - 1)] if len(pieces) else np.zeros(len(lines))
        self._length = (self._gone[last] - self._begin if len(pieces) else np.zeros(len(lines))) * (sizes > 0)
        self._first, self._last = first, last

    def at(self, wires: NDArray[np.integer[Any]], shares: Floats) -> Floats:
        """One place for each, as rows of x and y."""
        if not len(wires):
            return np.zeros((0, 2))
        gone = self._begin[wires] + shares * self._length[wires]
        after = np.clip(np.searchsorted(self._gone, gone, "right"), self._first[wires] + 1, self._last[wires])
        before = after - 1
        piece = self._gone[after] - self._gone[before]
        part = np.where(piece > 0, (gone - self._gone[before]) / np.where(piece > 0, piece, 1.0), 0.0)
        places: Floats = self._points[before] + (self._points[after] - self._points[before]) * part[:, None]
        return places


def _rounded(line: Sequence[Point]) -> list[Point]:
    """The line with its corners as the wire is drawn, in short pieces."""
    if len(line) < 2:
        return []
    made = [line[0]]
    for before, corner, after in zip(line, line[1:], line[2:], strict=False):
        bend = min(_ELBOW, _length(before, corner) / 2, _length(corner, after) / 2)
        a, b = _towards(corner, before, bend), _towards(corner, after, bend)
        made += [(_bent(a[0], corner[0], b[0], t), _bent(a[1], corner[1], b[1], t)) for t in _ROUNDED]
    return [*made, line[-1]]


def _bent(a: float, corner: float, b: float, t: float) -> float:
    return (1 - t) ** 2 * a + 2 * t * (1 - t) * corner + t**2 * b


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(a: Point, b: Point, by: float) -> Point:
    length = _length(a, b)
    return (a[0] + (b[0] - a[0]) * by / length, a[1] + (b[1] - a[1]) * by / length) if length else a
