"""Alignment while nodes move: edges and middles of other cards, and equal gaps between cards in line. No toolkit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.canvas.geometry import Box, Point

_REACH = 5.0
_BEYOND = 24.0


@dataclass(frozen=True, slots=True)
class Snap:
    """How far to shift so that things line up, None where nothing does; and the lines that show it."""

    dx: float | None
    dy: float | None
    lines: tuple[tuple[Point, Point], ...]


def snap(moving: Box, others: Sequence[Box]) -> Snap:
    """Line the moving box up with the nearest of the others, on each axis alone."""
    dx = _nearest((moving.left, _middle_x(moving), moving.right), [(b.left, _middle_x(b), b.right) for b in others])
    dy = _nearest((moving.top, _middle_y(moving), moving.bottom), [(b.top, _middle_y(b), b.bottom) for b in others])
    if dx is None:
        dx = _equal_gap(moving, others)
    moved = moving.moved(dx or 0.0, dy or 0.0)
    lines: list[tuple[Point, Point]] = []
    if dx is not None:
        lines += _upright_lines(moved, others)
    if dy is not None:
        lines += _level_lines(moved, others)
    return Snap(dx, dy, tuple(lines))


def _nearest(own: tuple[float, ...], others: Sequence[tuple[float, ...]]) -> float | None:
    """The smallest shift within reach that brings a line of ours onto the same line of another."""
    shifts = [theirs[index] - own[index] for theirs in others for index in range(3)]
    best = min(shifts, key=abs, default=None)
    return best if best is not None and abs(best) <= _REACH else None


def _equal_gap(moving: Box, others: Sequence[Box]) -> float | None:
    """The shift that makes the gap to a neighbour in the same row equal to that neighbour's own gap on its far side."""
    row = sorted(box for box in others if box.top < moving.bottom and moving.top < box.bottom)
    best: float | None = None
    for first, second in pairwise(row):
        gap = second.left - first.right
        if gap <= 0:
            continue
        for shift in (second.right + gap - moving.left, first.left - gap - moving.right):
            if abs(shift) <= _REACH and (best is None or abs(shift) < abs(best)):
                best = shift
    return best


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


def _middle_x(box: Box) -> float:
    return (box.left + box.right) / 2


def _middle_y(box: Box) -> float:
    return (box.top + box.bottom) / 2
