"""Values over buckets of time: where they stand, the scale at the left, the buckets' names below."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.reports.drawing.drawing_area import DrawingArea
from app.reports.drawing.fonts import width_px

_STEPS = (1, 2, 2.5, 5, 10)
_MEASURED = 12


@dataclass(frozen=True, slots=True)
class Plot:
    """A rectangle in pixels: values from `low` at its bottom to `high` at its top, over `many` buckets."""

    left: float
    top: float
    right: float
    bottom: float
    low: float
    high: float
    many: int

    @property
    def step(self) -> float:
        """How wide a bucket is."""
        return (self.right - self.left) / max(self.many, 1)

    def x(self, bucket: float) -> float:
        """The middle of a bucket."""
        return self.left + (bucket + 0.5) * self.step

    def y(self, value: float) -> float:
        """The height of a value."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)


def ticks(low: float, high: float, most: int, *, whole: bool = False) -> list[float]:
    """Round marks from at or below `low` to at or above `high`, about so many at most; whole ones if asked."""
    low, high = min(low, 0.0), max(high, 0.0)
    if whole:
        low, high = float(math.floor(low)), float(math.ceil(high))
    if high <= low:
        high = low + 1
    rough = (high - low) / max(most, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in _STEPS if each * power >= rough * 0.999)
    if whole:
        step = float(math.ceil(step))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = 12 - math.floor(math.log10(step))
    return [round(at * step, digits) for at in range(first, last + 1)]


def plot_between(
    area: DrawingArea,
    place: tuple[float, float, float, float],
    reach: tuple[float, float],
    many: int,
    say: Callable[[float], str],
    *,
    whole: bool = False,
) -> tuple[Plot, list[float]]:
    """A plot in the rectangle (left, top, right, bottom), its scale taken off at the left; and the scale's marks."""
    left, top, right, bottom = place
    unit = area.unit
    marks = ticks(*reach, max(int((bottom - top) / (46 * unit)), 1), whole=whole)
    wide = max(width_px(say(mark), 11 * unit, 400) for mark in marks) + 12 * unit
    return Plot(min(left + wide, (left + right) / 2), top, right, bottom, marks[0], marks[-1], many), marks


def paint_scale(area: DrawingArea, plot: Plot, marks: Sequence[float], say: Callable[[float], str]) -> None:
    """Faint lines with their values; the line of nothing is stronger."""
    unit, palette = area.unit, area.palette
    for mark in marks:
        y = plot.y(mark)
        area.rule(plot.left, y, plot.right, y, palette.line_strong if mark == 0 else palette.line)
        x = plot.left - 8 * unit
        area.text(x, y, say(mark), size=11 * unit, colour=palette.text_faint, align="right", room=x - 2)


def paint_buckets(area: DrawingArea, plot: Plot, labels: Sequence[str]) -> None:
    """The names of as many buckets as fit below, evenly spread and none over another."""
    unit = area.unit
    size, y = 11 * unit, plot.bottom + 16 * unit
    longest = sorted(labels, key=len)[-_MEASURED:]  # to measure thousands takes seconds
    widest = max((width_px(label, size, 400) for label in longest), default=0.0) + 16 * unit
    every = max(math.ceil(widest / plot.step), 1)
    for bucket in range(0, len(labels), every):
        half = width_px(labels[bucket], size, 400) / 2
        x = min(max(plot.x(bucket), half + 2), area.width - half - 2)
        area.text(x, y, labels[bucket], size=size, colour=area.palette.text_quiet, align="center", room=area.width - 4)


def spread(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Places near the wanted ones, in their order, at least a gap apart and within, as far as there is room."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    gap = min(gap, (bottom - top) / max(len(order) - 1, 1))
    placed = list(wanted)
    lowest = top
    for index in order:
        placed[index] = max(placed[index], lowest)
        lowest = placed[index] + gap
    highest = bottom
    for index in reversed(order):
        placed[index] = min(placed[index], highest)
        highest = placed[index] - gap
    return placed
