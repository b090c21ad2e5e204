"""Charts of a funnel over time: how long conversion takes, and how it changes by when people began."""

from __future__ import annotations

import math
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.path import Path

from app.look.palette import Palette
from app.numbers import Rate, length, number, whole_percent
from app.reports.drawing.drawing_area import Chart, DrawingArea
from app.reports.drawing.fonts import width_px
from app.reports.funnel.by_entry import EntryFigures
from app.reports.funnel.time_to_convert import TimeFigures

_TICKS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
_MOST_TICKS = 5
_FEW_POINTS = 40  # more than that and each is no longer marked


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where the figures stand, in pixels; each of `many` has the same width."""

    left: float
    right: float
    top: float
    base: float
    many: int

    @property
    def width(self) -> float:
        return (self.right - self.left) / self.many


def draw_times(figures: TimeFigures, palette: Palette, *, with_definition: bool = True) -> Figure:
    """A bar a stretch of time, with median and mean."""
    return Chart(palette, lambda area: _paint_times(area, figures, with_definition))


def draw_entries(figures: EntryFigures, palette: Palette, *, with_definition: bool = True) -> Figure:
    """A line of the share that converted, in its range; dashed where attempts may still go on."""
    return Chart(palette, lambda area: _paint_entries(area, figures, with_definition))


def _paint_times(area: DrawingArea, figures: TimeFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.converted:
        area.sentence("Nobody made every step, so there is no time to show.")
        return
    unit, palette = area.unit, area.palette
    plot = _Plot(area.margin, area.width - area.margin, area.margin + 66 * unit, bottom - 30 * unit, len(figures.bars))
    share = Rate(figures.converted, figures.entered)
    words = f"{number(figures.converted)} made every step, {share.percent()} of the first"
    area.text(area.margin, area.margin, words, size=13 * unit, weight=600, room=area.width - 2 * area.margin)
    most, gap, size = int(figures.bars.max()), min(plot.width * 0.12, 4 * unit), 11 * unit
    has_labels = max(width_px(number(int(count)), size, 400) for count in figures.bars) < plot.width
    for bar, count in enumerate(figures.bars.tolist()):
        x, height = plot.left + bar * plot.width, (plot.base - plot.top) * count / most
        is_rest = figures.is_open and bar == plot.many - 1
        colour = palette.series[5] if is_rest else palette.series[0]
        area.box(x + gap / 2, plot.base - height, plot.width - gap, height, colour, radius=2 * unit)
        area.hit(bar, 1, x, plot.top, plot.width, plot.base - plot.top)
        if has_labels and count:
            middle = x + plot.width / 2
            area.text(
                middle,
                plot.base - height - 9 * unit,
                number(count),
                size=size,
                align="center",
                colour=palette.text_quiet,
            )
    area.rule(plot.left, plot.base, plot.right, plot.base, palette.line_strong)
    _paint_labels(
        area, plot, [length(bar * figures.width_s) if bar else "0" for bar in range(plot.many)], centred=False
    )
    _paint_middles(area, figures, plot)


def _paint_labels(area: DrawingArea, plot: _Plot, labels: list[str], *, centred: bool) -> None:
    """What stands under each, or under its beginning, as many as have room."""
    unit, size = area.unit, 11 * area.unit
    every = max(1, math.ceil((max(width_px(label, size, 400) for label in labels) + 14 * unit) / plot.width))
    for bar in range(0, plot.many, every):
        x, y, colour = plot.left + (bar + centred * 0.5) * plot.width, plot.base + 13 * unit, area.palette.text_quiet
        if centred:
            area.text(x, y, labels[bar], size=size, colour=colour, align="center")
        else:
            area.text(x, y, labels[bar], size=size, colour=colour, room=plot.right - x)


def _paint_middles(area: DrawingArea, figures: TimeFigures, plot: _Plot) -> None:
    """Lines at median and mean; one beyond the bars is told alone."""
    unit, palette = area.unit, area.palette
    end = (plot.many - figures.is_open) * figures.width_s
    for place, (name, value) in enumerate((("Median", figures.median_s), ("Mean", figures.mean_s))):
        y = area.margin + (22 + 16 * place) * unit
        words, size = f"{name} {length(value)}", 12 * unit
        x = plot.left + value / figures.width_s * plot.width if value <= end else plot.right
        if value <= end:
            area.rule(x, y + 7 * unit, x, plot.base, palette.text_quiet, line_px=1.2 * unit)
        is_right = x + width_px(words, size, 400) > plot.right
        area.text(x, y, words, size=size, colour=palette.text_quiet, align="right" if is_right else "left")


def _paint_entries(area: DrawingArea, figures: EntryFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not len(figures.labels):
        area.sentence(f"Nobody made the first step, {figures.step_names[0]}.")
        return
    unit, palette = area.unit, area.palette
    mean = figures.overall()
    words = f"{mean.percent()} of {figures.step_names[0]} came to {figures.step_names[1]}, in the periods that are over"
    words = words if mean.of else "No period is over yet: each may still rise"
    area.text(area.margin, area.margin, words, size=13 * unit, weight=600, room=area.width - 2 * area.margin)
    rates = [figures.rate(bucket).value for bucket in range(len(figures.labels))]
    full = max([rate for rate in rates if rate is not None], default=0.0) or 1.0
    tick = next((tick for tick in _TICKS if full / tick <= _MOST_TICKS), 0.5)
    full = math.ceil(full / tick - 1e-9) * tick
    axis = max(width_px(_tick_words(tick * k, tick), 11 * unit, 400) for k in range(round(full / tick) + 1))
    left = area.margin + axis + 10 * unit
    plot = _Plot(left, area.width - area.margin, area.margin + 34 * unit, bottom - 30 * unit, len(figures.labels))
    for k in range(round(full / tick) + 1):
        y = plot.base - (plot.base - plot.top) * k * tick / full
        area.rule(plot.left, y, plot.right, y)
        area.text(
            left - 8 * unit, y, _tick_words(k * tick, tick), size=11 * unit, colour=palette.text_faint, align="right"
        )
    _paint_band(area, figures, plot, full)
    _paint_line(area, figures, plot, full)
    _paint_labels(area, plot, list(figures.labels), centred=True)


def _tick_words(share: float, tick: float) -> str:
    return whole_percent(share) if tick >= 0.01 else Rate(round(share * 1000), 1000).percent()


def _point(plot: _Plot, full: float, bucket: int, share: float) -> tuple[float, float]:
    return plot.left + (bucket + 0.5) * plot.width, plot.base - (plot.base - plot.top) * min(share / full, 1)


def _paint_band(area: DrawingArea, figures: EntryFigures, plot: _Plot, full: float) -> None:
    """The ranges of neighbouring periods that are over."""
    ranges = [figures.range_of(bucket) if figures.complete[bucket] else None for bucket in range(plot.many)]
    for bucket in range(1, plot.many):
        before, here = ranges[bucket - 1], ranges[bucket]
        if before and here:
            corners = ((bucket - 1, before.low), (bucket, here.low), (bucket, here.high), (bucket - 1, before.high))
            points = [_point(plot, full, place, share) for place, share in corners]
            area.polygon(points, area.palette.accent_soft)


def _paint_line(area: DrawingArea, figures: EntryFigures, plot: _Plot, full: float) -> None:
    unit, palette = area.unit, area.palette
    before: tuple[float, float] | None = None
    for bucket in range(plot.many):
        share = figures.rate(bucket).value
        here = None if share is None else _point(plot, full, bucket, share)
        is_over = bool(figures.complete[bucket])
        if before and here:
            area.stroke(Path([before, here]), palette.series[0], 2 * unit, dashed=not is_over, above=2)
        if here and (plot.many <= _FEW_POINTS or not is_over or before is None):
            radius = 4 * unit
            fill = palette.series[0] if is_over else palette.raised
            area.box(
                here[0] - radius, here[1] - radius, 2 * radius, 2 * radius, fill, radius=radius, line=palette.series[0],
                line_px=1.5 * unit, above=3,
            )  # fmt: skip
        if here:
            area.hit(bucket, 3, plot.left + bucket * plot.width, plot.top, plot.width, plot.base - plot.top)
        before = here
