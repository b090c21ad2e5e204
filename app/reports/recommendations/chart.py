"""Months as rows, with the share of the first 1, 3 and 5 beside that of what is popular."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.look.palette import Palette
from app.reports.drawing.bar_table import Bar, BarRow, paint_bar_table
from app.reports.drawing.drawing_area import Chart, DrawingArea
from app.reports.recommendations.figures import MonthFigures, RecommendationFigures


def draw_recommendations(figures: RecommendationFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """A row a month."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: RecommendationFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    months = figures.months()
    if not months:
        area.sentence("Nobody who had bought before bought something new in a later month.")
        return
    headers, table = figures.table()
    rows = [
        BarRow(str(cells[0]), list(_bars(each, cells, index)))
        for index, (each, cells) in enumerate(zip((*months, figures.whole()), table, strict=True))
    ]
    paint_bar_table(area, bottom, headers[2:], rows, one_scale=True)


def _bars(each: MonthFigures, cells: Sequence[str], row: int) -> Iterator[Bar]:
    for place, (ours, theirs) in enumerate(zip(each.hits, each.popular, strict=True)):
        for rate, column in ((ours, 2 + 2 * place), (theirs, 3 + 2 * place)):
            yield Bar(rate.value, str(cells[column]), row, column)
