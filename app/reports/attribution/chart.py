"""A table of bars: a row a channel, a column a model, so that models are compared along a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from app.look.palette import Palette
from app.numbers import counted, money, number
from app.reports.attribution.figures import FIRST_MODEL, AttributionFigures
from app.reports.attribution_models.names import NO_TOUCH, TITLES
from app.reports.drawing.bar_table import paint_name, room_for_names, say_columns_left_out
from app.reports.drawing.drawing_area import Chart, DrawingArea
from app.reports.drawing.fonts import width_px

_HIGHEST_ROW, _LOWEST_ROW = 40, 18
_NARROWEST_COLUMN = 84


def draw_attribution(figures: AttributionFigures, palette: Palette, *, with_definition: bool = True) -> Figure:
    """Every column has one scale, so that bars of all models can be compared."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


@dataclass(frozen=True, slots=True)
class _Grid:
    """Rows of channels by columns of models, in pixels; `full` is the share of the longest bar."""

    top: float
    height: float
    start: float
    width: float
    full: float


def _paint(area: DrawingArea, figures: AttributionFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.conversions:
        area.sentence("There was no conversion to attribute.")
        return
    unit, ranked = area.unit, figures.ranked()
    top = area.margin + 22 * unit
    room = max(int((bottom - top) / (_LOWEST_ROW * unit)) - 2, 1)
    shown = ranked if len(ranked) <= room else ranked[: room - 1]
    more = len(ranked) - len(shown)
    names = [each.name for each in shown] + [NO_TOUCH]
    start = area.margin + room_for_names(area, names, len(figures.models))
    models = figures.models[: max(int((area.width - area.margin - start) / (_NARROWEST_COLUMN * unit)), 1)]
    untouched = float(figures.untouched[1 if figures.is_worth else 0])
    full = max([*(figures.share(each, model) for each in shown for model in models), untouched, 0.0]) or 1.0
    height = min(_HIGHEST_ROW * unit, (bottom - top) / (len(names) + bool(more)))
    grid = _Grid(top, height, start, (area.width - area.margin - start) / max(len(models), 1), full)
    for column, model in enumerate(models):
        x, faint = start + column * grid.width, area.palette.text_faint
        area.text(x, area.margin + 4 * unit, TITLES[model], size=11 * unit, colour=faint, room=grid.width - 8 * unit)
    for row, name in enumerate(names):
        each = shown[row] if row < len(shown) else None
        _paint_row(
            area, grid, row, name, [figures.share(each, model) if each else untouched for model in models], figures
        )
        for column in range(len(models)):
            place = (start + column * grid.width, top + row * height, grid.width - 8 * unit, height)
            area.hit(row if each else len(ranked), FIRST_MODEL + column, *place)
    say_columns_left_out(area, start, len(figures.models) - len(models))
    if more:
        words = f"… and {counted(more, 'more channel', 'more channels')}; the table has them all"
        y = top + (len(names) + 0.5) * height
        area.text(area.margin, y, words, size=11 * unit, colour=area.palette.text_quiet)


def _paint_row(
    area: DrawingArea, grid: _Grid, row: int, name: str, shares: Sequence[float], figures: AttributionFigures
) -> None:
    unit = area.unit
    middle = grid.top + (row + 0.5) * grid.height
    room = grid.start - area.margin - 8 * unit
    paint_name(area, (area.margin, middle, room, grid.height), name, min(12 * unit, grid.height * 0.6))
    fill = area.palette.text_faint if name == NO_TOUCH else area.palette.series[0]
    for column, share in enumerate(shares):
        place = (grid.start + column * grid.width, middle, grid.width, grid.height)
        _paint_share(area, place, share / grid.full, _said(figures, share), fill)


def _paint_share(
    area: DrawingArea, place: tuple[float, float, float, float], share: float, words: str, fill: str
) -> None:
    """A bar with its figure beside it; the figure keeps its room."""
    x, middle, width, height = place
    unit = area.unit
    size = min(11 * unit, height * 0.55)
    room = width_px(words, size, 400) + 16 * unit
    long = max(share, 0.0) * max(width - room, 0)
    area.box(x, middle - height * 0.28, max(long, 1), height * 0.56, fill, radius=2 * unit)
    area.text(
        x + max(long, 1) + 6 * unit, middle, words, size=size, colour=area.palette.text_quiet, room=width - long - 8
    )


def _said(figures: AttributionFigures, share: float) -> str:
    if figures.is_worth:
        return money(round(share), figures.currency) if abs(share) >= 100 else money(share, figures.currency)
    return number(round(share, 1))
