"""What lies where on a drawn chart: which cell of the figures' table a point belongs to, and which lies beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
_STRAIGHT = 3.0  # how much more a way across counts than one ahead


class Hit(NamedTuple):
    """Where a cell of the figures' table is drawn, in pixels: (x, y, width, height), or a path of matplotlib."""

    row: int
    column: int
    outline: tuple[float, float, float, float] | Any

    @property
    def path(self) -> Any:
        """The outline as a path."""
        if not isinstance(self.outline, tuple):
            return self.outline
        from matplotlib.path import Path  # late: it takes a while to import

        x, y, width, height = self.outline
        return Path([(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)], closed=True)


class Outline(NamedTuple):
    """A cell of the table, and the closed polygons within which it is drawn, each of shape (points, 2).

    A rectangle is `box` (left, top, right, bottom) and has no polygons.
    """

    row: int
    column: int
    polygons: tuple[Points, ...]
    box: tuple[float, float, float, float] | None = None


class HitMap:
    """The outlines of one drawing in its pixels, the topmost last."""

    def __init__(self, outlines: Sequence[Outline] = ()) -> None:
        self._outlines = tuple(each for each in outlines if each.polygons or each.box)
        boxes = [each.box or _around(each.polygons) for each in self._outlines]
        self._boxes: Points = np.array(boxes, float).reshape(-1, 4)  # left, top, right, bottom

    def __len__(self) -> int:
        return len(self._outlines)

    def cell(self, index: int) -> tuple[int, int]:
        """Row and column of the figures' table."""
        return self._outlines[index].row, self._outlines[index].column

    def at(self, x: float, y: float) -> int | None:
        """The topmost outline around that place."""
        left, top, right, bottom = self._boxes.T
        near = np.flatnonzero((left <= x) & (x <= right) & (top <= y) & (y <= bottom))
        return next((int(at) for at in near[::-1] if _is_inside(self._outlines[at], x, y)), None)

    def beside(self, index: int, across: int, down: int) -> int | None:
        """What lies next in that direction (`across` 1 is right, `down` 1 is below), if anything does."""
        middles = (self._boxes[:, :2] + self._boxes[:, 2:]) / 2
        step = middles - middles[index]
        ahead = step @ np.array([across, down], float)
        aside = np.abs(step @ np.array([down, across], float))
        score = np.where(ahead > 0.5, ahead + _STRAIGHT * aside, np.inf)
        best = int(score.argmin())
        return best if np.isfinite(score[best]) else None

    def first(self) -> int | None:
        """What stands first in the table."""
        return min(range(len(self)), key=self.cell, default=None)

    def of_cell(self, row: int, column: int) -> int | None:
        """Where that cell is drawn."""
        return next((at for at in range(len(self)) if self.cell(at) == (row, column)), None)

    def middle(self, index: int) -> tuple[float, float]:
        """The middle of the box around it."""
        left, top, right, bottom = self._boxes[index].tolist()
        return (left + right) / 2, (top + bottom) / 2

    def polygons(self, index: int) -> tuple[Points, ...]:
        """Its outline."""
        outline = self._outlines[index]
        if outline.box is None:
            return outline.polygons
        left, top, right, bottom = outline.box
        return (np.array([(left, top), (right, top), (right, bottom), (left, bottom)], float),)


def _around(polygons: Sequence[Points]) -> tuple[float, ...]:
    """The rectangle around them."""
    points = np.concatenate(polygons)
    return (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())


def _is_inside(outline: Outline, x: float, y: float) -> bool:
    """Whether a ray from there crosses the polygons an odd number of times; what lies in a hole is not inside.

    The place lies in the box around them.
    """
    crossings = 0 if outline.box is None else 1
    for points in outline.polygons:
        (x0, y0), (x1, y1) = points.T, np.roll(points, -1, axis=0).T
        is_level = (y0 > y) != (y1 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            crossings += int(np.count_nonzero(is_level & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))))
    return crossings % 2 == 1
