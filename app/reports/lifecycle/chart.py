"""Stages as bars: how many came, went on, and are still there; of several groups, a row a group, a column a stage."""

from __future__ import annotations

import math

from app.look.palette import Palette
from app.numbers import length, number
from app.reports.counting.lazy_rows import LazyRows
from app.reports.crm.way import STAGE_WORDS
from app.reports.drawing.bar_table import Bar, BarRow, paint_bar_table
from app.reports.drawing.drawing_area import Chart, DrawingArea
from app.reports.lifecycle.figures import (
    HERE,
    LONGEST,
    MEDIAN,
    OF_BEFORE,
    REACHED,
    WAIT,
    LifecycleFigures,
    StageFigures,
)
from app.reports.lifecycle.staying import Spread

_TITLES = ("Reached", "Of the stage before", "Median time in it", "90% within", "Here now", "Median wait")


def draw_lifecycle(figures: LifecycleFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """A table of bars."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: LifecycleFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not (figures.group >= 0).any():
        area.sentence("Nobody has come to any of these stages.")
        return
    rows = list(figures.rows())
    if len(figures.groups) == 1:
        stages = [BarRow(STAGE_WORDS[each.stage], _stage(each, at)) for at, each in enumerate(rows)]
        paint_bar_table(area, bottom, _TITLES, stages)
        return
    many = len(figures.stages)
    titles = [STAGE_WORDS[stage] for stage in figures.stages]

    def group(at: int) -> BarRow:
        return BarRow(figures.groups[at], [_of_group(rows[at * many + k], at * many + k, k) for k in range(many)])

    longest = [max(float(each.reached.count) for each in rows[k::many]) for k in range(many)]
    paint_bar_table(area, bottom, titles, LazyRows(len(figures.groups), group), longest=longest)


def _stage(each: StageFigures, row: int) -> list[Bar]:
    return [
        Bar(each.reached.count, number(each.reached.count), row, REACHED),
        Bar(each.of_before.value, each.of_before.percent(), row, OF_BEFORE),
        _lasting(each.passed.median, row, MEDIAN),
        _lasting(each.passed.ninetieth, row, LONGEST),
        Bar(each.waiting.of, number(each.waiting.of), row, HERE, is_open=True),
        _waiting(each.waiting, row),
    ]


def _lasting(seconds: float, row: int, column: int) -> Bar:
    return Bar(None if math.isnan(seconds) else seconds, length(seconds), row, column)


def _waiting(spread: Spread, row: int) -> Bar:
    return Bar(spread.median if spread.of else None, length(spread.median), row, WAIT, is_open=True)


def _of_group(each: StageFigures, row: int, k: int) -> Bar:
    words = f"{number(each.reached.count)}  ·  {each.of_before.percent()}" if k else number(each.reached.count)
    return Bar(each.reached.count, words, row, REACHED)
