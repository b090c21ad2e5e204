"""Ranges as bars: hatched up to the mean, because it is modelled; brackets for the ranges; solid what was observed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from matplotlib.figure import Figure as Picture

from app.look.palette import Palette
from app.numbers import number, rounded, whole_percent
from app.reports.counting.intervals import level
from app.reports.drawing.drawing_area import Chart, DrawingArea, mix
from app.reports.drawing.fonts import width_px
from app.reports.drawing.legend import Entry, legend_height, paint_legend
from app.reports.ranges.figures import MEAN, OBSERVED, RangeRow, RangesFigures, range_in_words

_HIGHEST_ROW, _LOWEST_ROW = 30, 13
_GAP = 0.5  # of a row, between groups


def draw_ranges(figures: RangesFigures, palette: Palette, *, with_definition: bool = True) -> Picture:
    """A bar a figure; those of one message or goal have one scale."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: RangesFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.rows:
        area.sentence("This forecast has neither messages nor goals to show.")
        return
    unit = area.unit
    legend = _legend(area)
    top, bottom = area.margin, bottom - legend_height(area, legend)
    groups = [list(rows) for _, rows in groupby(figures.rows, key=lambda row: (row.group, row.unit))]
    room = int((bottom - top) / (_LOWEST_ROW * unit))
    said = 0.0  # how many rows high the line is that says how many are left out
    while len(groups) > 1 and _places(groups) + said > room:
        groups.pop()
        said = 1.0
    height = min(_HIGHEST_ROW * unit, (bottom - top) / max(_places(groups) + said, 1))
    shown = [row for rows in groups for row in rows]
    label = min(max(width_px(row.title, 12 * unit, 400) for row in shown) + 16 * unit, area.width * 0.32)
    words = max(width_px(_words(row), 12 * unit, 400) for row in shown) + 12 * unit
    y, start, end = top, area.margin + label, area.width - area.margin - words
    places = {id(row): place for place, row in enumerate(figures.rows)}
    for rows in groups:
        full = max(row.highest for row in rows) or 1.0
        for row in rows:
            _paint_row(area, row, (start, end, full), y, height)
            _mark_row(area, places[id(row)], (start, end), y, height)
            y += height
        y += _GAP * height
    if said:
        rest = f"… and {number(len(figures.rows) - len(shown))} more; the table has them all"
        size = min(11 * unit, height * 0.8)
        area.text(area.margin, y, rest, size=size, colour=area.palette.text_quiet)
    paint_legend(area, bottom, legend)


def _mark_row(area: DrawingArea, place: int, ends: tuple[float, float], y: float, height: float) -> None:
    """The mean with its range above, what was observed under it; both are hit beside their bars as well."""
    start, end = ends
    area.hit(place, MEAN, start, y, end - start, height * 0.62)
    area.hit(place, OBSERVED, start, y + height * 0.62, end - start, height * 0.38)


def _places(groups: Sequence[Sequence[RangeRow]]) -> float:
    """How many rows high they are, with the gaps between them."""
    return sum(map(len, groups)) + _GAP * (len(groups) - 1)


def _words(row: RangeRow) -> str:
    figure = row.figure
    if figure.low_95 == figure.high_95:
        return rounded(figure.mean)
    return f"{rounded(figure.mean)}  ({range_in_words(figure.low_95, figure.high_95)})"


def _paint_row(area: DrawingArea, row: RangeRow, scale: tuple[float, float, float], y: float, height: float) -> None:
    palette, unit, figure = area.palette, area.unit, row.figure
    start, end, full = scale
    middle, size = y + height / 2, min(12 * unit, height * 0.8)

    def place(value: float) -> float:
        return start + (end - start) * max(value, 0.0) / full

    area.text(area.margin, middle, row.title, size=size, room=start - area.margin - 8 * unit)
    bar = (start, y + height * 0.12, place(figure.mean) - start, height * 0.48)
    _hatched(area, *bar)
    if figure.observed:
        area.box(start, y + height * 0.66, place(figure.observed) - start, height * 0.2, palette.series[0])
    across = y + height * 0.36
    area.rule(place(figure.low_95), across, place(figure.high_95), across, palette.text, line_px=1)
    for value in (figure.low_95, figure.high_95):
        area.rule(place(value), across - height * 0.14, place(value), across + height * 0.14, palette.text)
    area.rule(place(figure.low_80), across, place(figure.high_80), across, palette.text, line_px=3)
    area.text(end + 12 * unit, middle, _words(row), size=size, colour=palette.text_quiet)


def _hatched(area: DrawingArea, x: float, y: float, width: float, height: float) -> None:
    """What is modelled."""
    palette = area.palette
    line = mix(palette.series[0], palette.surface, 0.35)
    area.box(x, y, width, height, palette.surface, line=line, hatch="////", radius=2 * area.unit)


def _legend(area: DrawingArea) -> list[Entry]:
    unit, palette = area.unit, area.palette

    def modelled(x: float, y: float) -> None:
        _hatched(area, x, y - 6 * unit, 20 * unit, 12 * unit)

    def observed(x: float, y: float) -> None:
        area.box(x, y - 4 * unit, 20 * unit, 8 * unit, palette.series[0])

    def reach(x: float, y: float) -> None:
        area.rule(x, y, x + 20 * unit, y, palette.text)
        area.rule(x + 5 * unit, y, x + 15 * unit, y, palette.text, line_px=3)

    named = (
        ("mean, modelled", modelled),
        ("observed", observed),
        (f"{whole_percent(0.8)} and {level()} range", reach),
    )
    return [Entry(words, sample, 20) for words, sample in named]
