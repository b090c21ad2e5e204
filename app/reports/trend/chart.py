"""A trend as lines with their names at their ends; what is incomplete is dashed on a tint."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

from app.look.palette import Palette
from app.numbers import money, number, three_digits, whole_percent
from app.reports.definition.breakdown import OTHER
from app.reports.drawing.drawing_area import Chart, DrawingArea, mix
from app.reports.drawing.fonts import width_px, wrap_name
from app.reports.drawing.plot import Plot, paint_buckets, paint_scale, plot_between, spread
from app.reports.trend.comparing import AGAINST
from app.reports.trend.figures import Line, TrendFigures

_DOTS = 62  # up to so many buckets each has its dot
_NARROWEST_HIT = 3


def draw_trend(figures: TrendFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """A line a series."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: TrendFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    lines, labels = figures.lines(), figures.labels
    if not lines or not labels:
        area.sentence("Nothing was recorded in this time.")
        return
    unit = area.unit
    names = max(width_px(line.title, 12 * unit, 600) for line in lines) + 16 * unit
    right = area.width - area.margin - (min(names, area.width * 0.24) if len(lines) > 1 else 8 * unit)
    top = area.margin + 24 * unit
    place = (area.margin, top, right, max(bottom - 32 * unit, top + 20 * unit))

    def say(value: float) -> str:
        return _mark(figures, lines, value)

    counts = all(line.measure in ("events", "customers") for line in lines)
    plot, marks = plot_between(area, place, _reach(lines), len(labels), say, whole=counts)
    complete = figures.is_complete()
    for bucket in np.flatnonzero(~complete).tolist():
        tint = plot.left + bucket * plot.step
        area.box(tint, plot.top, plot.step, plot.bottom - plot.top, area.palette.raised)
    paint_scale(area, plot, marks, say)
    paint_buckets(area, plot, labels)
    for place_of, line in enumerate(lines):
        _paint_line(area, plot, line, complete, _colour(area.palette, line, place_of))
    _paint_names(area, plot, lines)
    _paint_legend(area, figures, lines, area.margin + 4 * unit)
    _mark_hits(area, plot, figures, lines)


def _colour(palette: Palette, line: Line, place: int) -> str:
    if line.title == OTHER or line.title.endswith(f", {OTHER}"):
        return palette.text_faint
    again, index = divmod(place, len(palette.series))
    return mix(palette.series[index], palette.surface, min(0.25 * again, 0.5))


def _mark(figures: TrendFigures, lines: tuple[Line, ...], value: float) -> str:
    """A mark of the scale; the lines may be of different kinds."""
    if lines[0].rates:
        return whole_percent(value)
    if all(line.measure == "revenue" for line in lines):
        return money(value, figures.currency)
    return number(value) if float(value).is_integer() else three_digits(value)


def _reach(lines: tuple[Line, ...]) -> tuple[float, float]:
    """From the least to the greatest value of all lines."""
    parts = [part for line in lines for part in (line.values, line.before, line.rolling) if part is not None]
    values = np.concatenate(parts)
    values = values[np.isfinite(values)]
    return (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)


def _paint_line(area: DrawingArea, plot: Plot, line: Line, complete: NDArray[np.bool_], colour: str) -> None:
    unit, palette = area.unit, area.palette
    has_mean = line.rolling is not None
    if line.before is not None:
        for part in _pieces(plot, line.before, np.ones(len(line.before), np.bool_)):
            area.stroke(part, mix(colour, palette.surface, 0.55), 1.5 * unit)
    faded = mix(colour, palette.surface, 0.45) if has_mean else colour
    wide = (1.2 if has_mean else 2.2) * unit
    for part in _pieces(plot, line.values, complete):
        area.stroke(part, faded, wide, above=1)
    for part in _pieces(plot, line.values, ~complete, joined=True):
        area.stroke(part, faded, wide, dashed=True, above=1)
    if line.rolling is not None:
        for part in _pieces(plot, line.rolling, complete):
            area.stroke(part, colour, 2.4 * unit, above=2)
    if len(line.values) <= _DOTS:
        radius = (2.2 if has_mean else 3.2) * unit
        for bucket, value in enumerate(line.values.tolist()):
            if np.isfinite(value):
                x, y = plot.x(bucket), plot.y(value)
                fill = faded if complete[bucket] else palette.surface
                area.box(x - radius, y - radius, 2 * radius, 2 * radius, fill, radius=radius, line=faded, above=2)


def _pieces(
    plot: Plot, values: NDArray[np.float64], wanted: NDArray[np.bool_], *, joined: bool = False
) -> Iterator[Path]:
    """The stretches of a line without a gap; joined, each begins at the bucket before it and ends at the one after."""
    finite = np.isfinite(values)
    fits = (wanted[1:] | wanted[:-1]) if joined else (wanted[1:] & wanted[:-1])
    links = fits & finite[1:] & finite[:-1]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], links, [False]]).astype(np.int8)))
    for first, last in edges.reshape(-1, 2).tolist():
        yield Path([(plot.x(bucket), plot.y(values[bucket])) for bucket in range(first, last + 1)])


def _paint_names(area: DrawingArea, plot: Plot, lines: tuple[Line, ...]) -> None:
    """The name of each line at its end, none over another; a single line's above the plot."""
    unit, palette = area.unit, area.palette
    if len(lines) == 1:
        for words in wrap_name(lines[0].title, (area.width - 2 * area.margin) * 0.5, 12 * unit, 1, 600):
            area.text(area.margin, area.margin + 4 * unit, words, size=12 * unit, weight=600)
        return
    ends = []
    for line in lines:
        shown = line.rolling if line.rolling is not None and np.isfinite(line.rolling).any() else line.values
        known = np.flatnonzero(np.isfinite(shown))
        ends.append(plot.y(float(shown[known[-1]])) if len(known) else plot.bottom)
    size, x = 12 * unit, plot.right + 8 * unit
    room, high = area.width - area.margin / 2 - x, size * 1.25
    has_two = 2 * high * len(lines) <= plot.bottom - plot.top
    names = [wrap_name(line.title, room, size, 2 if has_two else 1, 600) for line in lines]
    most = max(map(len, names))
    edge = high * (most - 1) / 2  # the outermost names stay beside the plot, too
    middles = spread(ends, high * most, plot.top + edge, plot.bottom - edge)
    for place, (name, y) in enumerate(zip(names, middles, strict=True)):
        colour = _colour(palette, lines[place], place)
        for at, words in enumerate(name):
            area.text(x, y + (at - (len(name) - 1) / 2) * high, words, size=size, weight=600, colour=colour)


def _paint_legend(area: DrawingArea, figures: TrendFigures, lines: tuple[Line, ...], y: float) -> None:
    """What thin, strong and dashed lines mean, at the right above the plot; only what is there."""
    unit, palette = area.unit, area.palette
    colour = palette.series[0] if len(lines) == 1 else palette.text_quiet
    entries = []
    if not figures.is_complete().all():
        entries.append(("incomplete", colour, 2.0, True))
    if lines[0].before is not None:
        entries.append((AGAINST[figures.definition.against], mix(colour, palette.surface, 0.55), 1.5, False))
    if lines[0].rolling is not None:
        entries.append((f"mean of {figures.definition.rolling}", colour, 2.4, False))
    x = area.width - area.margin
    for words, stroke, wide, dashed in entries:
        x -= width_px(words, 11 * unit, 400)
        if x < area.width * 0.5:
            return
        area.text(x, y, words, size=11 * unit, colour=palette.text_quiet)
        area.stroke(Path([(x - 28 * unit, y), (x - 6 * unit, y)]), stroke, wide * unit, dashed=dashed)
        x -= 46 * unit


def _mark_hits(area: DrawingArea, plot: Plot, figures: TrendFigures, lines: tuple[Line, ...]) -> None:
    """Each point with some room around it; where points are closer than that, one of several stands for them."""
    every = max(int(_NARROWEST_HIT / plot.step), 1)
    half = max(min(plot.step * every / 2, 12 * area.unit), 1.0)
    high = 8 * area.unit
    for place, line in enumerate(lines):
        column = 1 + place * figures.columns_of_line
        for bucket in range(0, len(line.values), every):
            value = float(line.values[bucket])
            if np.isfinite(value):
                area.hit(bucket, column, plot.x(bucket) - half, plot.y(value) - high, 2 * half, 2 * high)
