"""A funnel's figures drawn and told, whichever they are."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.figure import Figure

from app.look.palette import Palette
from app.numbers import length, number
from app.reports.funnel.breakdown import BreakdownFigures, said_range
from app.reports.funnel.by_entry import EntryFigures
from app.reports.funnel.counting import AnyFigures
from app.reports.funnel.drawing.breakdown_chart import draw_breakdown
from app.reports.funnel.drawing.chart import draw_funnel
from app.reports.funnel.drawing.time_chart import draw_entries, draw_times
from app.reports.funnel.figures import FunnelFigures
from app.reports.funnel.time_to_convert import TimeFigures

_HEIGHT_OVER_TIME = 440


def draw(figures: AnyFigures, palette: Palette, *, with_definition: bool) -> Figure:
    """The chart of these figures."""
    match figures:
        case FunnelFigures():
            return draw_funnel(figures, palette, with_definition=with_definition)
        case BreakdownFigures():
            return draw_breakdown(figures, palette, with_definition=with_definition)
        case TimeFigures():
            return draw_times(figures, palette, with_definition=with_definition)
        case EntryFigures():
            return draw_entries(figures, palette, with_definition=with_definition)


def height_px(figures: AnyFigures) -> int:
    """The height at which they are neither crowded nor lost."""
    match figures:
        case FunnelFigures():
            return 110 + 80 * len(figures.steps)
        case BreakdownFigures():
            return 140 + 40 * len(figures.groups)
        case _:
            return _HEIGHT_OVER_TIME


def words(figures: AnyFigures) -> Iterator[str]:
    """The chart in sentences."""
    match figures:
        case FunnelFigures():
            for step in figures.steps:
                yield f"{step.name}: {number(step.count)}, {step.of_first.percent()} of the first"
        case BreakdownFigures():
            for group in figures.groups:
                yield f"{group.name}: {group.converted.in_words()} came to the end, {said_range(group.range_of())}"
        case TimeFigures():
            yield f"Median {length(figures.median_s)}, mean {length(figures.mean_s)}"
            for bar, count in enumerate(figures.bars.tolist()):
                yield f"{figures.label(bar)}: {number(count)}"
        case EntryFigures():
            for bucket, label in enumerate(figures.labels):
                open_words = "" if figures.complete[bucket] else " so far"
                yield f"{label}: {figures.rate(bucket).in_words()}{open_words}"
