"""List growth as bars: who joined above the line, who left below it; under them the list as a line."""

from __future__ import annotations

import numpy as np
from matplotlib.path import Path

from app.look.palette import Palette
from app.numbers import number
from app.reports.drawing.drawing_area import Chart, DrawingArea, mix
from app.reports.drawing.fonts import width_px
from app.reports.drawing.plot import Plot, paint_buckets, paint_scale, plot_between
from app.reports.growth.figures import JOINED, LEFT, LIST, GrowthFigures

_WIDEST_BAR = 34
_OF_BARS = 0.62  # of the height


def draw_growth(figures: GrowthFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """Two plots over the same buckets."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: GrowthFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    labels = figures.labels
    if not labels:
        area.sentence("Nobody knows when these customers joined.")
        return
    unit = area.unit
    top, low = area.margin + 22 * unit, bottom - 30 * unit
    split = top + (low - top) * _OF_BARS
    right = area.width - area.margin
    joined, left, listed = figures.joined_counts(), figures.left_counts(), figures.list_counts()
    reach = (-float(left.max()), float(max(joined.max(), 1)))
    place = (area.margin, top, right, split - 14 * unit)
    # the two plots have one left side, that of the wider scale, so that a bucket stands below itself
    bars, marks = plot_between(area, place, reach, len(labels), _absolute, whole=True)
    line, line_marks = plot_between(
        area, (area.margin, split + 20 * unit, right, low), (0.0, float(listed.max())), len(labels), number, whole=True
    )
    start = max(bars.left, line.left)
    bars, line = (Plot(start, *each[1:]) for each in (_fields(bars), _fields(line)))
    _paint_tints(area, figures, bars, line)
    paint_scale(area, bars, marks, _absolute)
    paint_scale(area, line, line_marks, number)
    for bucket in range(len(labels)):
        _paint_bar(area, bars, bucket, int(joined[bucket]), JOINED)
        _paint_bar(area, bars, bucket, -int(left[bucket]), LEFT)
    _paint_line(area, line, figures)
    paint_buckets(area, line, labels)
    _paint_names(area, line, figures)


def _fields(plot: Plot) -> tuple[float, float, float, float, float, float, int]:
    return plot.left, plot.top, plot.right, plot.bottom, plot.low, plot.high, plot.many


def _absolute(value: float) -> str:
    """Below the line people are counted too."""
    return number(abs(value))


def _colour(palette: Palette, column: int) -> str:
    return {JOINED: palette.series[2], LEFT: palette.series[4], LIST: palette.series[0]}[column]


def _paint_tints(area: DrawingArea, figures: GrowthFigures, *plots: Plot) -> None:
    for bucket in np.flatnonzero(~figures.complete).tolist():
        for plot in plots:
            left = plot.left + bucket * plot.step
            area.box(left, plot.top, plot.step, plot.bottom - plot.top, area.palette.raised)


def _paint_bar(area: DrawingArea, plot: Plot, bucket: int, value: int, column: int) -> None:
    """From the line of nothing up or down."""
    if not value:
        return
    wide = min(plot.step * 0.72, _WIDEST_BAR * area.unit)
    x, top = plot.x(bucket) - wide / 2, plot.y(max(value, 0))
    high = max(plot.y(min(value, 0)) - top, 1)
    area.box(x, top, wide, high, _colour(area.palette, column), radius=min(2 * area.unit, wide / 3), above=1)
    area.hit(bucket, column, x, top, max(wide, 1), high)


def _paint_line(area: DrawingArea, plot: Plot, figures: GrowthFigures) -> None:
    """The list at each bucket's end, on a faint area."""
    unit, colour = area.unit, _colour(area.palette, LIST)
    listed = figures.list_counts()
    points = [(plot.x(bucket), plot.y(float(value))) for bucket, value in enumerate(listed.tolist())]
    floor = plot.y(0)
    area.polygon([(points[0][0], floor), *points, (points[-1][0], floor)], mix(colour, area.palette.surface, 0.85))
    if len(points) > 1:
        area.stroke(Path(points), colour, 2 * unit, above=1)
    half = max(plot.step / 2, 1.0)
    radius = min(3 * unit, half)
    for bucket, (x, y) in enumerate(points):
        if plot.step >= 8 * unit or len(points) == 1:
            fill = colour if figures.complete[bucket] else area.palette.surface
            area.box(x - radius, y - radius, 2 * radius, 2 * radius, fill, radius=radius, line=colour, above=2)
        area.hit(
            bucket, LIST, x - half, min(y - 6 * unit, floor - 8 * unit), 2 * half, max(floor - y + 6 * unit, 8 * unit)
        )


def _paint_names(area: DrawingArea, line: Plot, figures: GrowthFigures) -> None:
    """What the colours mean, over the plots."""
    unit, palette, size = area.unit, area.palette, 11 * area.unit
    x, y = area.margin, area.margin + 2 * unit
    for column, words in ((JOINED, "joined"), (LEFT, "left")):
        area.box(x, y - 5 * unit, 12 * unit, 10 * unit, _colour(palette, column), radius=2 * unit)
        area.text(x + 18 * unit, y, words, size=size, colour=palette.text_quiet)
        x += 18 * unit + width_px(words, size, 400) + 24 * unit
    if not figures.complete.all():
        area.box(x, y - 5 * unit, 12 * unit, 10 * unit, palette.raised, line=palette.line_strong)
        area.text(x + 18 * unit, y, "incomplete", size=size, colour=palette.text_quiet)
    words = f"on the list: {number(int(figures.list_counts()[-1]))} at the end"
    area.text(area.margin, line.top - 14 * unit, words, size=size, weight=600, room=area.width - 2 * area.margin)
