"""Nodes in rows: a bar of the journeys that came, by what became of them, the lost at its end; and what came next."""

from __future__ import annotations

from collections.abc import Sequence

from app.look.palette import Palette
from app.numbers import Rate, counted, length, number
from app.reports.drawing.drawing_area import Chart, DrawingArea
from app.reports.drawing.fonts import width_px
from app.reports.drawing.legend import Entry, legend_height, paint_legend
from app.reports.drop_off.figures import (
    ENDED,
    GOAL,
    LOST,
    STATES,
    WAITING,
    WENT_ON,
    DropOffFigures,
    NodeDrop,
    column_of,
)

_HIGHEST_ROW, _LOWEST_ROW = 52, 30
_TWO_LINES = 46.0  # of a row's height, for two lines under its bar


def draw_drop_off(figures: DropOffFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """A row a node; where there are too many, those that lose most."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: DropOffFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    rows = [(row, each) for row, each in enumerate(figures.nodes) if each.arrived]
    if not rows:
        area.sentence("Nobody entered this scenario.")
        return
    unit = area.unit
    legend = _legend(area, [each for _, each in rows])
    top, bottom = area.margin, bottom - legend_height(area, legend)
    room = max(int((bottom - top) / (_LOWEST_ROW * unit)), 1)
    shown = rows
    if len(rows) > room:
        worst = sorted(rows, key=lambda each: -each[1].lost.count)[: max(room - 1, 1)]
        shown = sorted(worst, key=lambda each: each[0])
    more = len(rows) - len(shown)
    height = min(_HIGHEST_ROW * unit, (bottom - top) / (len(shown) + bool(more)))
    names = max(width_px(each.label, 12 * unit, 600) for _, each in shown) + 16 * unit
    start = area.margin + min(names, area.width * 0.26)
    full = max(each.arrived for _, each in shown)
    scale = (area.width - area.margin - 120 * unit - start) / full
    for index, (row, each) in enumerate(shown):
        _paint_row(area, row, each, (start, top + index * height, scale, height))
    if more:
        words = f"… and {counted(more, 'node that loses less', 'nodes that lose less')}; the table has them all"
        area.text(area.margin, top + (len(shown) + 0.5) * height, words, size=11 * unit,
                  colour=area.palette.text_quiet)  # fmt: skip
    paint_legend(area, bottom, legend)


def _colours(palette: Palette) -> dict[int, str]:
    return {
        WENT_ON: palette.series[0],
        GOAL: palette.good,
        ENDED: palette.end,
        WAITING: palette.warning,
        LOST: palette.danger,
    }


def _paint_row(area: DrawingArea, row: int, each: NodeDrop, place: tuple[float, float, float, float]) -> None:
    start, y, scale, height = place
    unit, palette, colours = area.unit, area.palette, _colours(area.palette)
    size, line = min(12 * unit, height * 0.32), height * 0.38
    area.text(area.margin, y + height * 0.3, each.label, size=size, weight=600, room=start - area.margin - 10 * unit)
    came = number(each.arrived)
    area.text(area.margin, y + height * 0.68, f"{came} came", size=size * 0.86, colour=palette.text_quiet,
              room=start - area.margin - 10 * unit)  # fmt: skip
    x = start
    for state, count in enumerate(each.states):
        wide = max(count * scale, 1.0) if count else 0.0
        area.box(x, y + height * 0.11, wide, line, colours[state])
        if count:
            area.hit(row, column_of(state), x, y + height * 0.11, wide, line)
        x += wide
    if each.lost.count:
        words = f"{each.lost.percent()} lost"
        area.text(x + 8 * unit, y + height * 0.3, words, size=size, colour=palette.danger, weight=600)
    if each.without_goal:
        _tell(area, _story(each), (start, y, height), size * 0.86)


def _tell(area: DrawingArea, story: Sequence[str], place: tuple[float, float, float], size: float) -> None:
    """In a line under the bar, or in two where one has no room and the row is high enough."""
    start, y, height = place
    room, whole = area.width - area.margin - start, "  ·  ".join(story)
    is_parted = len(story) > 1 and height >= _TWO_LINES * area.unit and width_px(whole, size, 400) > room
    for line, at in zip(story if is_parted else [whole], (0.64, 0.86) if is_parted else (0.7,), strict=True):
        area.text(start, y + height * at, line, size=size, colour=area.palette.text_quiet, room=room)


def _story(each: NodeDrop) -> list[str]:
    """Why and after how long; and what came next."""
    lost = f"{_most(each.reasons, each.lost.count)}  ·  after {length(each.waited_s)}" if each.lost.count else ""
    then = f"then {_most(each.then, each.without_goal)}" if each.then else ""
    return [part for part in (lost, then) if part]


def _most(named: Sequence[tuple[str, int]], whole: int) -> str:
    return ", ".join(f"{name} {Rate(count, whole).percent()}" for name, count in named[:2])


def _legend(area: DrawingArea, nodes: Sequence[NodeDrop]) -> list[Entry]:
    """The states that occur."""
    unit, colours = area.unit, _colours(area.palette)

    def entry(state: int) -> Entry:
        def sample(x: float, y: float) -> None:
            area.box(x, y - 5 * unit, 12 * unit, 10 * unit, colours[state], radius=2 * unit)

        return Entry(STATES[state], sample)

    return [entry(state) for state in range(len(STATES)) if any(each.states[state] for each in nodes)]
