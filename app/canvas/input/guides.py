"""Alignment while nodes move: edges and middles of other cards, and equal gaps between cards in line. No toolkit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.canvas.geometry import Box, Point

_REACH = 5.0
_BEYOND = 24.0
_TICK = 6.0


@dataclass(frozen=True, slots=True)
class Snap:
    """How far to shift so that things line up, None where nothing does; and the lines that show it."""

    dx: float | None
    dy: float | None
    lines: tuple[tuple[Point, Point], ...]


class Neighbours:
    """The boxes that stay where they are while another moves; what of them is asked for again and again is kept."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.boxes = boxes
        self.turned = [_turned(box) for box in boxes]
        self.across = [sorted(map(line, boxes)) for line in (_left, _middle_x, _right)]
        self.down = [sorted(map(line, self.turned)) for line in (_left, _middle_x, _right)]


def snap(moving: Box, others: Neighbours) -> Snap:
    """Line the moving box up with the nearest of the others, on each axis alone; else make equal gaps in its row."""
    dx = _nearest((moving.left, _middle_x(moving), moving.right), others.across)
    dy = _nearest((moving.top, _middle_y(moving), moving.bottom), others.down)
    if dx is None:
        dx = _equal_gap(moving, others.boxes)
    if dy is None and (turned := _equal_gap(_turned(moving), others.turned)) is not None:
        dy = turned
    moved = moving.moved(dx or 0.0, dy or 0.0)
    lines: list[tuple[Point, Point]] = []
    if dx is not None:
        lines += [*_upright_lines(moved, others.boxes), *_gap_lines(moved, others.boxes)]
    if dy is not None:
        turned_lines = _gap_lines(_turned(moved), others.turned)
        lines += [*_level_lines(moved, others.boxes), *((a[::-1], b[::-1]) for a, b in turned_lines)]
    return Snap(dx, dy, tuple(lines))


def _nearest(own: tuple[float, ...], others: Sequence[Sequence[float]]) -> float | None:
    """The smallest shift within reach that brings a line of ours onto the same line of another; theirs are sorted."""
    shifts = []
    for line, theirs in zip(own, others, strict=True):
        place = bisect_left(theirs, line)
        shifts += [each - line for each in theirs[max(place - 1, 0) : place + 1]]
    best = min(shifts, key=abs, default=None)
    return best if best is not None and abs(best) <= _REACH else None


def _equal_gap(moving: Box, others: Sequence[Box]) -> float | None:
    """The shift that makes gaps in a row equal: to a neighbour as wide as its own on the far side, or between two."""
    row = _row(moving, others)
    shifts: list[float] = []
    for first, second in pairwise(row):
        gap = second.left - first.right
        if gap <= 0:
            continue
        shifts += [second.right + gap - moving.left, first.left - gap - moving.right]
        shifts.append((first.right + second.left) / 2 - _middle_x(moving))
    best = min(shifts, key=abs, default=None)
    return best if best is not None and abs(best) <= _REACH else None


def _gap_lines(moved: Box, others: Sequence[Box]) -> list[tuple[Point, Point]]:
    """A measure in each of the gaps beside the moved box that are as wide as another of its row."""
    row = sorted([*_row(moved, others), moved])
    gaps = [(left.right, right.left, left is moved or right is moved) for left, right in pairwise(row)]
    own = [end - start for start, end, is_own in gaps if is_own and end > start]
    y = _middle_y(moved)
    lines: list[tuple[Point, Point]] = []
    for index, (start, end, _is_own) in enumerate(gaps):
        twins = [i for i, gap in enumerate(gaps) if i != index and abs(gap[1] - gap[0] - (end - start)) < 0.5]
        is_ours = any(abs(width - (end - start)) < 0.5 for width in own)
        if twins and is_ours and end > start:
            lines.append(((start, y), (end, y)))
            lines += [((x, y - _TICK), (x, y + _TICK)) for x in (start, end)]
    return lines


def _row(moving: Box, others: Sequence[Box]) -> list[Box]:
    return sorted(box for box in others if box.top < moving.bottom and moving.top < box.bottom)


def _turned(box: Box) -> Box:
    """The box with its axes changed, so that what is said of rows holds for columns."""
    return Box(box.top, box.left, box.bottom, box.right)


def _upright_lines(moved: Box, others: Sequence[Box]) -> list[tuple[Point, Point]]:
    lines = []
    for read in (lambda b: b.left, _middle_x, lambda b: b.right):
        same = [box for box in others if abs(read(box) - read(moved)) < 0.5]
        if same:
            top = min(moved.top, *(box.top for box in same)) - _BEYOND
            bottom = max(moved.bottom, *(box.bottom for box in same)) + _BEYOND
            lines.append(((read(moved), top), (read(moved), bottom)))
    return lines


def _level_lines(moved: Box, others: Sequence[Box]) -> list[tuple[Point, Point]]:
    lines = []
    for read in (lambda b: b.top, _middle_y, lambda b: b.bottom):
        same = [box for box in others if abs(read(box) - read(moved)) < 0.5]
        if same:
            left = min(moved.left, *(box.left for box in same)) - _BEYOND
            right = max(moved.right, *(box.right for box in same)) + _BEYOND
            lines.append(((left, read(moved)), (right, read(moved))))
    return lines


def _left(box: Box) -> float:
    return box.left


def _right(box: Box) -> float:
    return box.right


def _middle_x(box: Box) -> float:
    return (box.left + box.right) / 2


def _middle_y(box: Box) -> float:
    return (box.top + box.bottom) / 2
