"""Variants in rows: the rate as a bar with its interval, and the difference to the control about a line of none."""

from __future__ import annotations

from dataclasses import dataclass

from app.look.palette import Palette
from app.numbers import NOTHING, counted, money, number, points, signed_money
from app.reports.counting.intervals import Interval, level
from app.reports.drawing.drawing_area import Chart, DrawingArea, mix
from app.reports.drawing.fonts import width_px, wrap
from app.reports.experiments.figures import (
    CONVERTED,
    CUSTOMERS,
    DIFFERENCE,
    REVENUE,
    REVENUE_DIFFERENCE,
    UNFIT,
    ExperimentFigures,
    VariantFigures,
)

_HIGHEST_ROW, _LOWEST_ROW = 56, 26
_NARROWEST_COLUMN = 130  # of rates and amounts side by side
_WHISKER = 5


def draw_experiment(figures: ExperimentFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """A row a variant; amounts in columns of their own where there are some."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


@dataclass(frozen=True, slots=True)
class _Panel:
    """A column of the chart: values from `low` to `high` between two x, `zero` where none is."""

    left: float
    right: float
    low: float
    high: float

    def x(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return self.left + (self.right - self.left) * (min(max(value, self.low), self.high) - self.low) / span


def _paint(area: DrawingArea, figures: ExperimentFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not any(each.rate.of for each in figures.variants):
        area.sentence("Nobody came to any variant.")
        return
    unit = area.unit
    top = _paint_ratio(area, figures) + 30 * unit
    names = max(width_px(each.name, 12 * unit, 600) for each in figures.variants) + 16 * unit
    start = area.margin + min(max(names, 90 * unit), area.width * 0.22)
    has_value = figures.outcomes.value is not None
    columns = 4 if has_value and area.width - area.margin - start >= 4 * _NARROWEST_COLUMN * unit else 2
    is_narrow = has_value and columns == 2
    top += _paint_titles(area, figures, start, top, columns)
    room = max(int((bottom - top) / (_LOWEST_ROW * unit)) - is_narrow, 1)
    shown = figures.variants if len(figures.variants) <= room else figures.variants[: max(room - 1, 1)]
    more = len(figures.variants) - len(shown)
    height = min(_HIGHEST_ROW * unit, (bottom - top) / (len(shown) + bool(more) + is_narrow))
    panels = _panels(area, shown, start, columns)
    for row, each in enumerate(shown):
        y = top + row * height
        _paint_name(area, each, y, height, start)
        _paint_difference(area, each.difference, each.difference_interval, panels[1], y, height,
                          NOTHING if each.difference is None else points(each.difference))  # fmt: skip
        _mark(area, row, each, panels, y, height)
        _paint_rate(area, figures, row, each, panels[0], y, height)
        if len(panels) > 2:
            _paint_value(area, figures, each, (panels[2], panels[3]), y, height)
    for panel in panels[1::2]:
        area.rule(panel.x(0), top - 4 * unit, panel.x(0), top + len(shown) * height, area.palette.line_strong)
    beneath = [f"… and {counted(more, 'more variant', 'more variants')}; the table has them all"] if more else []
    beneath += ["Revenue a customer is in the table; here is no room for it."] if is_narrow else []
    for at, words in enumerate(beneath):
        y = top + (len(shown) + at + 0.5) * height
        area.text(area.margin, y, words, size=11 * unit, colour=area.palette.text_quiet)


def _mark(area: DrawingArea, row: int, each: VariantFigures, panels: list[_Panel], y: float, height: float) -> None:
    """The whole row of a column is hit, as bars and dots may be small."""
    columns = (CUSTOMERS, DIFFERENCE, REVENUE, REVENUE_DIFFERENCE)
    for column, panel in zip(columns, panels, strict=False):
        if not each.is_control or column in (CUSTOMERS, REVENUE):
            area.hit(row, column, panel.left, y, panel.right - panel.left, height)


def _paint_ratio(area: DrawingArea, figures: ExperimentFigures) -> float:
    """Whether the groups have their sizes, above all else; returns where it ends."""
    unit, ratio = area.unit, figures.ratio
    size = 12 * unit
    is_unfit = ratio is not None and ratio < UNFIT
    left = "".join(f" {number(count)} {why}." for why, count in figures.outcomes.left_out)
    y = area.margin * 0.6
    for line in wrap(figures.ratio_in_words() + left, area.width - 2 * area.margin, size, 2, 600 if is_unfit else 400):
        colour = area.palette.danger if is_unfit else area.palette.text_quiet
        area.text(area.margin, y + size * 0.7, line, size=size, colour=colour, weight=600 if is_unfit else 400)
        y += size * 1.4
    return y


def _titles(figures: ExperimentFigures) -> tuple[str, ...]:
    control = figures.control.name if figures.control else ""
    return f"Converted, {level()}", f"Against {control}", "Revenue a customer", f"Against {control}"


def _paint_titles(area: DrawingArea, figures: ExperimentFigures, start: float, top: float, columns: int) -> float:
    """On two lines where one is long; how much more room they take then."""
    unit = area.unit
    wide = (area.width - area.margin - start) / columns
    broken = [wrap(title, wide - 10 * unit, 11 * unit, 2) for title in _titles(figures)[:columns]]
    spare = (max(len(lines) for lines in broken) - 1) * 13 * unit
    for at, lines in enumerate(broken):
        for line, words in enumerate(lines):
            y = top + spare - 14 * unit - (len(lines) - 1 - line) * 13 * unit
            area.text(start + at * wide, y, words, size=11 * unit, colour=area.palette.text_faint)
    return spare


def _panels(area: DrawingArea, shown: tuple[VariantFigures, ...], start: float, columns: int) -> list[_Panel]:
    """Two columns, or four with money; each keeps room for its words at the right."""
    wide = (area.width - area.margin - start) / columns
    words = min((84 if columns == 4 else 120) * area.unit, wide * 0.55)
    rates = [each.interval.high for each in shown if each.interval]
    differences = [each.difference_interval for each in shown if each.difference_interval]
    scales = [(0.0, max(rates, default=1.0) or 1.0), _about_none(differences)]
    if columns > len(scales):
        means = [max(each.value_interval.high if each.value_interval else 0.0, _mean(each)) for each in shown]
        scales += [(0.0, max(means, default=1.0) or 1.0), _about_none([i for e in shown if (i := e.value_difference)])]
    return [
        _Panel(start + at * wide, start + (at + 1) * wide - words, low, high) for at, (low, high) in enumerate(scales)
    ]


def _about_none(intervals: list[Interval]) -> tuple[float, float]:
    """A scale that holds the line of none in its middle."""
    reach = max((abs(end) for interval in intervals for end in interval), default=0.0) or 1.0
    return -reach, reach


def _mean(each: VariantFigures) -> float:
    return each.samples.plain.mean if each.samples and each.samples.plain.many else 0.0


def _paint_name(area: DrawingArea, each: VariantFigures, y: float, height: float, start: float) -> None:
    unit, room = area.unit, start - area.margin - 10 * area.unit
    size = min(12 * unit, height * 0.4)
    people = f"control, {number(each.rate.of)}" if each.is_control else counted(each.rate.of, "customer", "customers")
    area.text(area.margin, y + height * 0.34, each.name, size=size, weight=600, room=room)
    area.text(area.margin, y + height * 0.7, people, size=size * 0.86, colour=area.palette.text_quiet, room=room)


def _paint_rate(
    area: DrawingArea,
    figures: ExperimentFigures,
    row: int,
    each: VariantFigures,
    panel: _Panel,
    y: float,
    height: float,
) -> None:
    palette, unit, rate = area.palette, area.unit, each.rate
    fill = palette.text_faint if each.is_control else palette.series[0]
    long = panel.x(rate.value or 0.0) - panel.left
    bar = (panel.left, y + height * 0.24, max(long, 1), height * 0.52)
    if figures.outcomes.modelled:
        line = mix(fill, palette.surface, 0.35)
        area.box(*bar, palette.surface, line=line, hatch="////", radius=2 * unit)
    else:
        area.box(*bar, fill, radius=2 * unit)
    area.hit(row, CONVERTED, *bar)
    end = panel.left + long
    if each.interval:
        _whisker(area, panel, each.interval, y + height / 2, palette.text)
        end = max(end, panel.x(each.interval.high))
    size = min(11 * unit, height * 0.4)
    words = f"{rate.percent()}  ·  {number(rate.count)}"
    area.text(end + 8 * unit, y + height / 2, words, size=size, colour=palette.text_quiet,
              room=panel.right + 112 * unit - end)  # fmt: skip


def _paint_difference(
    area: DrawingArea,
    value: float | None,
    interval: Interval | None,
    panel: _Panel,
    y: float,
    height: float,
    words: str,
) -> None:
    """A dot with its interval, in colour where it is clear of none."""
    palette, unit, middle = area.palette, area.unit, y + height / 2
    size = min(11 * unit, height * 0.4)
    if value is None:
        return
    is_clear = interval is not None and interval.is_clear
    colour = (palette.good if value > 0 else palette.danger) if is_clear else palette.text_quiet
    if interval:
        _whisker(area, panel, interval, middle, colour)
    dot = 4 * unit
    area.box(panel.x(value) - dot, middle - dot, 2 * dot, 2 * dot, colour, radius=dot, above=2)
    area.text(panel.right + 8 * unit, middle, words, size=size, colour=colour, weight=600 if is_clear else 400)


def _paint_value(
    area: DrawingArea, figures: ExperimentFigures, each: VariantFigures, panels: tuple[_Panel, _Panel], y: float,
    height: float,
) -> None:  # fmt: skip
    palette, unit, (panel, beside) = area.palette, area.unit, panels
    fill = palette.text_faint if each.is_control else palette.series[1]
    mean, currency = _mean(each), figures.outcomes.currency
    long = panel.x(mean) - panel.left
    area.box(panel.left, y + height * 0.24, max(long, 1), height * 0.52, fill, radius=2 * unit)
    end = panel.left + long
    if each.value_interval:
        _whisker(area, panel, each.value_interval, y + height / 2, palette.text)
        end = max(end, panel.x(each.value_interval.high))
    size = min(11 * unit, height * 0.4)
    words = money(round(mean, 2), currency) if each.rate.of else NOTHING
    area.text(end + 8 * unit, y + height / 2, words, size=size, colour=palette.text_quiet)
    control = figures.control
    if control is None or each.is_control or not (each.rate.of and control.rate.of):
        return
    more = mean - _mean(control)
    _paint_difference(area, more, each.value_difference, beside, y, height, signed_money(more, currency))


def _whisker(area: DrawingArea, panel: _Panel, interval: Interval, y: float, colour: str) -> None:
    low, high, tip = panel.x(interval.low), panel.x(interval.high), _WHISKER * area.unit
    area.rule(low, y, high, y, colour, line_px=1.4)
    for x in (low, high):
        area.rule(x, y - tip, x, y + tip, colour, line_px=1.4)
