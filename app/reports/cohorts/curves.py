"""Cohorts as curves: a line a cohort over the periods after the start, the weighted mean over them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure
from matplotlib.path import Path

from app.look.palette import Palette
from app.numbers import money, whole_percent
from app.reports.cohorts.figures import Cell, CohortFigures
from app.reports.drawing.drawing_area import Chart, DrawingArea, mix
from app.reports.drawing.fonts import width_px
from app.reports.drawing.plot import Plot, paint_buckets, paint_scale, plot_between, spread

_MOST_NAMES = 10
_MOST_HITS = 4_000
_MEAN = "Weighted mean"
_Line = list[tuple[int, float, bool]]  # period, value, whether it is complete


def draw_curves(figures: CohortFigures, palette: Palette, *, with_definition: bool = True) -> Figure:
    """Later cohorts are darker; dashed where the period of a cell still runs."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: CohortFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not len(figures.sizes):
        area.sentence("Nobody did the start event, so there are no cohorts to show.")
        return
    unit, first = area.unit, _first_period(figures)
    lines = [_line(figures.cells(row), first) for row in range(len(figures.sizes))]
    mean = _line(figures.mean_cells(), first)
    named = _named(figures, lines)
    labels = [figures.labels[row] for row in named] + [_MEAN]
    right = (
        area.width
        - area.margin
        - min(max(width_px(label, 11 * unit, 600) for label in labels) + 14 * unit, area.width * 0.25)
    )
    place = (area.margin, area.margin + 16 * unit, right, bottom - 46 * unit)
    high = max((value for line in (*lines, mean) for _, value, _ in line), default=0.0)
    plot, marks = plot_between(
        area, place, (0.0, high), figures.counts.shape[1] - first, lambda mark: _said(figures, mark)
    )
    paint_scale(area, plot, marks, lambda mark: _said(figures, mark))
    paint_buckets(area, plot, [str(period) for period in range(first, figures.counts.shape[1])])
    words = f"{figures.period.capitalize()}s after the start"
    area.text(plot.left, plot.bottom + 36 * unit, words, size=11 * unit, colour=area.palette.text_faint)
    for row, line in enumerate(lines):
        _paint_line(area, plot, line, first, _colour(area.palette, row, len(lines)), 1.3 * unit)
    _paint_line(area, plot, mean, first, area.palette.text, 2.6 * unit)
    _paint_names(area, plot, [*((figures.labels[row], lines[row]) for row in named), (_MEAN, mean)], first)
    _note_hits(area, plot, (*lines, mean), first)


def _first_period(figures: CohortFigures) -> int:
    """The period of the start would outshine those in which customers come back."""
    return 1 if figures.amounts is None and figures.complete[:, 1:].any() else 0


def _line(cells: Sequence[Cell], first: int) -> _Line:
    points = ((period, cell.value, cell.complete) for period, cell in enumerate(cells) if period >= first)
    return [(period, value, complete) for period, value, complete in points if value is not None]


def _named(figures: CohortFigures, lines: Sequence[_Line]) -> list[int]:
    """The cohorts whose names stand at their ends: a few, evenly spread over all that have a line."""
    there = [row for row, line in enumerate(lines) if line and figures.sizes[row]]
    if len(there) <= _MOST_NAMES:
        return there
    return [there[round(place)] for place in np.linspace(0, len(there) - 1, _MOST_NAMES)]


def _said(figures: CohortFigures, value: float) -> str:
    return whole_percent(value) if figures.amounts is None else money(round(value, 2), figures.currency)


def _colour(palette: Palette, row: int, many: int) -> str:
    """From the first cohort, faint, to the last."""
    return mix(palette.heat[2], palette.heat[-1], row / max(many - 1, 1))


def _paint_line(area: DrawingArea, plot: Plot, line: _Line, first: int, colour: str, line_px: float) -> None:
    points = [(plot.x(period - first), plot.y(value)) for period, value, _ in line]
    for (before, here), (_, _, complete) in zip(pairwise(points), line[1:], strict=True):
        area.stroke(Path([before, here]), colour, line_px, dashed=not complete, above=2)
    if len(points) == 1:
        size = 3 * line_px
        area.box(points[0][0] - size / 2, points[0][1] - size / 2, size, size, colour, radius=size / 2, above=2)


def _paint_names(area: DrawingArea, plot: Plot, ends: Sequence[tuple[str, _Line]], first: int) -> None:
    """The names of lines beside their ends, none over another."""
    unit = area.unit
    there = [(name, line[-1]) for name, line in ends if line]
    heights = spread([plot.y(value) for _, (_, value, _) in there], 14 * unit, plot.top, plot.bottom)
    for (name, (period, value, _)), y in zip(there, heights, strict=True):
        x = plot.right + 8 * unit
        area.rule(plot.x(period - first), plot.y(value), x - 2 * unit, y, area.palette.line)
        weight = 600 if name == _MEAN else 400
        colour = area.palette.text if name == _MEAN else area.palette.text_quiet
        area.text(x, y, name, size=11 * unit, weight=weight, colour=colour, room=area.width - x - 4 * unit)


def _note_hits(area: DrawingArea, plot: Plot, lines: Sequence[_Line], first: int) -> None:
    """Where each point is, as long as a pointer can tell them apart."""
    if sum(map(len, lines)) > _MOST_HITS:
        return
    reach = 6 * area.unit
    for row, line in enumerate(lines):
        for period, value, _ in line:
            area.hit(row, period + 2, plot.x(period - first) - reach, plot.y(value) - reach, 2 * reach, 2 * reach)
