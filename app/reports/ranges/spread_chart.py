"""Histograms side by side, hatched because they are modelled; a line where the observed figure lies."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.figure import Figure as Picture

from app.look.palette import Palette
from app.numbers import rounded
from app.reports.drawing.drawing_area import Chart, DrawingArea, mix
from app.reports.drawing.fonts import width_px
from app.reports.drawing.legend import Entry, legend_height, paint_legend
from app.reports.ranges.figures import RangeRow
from app.reports.ranges.spread import COUNT, MOST, SpreadFigures
from app.runtime.forecast.spreads import Spread

_WIDE = 260  # pixels that a histogram has at least
_MOST_BESIDE = 3
_HIGHEST = 190
_LEAST_SHARE = 0.4  # of the width, that the columns have
_TO_LEFT, _TO_RIGHT = "\N{LEFTWARDS ARROW}", "\N{RIGHTWARDS ARROW}"


class _Room(NamedTuple):
    left: float
    top: float
    width: float
    height: float


def draw_spreads(figures: SpreadFigures, palette: Palette, *, with_definition: bool = True) -> Picture:
    """A histogram a figure."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: SpreadFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    unit, inner = area.unit, area.width - 2 * area.margin
    legend = _legend(area)
    bottom -= legend_height(area, legend) + 18 * unit
    beside = max(1, min(_MOST_BESIDE, int(inner / (_WIDE * unit))))
    rows = -(-min(len(figures.rows), MOST) // beside)
    least = 110 * unit
    rows = max(1, min(rows, int((bottom - area.margin) / least)))
    height = min((bottom - area.margin) / rows, _HIGHEST * unit)
    gap = 28 * unit
    width = (inner - gap * (beside - 1)) / beside
    shown = min(len(figures.rows), MOST, rows * beside)
    for place in range(shown):
        row, spread = figures.rows[place]
        down, across = divmod(place, beside)
        room = _Room(area.margin + across * (width + gap), area.margin + down * height, width, height)
        _paint_one(area, room, row, spread, figures.first_row(place))
    if shown < len(figures.rows):
        rest = f"… and {len(figures.rows) - shown} more; the table has them all"
        area.text(area.margin, bottom + 8 * unit, rest, size=11 * unit, colour=area.palette.text_quiet)
    paint_legend(area, bottom + 18 * unit, legend)


def _paint_one(area: DrawingArea, room: _Room, row: RangeRow, spread: Spread, first: int) -> None:
    unit, palette, observed = area.unit, area.palette, row.figure.observed
    area.text(room.left, room.top + 8 * unit, row.title, size=12 * unit, weight=600, room=room.width)
    top, base = room.top + 32 * unit, room.top + room.height - 34 * unit
    start, end = spread.low, spread.low + spread.width * len(spread.counts)
    low, high = min(start, observed), max(end, observed)
    is_near = end - start >= _LEAST_SHARE * (high - low)
    low, high = (low, high) if is_near else (start, end)

    def x_of(value: float) -> float:
        return room.left + room.width * (value - low) / (high - low)

    most = max(spread.counts)
    for at, count in enumerate(spread.counts):
        left, right = (x_of(value) for value in spread.ends(at))
        tall = (base - top) * count / most
        if count:
            line = mix(palette.series[0], palette.surface, 0.35)
            area.box(
                left + 0.5 * unit, base - tall, right - left - unit, tall, palette.surface, line=line, hatch="////"
            )
        area.hit(first + at, COUNT, left, top, right - left, base - top)
    area.rule(room.left, base, room.left + room.width, base, palette.line_strong)
    if is_near:
        area.rule(x_of(observed), top - 4 * unit, x_of(observed), base, palette.series[0], line_px=2.5 * unit)
    else:
        _paint_beyond(area, room, observed, is_less=observed < start)
    _paint_ends(area, room, (start, end), (x_of(start), x_of(end)), base)


def _paint_beyond(area: DrawingArea, room: _Room, observed: float, *, is_less: bool) -> None:
    """What was observed so far away that the columns beside it could not be told apart is said on its side."""
    unit, words = area.unit, f"observed {rounded(observed)}"
    y, size, colour = room.top + 24 * unit, 11 * unit, area.palette.series[0]
    if is_less:
        area.text(room.left, y, f"{_TO_LEFT} {words}", size=size, colour=colour)
    else:
        area.text(room.left + room.width, y, f"{words} {_TO_RIGHT}", size=size, colour=colour, align="right")


def _paint_ends(
    area: DrawingArea, room: _Room, ends: tuple[float, float], places: tuple[float, float], base: float
) -> None:
    """Where the columns begin and end, so far as both have room."""
    unit = area.unit
    size, colour = 11 * unit, area.palette.text_quiet
    low, high = (rounded(end + half) for end, half in zip(ends, _halves(ends), strict=True))
    both = width_px(low, size, 400) + width_px(high, size, 400) + 8 * unit
    y = base + 12 * unit
    if both <= places[1] - places[0]:
        area.text(places[0], y, low, size=size, colour=colour)
        area.text(places[1], y, high, size=size, colour=colour, align="right")
        return
    middle, words = sum(places) / 2, low if low == high else f"{low} – {high}"
    half = width_px(words, size, 400) / 2
    x = min(max(middle, room.left + half), room.left + room.width - half)
    area.text(x, y, words, size=size, colour=colour, align="center")


def _halves(ends: tuple[float, float]) -> tuple[float, float]:
    is_between = ends[0] % 1 == ends[1] % 1 == 0.5  # halfway between two whole numbers
    return (0.5, -0.5) if is_between else (0.0, 0.0)


def _legend(area: DrawingArea) -> list[Entry]:
    unit, palette = area.unit, area.palette

    def modelled(x: float, y: float) -> None:
        line = mix(palette.series[0], palette.surface, 0.35)
        area.box(x, y - 6 * unit, 20 * unit, 12 * unit, palette.surface, line=line, hatch="////")

    def observed(x: float, y: float) -> None:
        area.rule(x + 10 * unit, y - 7 * unit, x + 10 * unit, y + 7 * unit, palette.series[0], line_px=2.5 * unit)

    return [Entry("replications, modelled", modelled, 20), Entry("observed", observed, 20)]
