"""The funnel as bars, one row per step, with what is lost between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from app.look.palette import Palette
from app.numbers import length, number
from app.reports.drawing.drawing_area import Chart, DrawingArea
from app.reports.drawing.fonts import width_px, wrap
from app.reports.funnel.figures import COLUMN_OF_COUNT, COLUMN_OF_LOST, FunnelFigures, StepFigures

_LOWEST_ROW = 20
_HIGHEST_ROW = 128
_ROW_WITH_LOSS = 46
_NARROWEST_BARS = 130


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of texts at the right of the bars; `keep` 0 stays longest when room is short."""

    title: str
    text: Callable[[StepFigures], str]
    weight: int
    keep: int


_COLUMNS = (
    _Column("Customers", lambda step: number(step.count), 600, 0),
    _Column("Of first", lambda step: step.of_first.percent(), 400, 1),
    _Column("Of previous", lambda step: step.of_previous.percent(), 400, 2),
    _Column("Median time", lambda step: length(step.median_s), 400, 3),
)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand: labels from `left`, bars from `start` to `end`, columns with their right edges."""

    left: float
    start: float
    end: float
    columns: tuple[tuple[_Column, float], ...]
    stacked: bool  # labels above the bars rather than beside them


def draw_funnel(figures: FunnelFigures, palette: Palette, *, with_definition: bool = True) -> Figure:
    """Bars with count, share of the first and of the previous step, drop-off and median time."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


def _paint(area: DrawingArea, figures: FunnelFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.steps or not figures.steps[0].count:
        area.sentence(
            f"Nobody made the first step, {figures.steps[0].name}." if figures.steps else "There are no steps yet."
        )
        return
    unit = area.unit
    top = area.margin + 18 * unit
    room = int((bottom - top) / (_LOWEST_ROW * unit))
    shown = figures.steps if len(figures.steps) <= room else figures.steps[: max(1, room - 1)]
    rest = len(figures.steps) - len(shown)
    height = min(_HIGHEST_ROW * unit, (bottom - top) / (len(shown) + (1 if rest else 0)))
    layout = _layout(area, shown)
    for column, right in layout.columns:
        y = area.margin + 2 * unit
        area.text(right, y, column.title, size=11 * unit, colour=area.palette.text_faint, align="right")
    for index, step in enumerate(shown):
        _paint_step(area, step, index + 1, layout, top + index * height, height)
        _hit_step(area, index, layout, top + index * height, height)
    _paint_losses(area, shown, layout, top, height)
    if rest:
        y = top + (len(shown) + 0.5) * height
        words = f"… and {rest} more step{'s' if rest > 1 else ''}; the table has them all"
        area.text(layout.left, y, words, size=12 * unit, colour=area.palette.text_quiet)


def _layout(area: DrawingArea, steps: Sequence[StepFigures]) -> _Layout:
    unit, left, right = area.unit, area.margin, area.width - area.margin
    widest = max(width_px(step.name, 13 * unit, 600) for step in steps) + 40 * unit
    label = min(widest, (right - left) * 0.3)
    kept = list(_COLUMNS)
    while True:
        widths = [_column_width(column, steps, unit) for column in kept]
        bars = right - left - label - sum(widths)
        if bars >= _NARROWEST_BARS * unit or len(kept) == 1:
            break
        kept.remove(max(kept, key=lambda column: column.keep))
    stacked = bars < 0.7 * _NARROWEST_BARS * unit
    edges = [right - sum(widths[index + 1 :]) for index in range(len(kept))]
    start = left if stacked else left + label
    return _Layout(left, start, edges[0] - widths[0], tuple(zip(kept, edges, strict=True)), stacked)


def _column_width(column: _Column, steps: Sequence[StepFigures], unit: float) -> float:
    texts = [(column.title, 11.0, 400), *((column.text(step), 13.0, column.weight) for step in steps)]
    return max(width_px(text, size * unit, weight) for text, size, weight in texts) + 22 * unit


def _paint_step(area: DrawingArea, step: StepFigures, place: int, layout: _Layout, y: float, height: float) -> None:
    unit, palette = area.unit, area.palette
    bar_top, bar_height = _bar(layout, y, height)
    middle = bar_top + bar_height / 2
    size = min(13 * unit, height * 0.55)
    label_y = y + (bar_top - y) / 2 if layout.stacked else middle
    number_room = 22 * unit
    area.text(layout.left, label_y, str(place), size=size, colour=palette.text_faint, weight=600)
    room = (layout.end if layout.stacked else layout.start) - layout.left - number_room - 14 * unit
    lines = wrap(step.name, room, size, 2 if height > 2.8 * size and not layout.stacked else 1, 600)
    for index, line in enumerate(lines):
        y_line = label_y + (index - (len(lines) - 1) / 2) * size * 1.3
        area.text(layout.left + number_room, y_line, line, size=size, weight=600)
    width = layout.end - layout.start
    radius = 4 * unit
    area.box(layout.start, bar_top, width, bar_height, palette.raised, radius=radius)
    share = step.of_first.value or 0.0
    if step.count:
        area.box(layout.start, bar_top, max(width * share, 2), bar_height, palette.series[0], radius=radius, above=1)
    for column, right in layout.columns:
        colour = palette.text if column.keep < 2 else palette.text_quiet
        area.text(right, middle, column.text(step), size=size, colour=colour, weight=column.weight, align="right")


def _hit_step(area: DrawingArea, index: int, layout: _Layout, y: float, height: float) -> None:
    """Number, name and bar, with some air around them; what is lost below has a place of its own."""
    air = 6 * area.unit
    bar_top, bar_height = _bar(layout, y, height)
    top = y if layout.stacked else bar_top - air
    width = layout.end - layout.left + 2 * air
    area.hit(index, COLUMN_OF_COUNT, layout.left - air, top, width, bar_top + bar_height + air - top)


def _paint_losses(area: DrawingArea, steps: Sequence[StepFigures], layout: _Layout, top: float, height: float) -> None:
    """The slope from each bar to the next and the words for what is lost there; the greatest loss stands out."""
    unit, palette = area.unit, area.palette
    width = layout.end - layout.start
    greatest = max((step.lost.count for step in steps[1:]), default=0)
    for index, step in enumerate(steps[1:]):
        above, bar_height = _bar(layout, top + index * height, height)
        below, _ = _bar(layout, top + (index + 1) * height, height)
        shares = [(each.of_first.value or 0.0) * width + layout.start for each in (steps[index], step)]
        edge = above + bar_height
        slope = [(layout.start, edge), (shares[0], edge), (shares[1], below), (layout.start, below)]
        area.polygon(slope, palette.accent_soft)
        if below - edge < 17 * unit or layout.stacked or height < _ROW_WITH_LOSS * unit:
            continue
        x, y, size = layout.start + 10 * unit, (edge + below) / 2, 11.5 * unit
        if step.lost.count:
            is_greatest = step.lost.count == greatest
            words = f"−{number(step.lost.count)} lost, {step.lost.percent()}"
            colour, weight = (palette.danger, 600) if is_greatest else (palette.text_quiet, 400)
            area.text(x, y, words, size=size, colour=colour, weight=weight, room=width)
            area.hit(index + 1, COLUMN_OF_LOST, x, y - size, width_px(words, size, weight), 2 * size)
            x += width_px(words, size, weight) + 16 * unit
        if step.waiting:
            words = f"{number(step.waiting)} still waiting"
            area.text(x, y, words, size=size, colour=palette.text_quiet, room=layout.start + width - x)
            x += width_px(words, size, 400) + 16 * unit
        if step.elsewhere:
            words = f"elsewhere: {step.elsewhere_in_words()}"
            room = layout.start + width - x
            area.text(x, y, words, size=size, colour=palette.text_quiet, room=room)


def _bar(layout: _Layout, y: float, height: float) -> tuple[float, float]:
    """Top and height of the bar in its row."""
    return (y + height * 0.46, height * 0.44) if layout.stacked else (y + height * 0.06, height * 0.56)
