"""A funnel by groups: a row a group, a column a step, bars of one scale with the range in which each share lies."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from app.look.palette import Palette
from app.numbers import counted, number
from app.reports.drawing.drawing_area import Chart, DrawingArea
from app.reports.drawing.fonts import width_px
from app.reports.funnel.breakdown import BreakdownFigures, GroupFigures

_HIGHEST_ROW, _LOWEST_ROW = 44, 20
_NARROWEST_COLUMN = 110


@dataclass(frozen=True, slots=True)
class _Grid:
    """Rows of groups by columns of steps, in pixels; `full` is the share of the longest bar."""

    top: float
    height: float
    start: float
    entered: float  # where the column of counts ends
    width: float
    full: float


def draw_breakdown(figures: BreakdownFigures, palette: Palette, *, with_definition: bool = True) -> Figure:
    """All columns have one scale, so that groups and steps can be compared."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: BreakdownFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.groups:
        area.sentence(f"Nobody made the first step, {figures.step_names[0]}.")
        return
    unit = area.unit
    top = area.margin + 22 * unit
    room = max(int((bottom - top) / (_LOWEST_ROW * unit)), 1)
    shown = figures.groups if len(figures.groups) <= room else figures.groups[: max(room - 1, 1)]
    more = len(figures.groups) - len(shown)
    height = min(_HIGHEST_ROW * unit, (bottom - top) / (len(shown) + bool(more)))
    steps = _shown_steps(area, figures, shown)
    grid = _grid(area, figures, shown, top, height, steps)
    _paint_heads(area, figures, grid, steps)
    for row, group in enumerate(shown):
        _paint_group(area, grid, row, group, steps)
    if more:
        words = f"… and {counted(more, 'more group', 'more groups')}; the table has them all"
        area.text(area.margin, top + (len(shown) + 0.5) * height, words, size=11 * unit, colour=area.palette.text_quiet)


def _shown_steps(area: DrawingArea, figures: BreakdownFigures, shown: tuple[GroupFigures, ...]) -> range:
    """The last steps for which there is room; of a funnel of one step there is none."""
    many = len(figures.step_names)
    room = (area.width - _left(area, figures, shown)) / (_NARROWEST_COLUMN * area.unit)
    return range(max(1, many - max(int(room), 1)), many)


def _left(area: DrawingArea, figures: BreakdownFigures, shown: tuple[GroupFigures, ...]) -> float:
    """Where the counts of those who entered begin, behind the names."""
    widest = max(width_px(name, 12 * area.unit, 600) for name in (figures.name, *(group.name for group in shown)))
    return area.margin + min(widest + 16 * area.unit, area.width * 0.28)


def _grid(
    area: DrawingArea,
    figures: BreakdownFigures,
    shown: tuple[GroupFigures, ...],
    top: float,
    height: float,
    steps: range,
) -> _Grid:
    unit = area.unit
    counts = max(width_px(number(group.counts[0]), 12 * unit, 600) for group in shown)
    entered = _left(area, figures, shown) + max(
        counts, min(width_px(figures.step_names[0], 11 * unit, 400), 120 * unit)
    )
    start = entered + 20 * unit
    ends = [reach.high for group in shown for step in steps if (reach := group.range_of(step))]
    return _Grid(
        top, height, start, entered, (area.width - area.margin - start) / max(len(steps), 1), max(ends, default=1)
    )


def _paint_heads(area: DrawingArea, figures: BreakdownFigures, grid: _Grid, steps: range) -> None:
    unit, faint = area.unit, area.palette.text_faint
    y, size = area.margin + 4 * unit, 11 * unit
    room = grid.entered - area.margin
    entered = min(width_px(figures.step_names[0], size, 400), 120 * unit)
    area.text(area.margin, y, figures.name, size=size, colour=faint, room=room - entered - 8 * unit)
    area.text(grid.entered, y, figures.step_names[0], size=size, colour=faint, align="right", room=entered + unit)
    for column, step in enumerate(steps):
        x = grid.start + column * grid.width
        area.text(x, y, figures.step_names[step], size=size, colour=faint, room=grid.width - 8 * unit)


def _paint_group(area: DrawingArea, grid: _Grid, row: int, group: GroupFigures, steps: range) -> None:
    unit, palette = area.unit, area.palette
    middle = grid.top + (row + 0.5) * grid.height
    size = min(12 * unit, grid.height * 0.6)
    counts = width_px(number(group.counts[0]), size, 600)
    area.text(
        area.margin, middle, group.name, size=size, weight=600, room=grid.entered - area.margin - counts - 8 * unit
    )
    area.text(grid.entered, middle, number(group.counts[0]), size=size, weight=600, align="right")
    area.hit(row, 1, grid.entered - counts, middle - grid.height / 2, counts, grid.height)
    for column, step in enumerate(steps):
        x, rate, reach = grid.start + column * grid.width, group.of_first(step), group.range_of(step)
        words = rate.percent()
        scale = max(grid.width - width_px(words, size, 400) - 20 * unit, 1) / grid.full
        long = max((rate.value or 0) * scale, 1)
        colour = palette.series[0] if step == len(group.counts) - 1 else palette.series[1]
        area.box(x, middle - grid.height * 0.3, long, grid.height * 0.6, colour, radius=2 * unit)
        end = long
        if reach and rate.of:
            end = max(long, reach.high * scale)
            area.box(
                x + reach.low * scale, middle - unit, (reach.high - reach.low) * scale, 2 * unit, palette.text, above=1
            )
        area.text(x + end + 6 * unit, middle, words, size=size, colour=palette.text_quiet)
        area.hit(row, step + 1, x, middle - grid.height / 2, grid.width - 8 * unit, grid.height)
