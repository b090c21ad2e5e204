"""A flow of events as bands between columns, as wide as the people are many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from matplotlib.path import Path

from app.look.palette import Palette
from app.numbers import Rate, number
from app.reports.drawing.drawing_area import Chart, DrawingArea, mix
from app.reports.drawing.fonts import width_px, wrap_name
from app.reports.event_flow.figures import CUSTOMERS, ENDED, OTHER, EventFlowFigures

_LEAST_TEXT = 11  # a place lower than this many units has no name beside it


class _Place(NamedTuple):
    """Where a place of a step is drawn: its bar's left side, top and height."""

    x: float
    top: float
    height: float


class _Grid(NamedTuple):
    """The bars of all steps, how wide they are, and how far it is from one step to the next."""

    places: list[list[_Place]]
    bar: float
    step: float
    scale: float


def draw_event_flow(figures: EventFlowFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """A column a step, in the order of time."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: EventFlowFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.everybody:
        area.sentence("Nobody did this event.")
        return
    grid = _grid(area, figures, area.margin + 26 * area.unit, bottom)
    colours = _colours(figures, area.palette)
    rows = {(row.step, row.source, row.place): at for at, row in enumerate(figures.rows())}
    for step in range(1, len(figures.columns)):
        _paint_ways(area, figures, grid, step, colours, rows)
    for step, column in enumerate(figures.columns):
        for place, name in enumerate(column.names):
            x, top, height = grid.places[step][place]
            area.box(x, top, grid.bar, height, colours[name], radius=min(2 * area.unit, height / 2), above=2)
            if height > 0:
                area.hit(rows[step, None, place], CUSTOMERS, x, top, grid.bar, max(height, 1))
        _paint_names(area, figures, grid, step)


def _grid(area: DrawingArea, figures: EventFlowFigures, top: float, bottom: float) -> _Grid:
    """Bars from the top, the most frequent first; a gap between them that leaves most of the height to people."""
    unit, many = area.unit, len(figures.columns)
    bar = 12 * unit
    step = (area.width - 2 * area.margin) / many
    most = max(len(column.names) for column in figures.columns)
    gap = min(12 * unit, (bottom - top) * 0.35 / max(most - 1, 1))
    scale = (bottom - top - gap * (most - 1)) / figures.everybody
    places = []
    for at, column in enumerate(figures.columns):
        x = area.margin + (many - 1 - at if figures.is_before else at) * step
        y, made = top, []
        for count in column.counts().tolist():
            made.append(_Place(x, y, count * scale))
            y += count * scale + (gap if count else 0)
        places.append(made)
    return _Grid(places, bar, step, scale)


def _colours(figures: EventFlowFigures, palette: Palette) -> dict[str, str]:
    """A colour for each event, the same at every step, the most frequent first."""
    totals: dict[str, int] = {}
    for column in figures.columns:
        for name, count in zip(column.names, column.counts().tolist(), strict=True):
            totals[name] = totals.get(name, 0) + count
    ranked = sorted((name for name in totals if name not in (OTHER, ENDED)), key=lambda name: -totals[name])
    colours = {}
    for at, name in enumerate(ranked):
        again, index = divmod(at, len(palette.series))
        colours[name] = mix(palette.series[index], palette.surface, min(0.3 * again, 0.6))
    return colours | {OTHER: palette.text_faint, ENDED: palette.line_strong}


def _paint_ways(
    area: DrawingArea, figures: EventFlowFigures, grid: _Grid, step: int, colours: dict[str, str],
    rows: dict[tuple[int, int | None, int], int],
) -> None:  # fmt: skip
    """The bands from the step before, each in the colour of where it comes from."""
    ways = figures.ways(step)
    names = figures.columns[step - 1].names
    left = np.array([place.top for place in grid.places[step - 1]])
    right = np.array([place.top for place in grid.places[step]])
    for source, place in zip(*np.nonzero(ways), strict=True):
        high = float(ways[source, place]) * grid.scale
        start, end = grid.places[step - 1][source], grid.places[step][place]
        band = _band(start.x, float(left[source]), end.x, float(right[place]), high, grid.bar)
        left[source] += high
        right[place] += high
        area.fill(band, colours[names[source]], alpha=0.12 if names[source] == ENDED else 0.32)
        area.hit_path(rows[step, int(source), int(place)], CUSTOMERS, band)


def _band(x: float, y: float, to_x: float, to_y: float, high: float, bar: float) -> Path:
    """An outline from bar to bar with soft bends, whichever of them is at the left."""
    if to_x < x:
        x, y, to_x, to_y = to_x, to_y, x, y
    x += bar
    middle = (x + to_x) / 2
    points = [
        (x, y), (middle, y), (middle, to_y), (to_x, to_y), (to_x, to_y + high), (middle, to_y + high),
        (middle, y + high), (x, y + high), (x, y),
    ]  # fmt: skip
    curve = [Path.CURVE4] * 3
    return Path(points, [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY])


def _paint_names(area: DrawingArea, figures: EventFlowFigures, grid: _Grid, step: int) -> None:
    """The step's head, and beside each bar that is high enough its name and count, on a plate over the bands."""
    unit, palette = area.unit, area.palette
    x = grid.places[step][0].x
    room = grid.step - grid.bar - 12 * unit
    area.text(
        x, area.margin + 4 * unit, figures.step_name(step), size=11 * unit, colour=palette.text_faint, room=grid.step
    )
    counts = figures.columns[step].counts().tolist()
    for name, count, place in zip(figures.columns[step].names, counts, grid.places[step], strict=True):
        size = 11 * unit
        lines = list(_lines(area, name, Rate(count, figures.everybody), place.height, room))
        y = place.top + place.height / 2 - (len(lines) - 1) * size * 0.62
        for at, (words, colour, weight) in enumerate(lines):
            wide = min(width_px(words, size, weight), room) + 8 * unit
            line_y = y + at * size * 1.25
            left = x + grid.bar + 3 * unit
            area.box(
                left, line_y - size * 0.62, wide, size * 1.25, palette.surface, radius=3 * unit, alpha=0.72, above=3
            )
            area.text(left + 3 * unit, line_y, words, size=size, colour=colour, weight=weight, room=room, above=4)


def _lines(
    area: DrawingArea, name: str, rate: Rate, height: float, room: float
) -> Iterator[tuple[str, str, int]]:  # fmt: skip
    """Name and count on lines of their own where there is room for both, on one where not; none beside a sliver."""
    least, palette = _LEAST_TEXT * area.unit, area.palette
    words = f"{number(rate.count)} · {rate.percent()}"
    if height >= 2.4 * least:
        for line in wrap_name(name, room, least, 2 if height >= 3.8 * least else 1, 600):
            yield line, palette.text, 600
        yield words, palette.text_quiet, 400
    elif height >= least:
        beside = width_px(f"  {words}", least, 400)
        for line in wrap_name(name, room - beside, least, 1):
            yield f"{line}  {words}", palette.text, 400
