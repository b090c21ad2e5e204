"""A table of bars: a row a thing, a column a measure, each cell a bar with its figure beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.numbers import counted, number
from app.reports.drawing.drawing_area import DrawingArea
from app.reports.drawing.fonts import width_px, wrap

_HIGHEST_ROW, _LOWEST_ROW = 40, 18
_NARROWEST_COLUMN = 84
_FEWEST_ROWS = 2
_TWO_LINES, _LEADING = 2.5, 1.2  # of a name, in sizes of its letters


@dataclass(frozen=True, slots=True)
class Bar:
    """A cell: how long its bar is, what stands beside it, and which cell of the figures' table it shows.

    A value of None has no bar. `is_open` tints what may still change.
    """

    value: float | None
    words: str
    row: int
    column: int
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class BarRow:
    """A row with its name; `is_quiet` is drawn in grey, as what belongs to nobody."""

    name: str
    bars: Sequence[Bar]
    is_quiet: bool = False


def paint_bar_table(
    area: DrawingArea, bottom: float, titles: Sequence[str], rows: Sequence[BarRow], *,
    one_scale: bool = False, longest: Sequence[float] = (),
) -> None:  # fmt: skip
    """As many rows and columns as have room, and how many more there are; a scale a column, or one for all.

    `longest` is the longest bar of each column, where rows are made only to be drawn. A last row that is quiet stays,
    also where others have no room.
    """
    unit = area.unit
    top = area.margin + 22 * unit
    room = max(int((bottom - top) / (_LOWEST_ROW * unit)), 1)
    stays = [rows[-1]] if rows[-1].is_quiet and room > _FEWEST_ROWS else []
    shown = rows if len(rows) <= room else [*rows[: max(room - 1 - len(stays), 1)], *stays]
    more = len(rows) - len(shown)
    height = min(_HIGHEST_ROW * unit, (bottom - top) / (len(shown) + bool(more)))
    start = area.margin + room_for_names(area, [row.name for row in shown], len(titles))
    many = max(min(int((area.width - area.margin - start) / (_NARROWEST_COLUMN * unit)), len(titles)), 1)
    width = (area.width - area.margin - start) / many
    top += paint_titles(area, [(start + at * width, title) for at, title in enumerate(titles[:many])], width)
    height = min(height, (bottom - top) / (len(shown) + bool(more)))
    longest = longest or [max((row.bars[at].value or 0.0 for row in rows), default=0.0) for at in range(many)]
    scales = [max(longest)] * many if one_scale else longest
    for index, row in enumerate(shown):
        middle = top + (index + 0.5) * height
        size = min(12 * unit, height * 0.6)
        paint_name(area, (area.margin, middle, start - area.margin - 8 * unit, height), row.name, size)
        for column, bar in enumerate(row.bars[:many]):
            fill = area.palette.text_faint if row.is_quiet else area.palette.series[0]
            _paint_bar(area, bar, (start + column * width, middle, width, height), scales[column], fill)
    if more:
        words = f"… and {counted(more, 'more row', 'more rows')}; the table has them all"
        y = top + (len(shown) + 0.5) * height
        area.text(area.margin, y, words, size=min(11 * unit, height * 0.6), colour=area.palette.text_quiet)
    say_columns_left_out(area, start, len(titles) - many)


def paint_titles(area: DrawingArea, titles: Sequence[tuple[float, str]], width: float) -> float:
    """Each at its place, on two lines where one is long; how much more room they take then."""
    unit, room = area.unit, width - 8 * area.unit
    broken = [(x, wrap(title, room, 11 * unit, 2)) for x, title in titles]
    lines = max((len(each) for _, each in broken), default=1)
    for x, each in broken:
        for at, line in enumerate(each):
            y = area.margin + (4 + (lines - len(each) + at) * 11 * _LEADING) * unit
            area.text(x, y, line, size=11 * unit, colour=area.palette.text_faint, room=room)
    return (lines - 1) * 11 * _LEADING * unit


def room_for_names(area: DrawingArea, names: Sequence[str], columns: int) -> float:
    """As much as the longest needs, unless columns would have to go for it; a quarter of the width at any rate."""
    widest = max(width_px(name, 12 * area.unit, 600) for name in names) + 16 * area.unit
    spare = area.width - 2 * area.margin - columns * _NARROWEST_COLUMN * area.unit
    return min(widest, max(area.width * 0.28, min(spare, area.width * 0.45)))


def paint_name(area: DrawingArea, place: tuple[float, float, float, float], name: str, size: float) -> None:
    """On one line, or on two where the row has room for them and the name is long."""
    x, middle, room, height = place
    lines = wrap(name, room, size, 2 if height > _TWO_LINES * size else 1, 600)
    for at, line in enumerate(lines):
        y = middle + (at - (len(lines) - 1) / 2) * size * _LEADING
        area.text(x, y, line, size=size, weight=600, room=room)


def say_columns_left_out(area: DrawingArea, start: float, more: int) -> None:
    """In the corner over the names, where there are columns that have no room."""
    if more > 0:
        long, short = f"+ {counted(more, 'column', 'columns')} in the table", f"+ {number(more)} more"
        room = start - area.margin - 8 * area.unit
        words = long if width_px(long, 10 * area.unit, 400) <= room else short
        area.text(area.margin, area.margin + 4 * area.unit, words, size=10 * area.unit,
                  colour=area.palette.text_faint, room=room)  # fmt: skip


def _paint_bar(
    area: DrawingArea, bar: Bar, place: tuple[float, float, float, float], full: float, fill: str
) -> None:  # fmt: skip
    """The figure keeps its room; a bar of nothing is a hair."""
    x, middle, width, height = place
    unit = area.unit
    size = min(11 * unit, height * 0.55)
    long = 0.0
    if bar.value is not None:
        room = width_px(bar.words, size, 400) + 16 * unit
        long = max(max(bar.value, 0.0) / (full or 1.0) * max(width - room, 0), 1)
        shade = area.palette.heat[2] if bar.is_open else fill
        area.box(x, middle - height * 0.28, long, height * 0.56, shade, radius=2 * unit)
        long += 6 * unit
    area.text(x + long, middle, bar.words, size=size, colour=area.palette.text_quiet, room=width - long - 6 * unit)
    area.hit(bar.row, bar.column, x, middle - height / 2, max(width - 4 * unit, 1), height)
