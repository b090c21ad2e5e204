"""Campaigns as a table of bars: people and cost, what they brought, and the compared measure under each model."""

from __future__ import annotations

from app.look.palette import Palette
from app.numbers import NOTHING, money, number
from app.reports.attribution_models.names import NO_TOUCH, TITLES
from app.reports.drawing.bar_table import Bar, BarRow, paint_bar_table
from app.reports.drawing.drawing_area import Chart, DrawingArea
from app.reports.pipeline.figures import (
    COST,
    FIRST_MEASURE,
    MEASURES,
    PEOPLE,
    RETURN,
    WORDS,
    PipelineFigures,
)


def draw_pipeline(figures: PipelineFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """A row a campaign."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: PipelineFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.names:
        area.sentence("No event says which campaign it came from.")
        return
    column = FIRST_MEASURE + MEASURES.index(figures.compare)
    models = [(model, column if at == 0 else RETURN + at) for at, model in enumerate(figures.models)]
    first, *others = (TITLES[model] for model in figures.models)
    titles = ["People", "Cost", f"{WORDS[figures.compare]}: {first}", *others]
    ranked = figures.ranked()
    rows = [BarRow(figures.names[code], _bars(figures, code, row, models)) for row, code in enumerate(ranked)]
    left = figures.measures[figures.compare].untouched
    at = len(ranked)
    nothing = [Bar(None, NOTHING, at, PEOPLE), Bar(None, NOTHING, at, COST)]
    alone = [Bar(left, _short(figures, left), at, column) for _, column in models]
    paint_bar_table(area, bottom, titles, [*rows, BarRow(NO_TOUCH, [*nothing, *alone], is_quiet=True)])


def _bars(figures: PipelineFigures, code: int, row: int, models: list[tuple[str, int]]) -> list[Bar]:
    people, cost = int(figures.people_met[code]), int(figures.cost[code])
    spent = money(round(cost / 100), figures.currency) if cost else NOTHING
    shares = [(figures.share(code, figures.compare, model), column) for model, column in models]
    return [
        Bar(people, number(people), row, PEOPLE),
        Bar(cost if cost else None, spent, row, COST),
        *(Bar(share, _short(figures, share), row, column) for share, column in shares),
    ]


def _short(figures: PipelineFigures, share: float) -> str:
    """Without cents where there are hundreds."""
    if figures.compare in ("pipeline", "revenue") and share >= 10_000:
        return money(round(share / 100), figures.currency)
    return figures.said(figures.compare, share)
