"""Bands in rows, the highest first: customers, their rate with its interval beside the expected one; and the ROC."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path

from app.look.palette import Palette
from app.numbers import number, three_digits
from app.reports.counting.intervals import level
from app.reports.drawing.drawing_area import Chart, DrawingArea
from app.reports.drawing.fonts import width_px, wrap
from app.reports.scores.figures import CUSTOMERS, RATE, BandFigures, ScoreFigures

_HIGHEST_ROW = 34
_ROC_PX = 210
_PER_PIXEL = 4
_WIDE = 640  # from which the curve stands beside the bands


def draw_scores(figures: ScoreFigures, palette: Palette, *, with_definition: bool = True) -> Chart:
    """A row a band, and the curve at the right."""
    return Chart(palette, lambda area: _paint(area, figures, with_definition))


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where customers and rates are drawn, in pixels; `most` customers and the `full` rate reach their right ends."""

    top: float
    height: float
    people: tuple[float, float]
    rates: tuple[float, float]
    most: int
    full: float

    def x(self, rate: float) -> float:
        left, right = self.rates
        return left + (right - left) * min(rate / self.full, 1.0)


def _paint(area: DrawingArea, figures: ScoreFigures, with_definition: bool) -> None:
    bottom = area.footer(figures.definition.in_words() if with_definition else "")
    if not figures.bands:
        area.sentence("Nobody had a score by then.")
        return
    unit = area.unit
    top = _paint_words(area, figures) + 26 * unit
    side = min(_ROC_PX * unit, bottom - top - 24 * unit, area.width * 0.3)
    has_roc = figures.auc is not None and area.width >= _WIDE and side > 80 * unit
    right = area.width - area.margin - (side + 40 * unit if has_roc else 0)
    grid = _grid(area, figures, top, bottom - 22 * unit, right)
    faint = area.palette.text_faint
    area.text(area.margin, top - 12 * unit, "Score", size=11 * unit, colour=faint)
    area.text(grid.people[0], top - 12 * unit, "Customers", size=11 * unit, colour=faint)
    area.text(grid.rates[0], top - 12 * unit, f"Converted, {level()}, and expected", size=11 * unit, colour=faint,
              room=right - grid.rates[0])  # fmt: skip
    for row, each in enumerate(figures.bands):
        _paint_band(area, figures, grid, row, each)
    if has_roc:
        _paint_roc(area, figures, area.width - area.margin - side, top, side)


def _paint_words(area: DrawingArea, figures: ScoreFigures) -> float:
    """What is to be known beside the bands; returns where it ends."""
    size, y = 12 * area.unit, area.margin * 0.6
    lines = wrap(" ".join(figures.sentences()), area.width - 2 * area.margin, size, 4)
    for line in lines:
        area.text(area.margin, y + size * 0.7, line, size=size, colour=area.palette.text_quiet)
        y += size * 1.4
    return y


def _grid(area: DrawingArea, figures: ScoreFigures, top: float, bottom: float, right: float) -> _Grid:
    unit, bands = area.unit, figures.bands
    height = min(_HIGHEST_ROW * unit, (bottom - top) / len(bands))
    names = min(max(width_px(each.name, 12 * unit, 600) for each in bands) + 16 * unit, area.width * 0.2)
    start = area.margin + max(names, 60 * unit)
    half = start + (right - start) * 0.42
    rates = [each.interval.high for each in bands if each.interval] + [each.expected or 0.0 for each in bands]
    return _Grid(
        top, height, (start, half - 60 * unit), (half, right - 84 * unit),
        max(each.converted.of for each in bands), max(rates, default=1.0) or 1.0,
    )  # fmt: skip


def _paint_band(area: DrawingArea, figures: ScoreFigures, grid: _Grid, row: int, each: BandFigures) -> None:
    unit, palette = area.unit, area.palette
    y = grid.top + row * grid.height
    middle, size = y + grid.height / 2, min(11 * unit, grid.height * 0.6)
    is_over = figures.threshold is not None and each.low >= figures.threshold
    area.text(area.margin, middle, each.name, size=size, weight=600 if is_over else 400,
              room=grid.people[0] - area.margin - 8 * unit)  # fmt: skip
    left, right = grid.people
    long = max((right - left) * each.converted.of / grid.most, 1)
    area.box(left, y + grid.height * 0.22, long, grid.height * 0.56, palette.line_strong, radius=2 * unit)
    area.hit(row, CUSTOMERS, left, y, right - left + 50 * unit, grid.height)
    area.text(left + long + 6 * unit, middle, number(each.converted.of), size=size, colour=palette.text_quiet)
    start = grid.rates[0]
    bar = max(grid.x(each.converted.value or 0.0) - start, 1)
    area.box(start, y + grid.height * 0.22, bar, grid.height * 0.56, palette.series[0], radius=2 * unit)
    area.hit(row, RATE, start, y, grid.rates[1] - start + 84 * unit, grid.height)
    end = start + bar
    if each.interval:
        low, high = grid.x(each.interval.low), grid.x(each.interval.high)
        area.rule(low, middle, high, middle, palette.text, line_px=1.4)
        for x in (low, high):
            area.rule(x, middle - 4 * unit, x, middle + 4 * unit, palette.text, line_px=1.4)
        end = max(end, high)
    if each.expected is not None:
        x = grid.x(each.expected)
        area.rule(x, y + grid.height * 0.1, x, y + grid.height * 0.9, palette.warning, line_px=2.5)
        end = max(end, x)
    lift = figures.lift(each)
    words = (
        each.converted.percent() if lift is None else f"{each.converted.percent()}  ·  lift {number(round(lift, 2))}"
    )
    area.text(end + 8 * unit, middle, words, size=size, colour=palette.text_quiet)


def _paint_roc(area: DrawingArea, figures: ScoreFigures, left: float, top: float, side: float) -> None:
    """Who converted upwards, who did not to the right, from the highest score on; the diagonal is chance."""
    unit, palette = area.unit, area.palette
    size = 11 * unit
    area.text(left, top - 12 * unit, "ROC", size=size, colour=palette.text_faint)
    area.box(left, top, side, side, palette.sunken, line=palette.line)
    area.rule(left, top + side, left + side, top, palette.line_strong)
    no, yes = figures.curve()
    points = np.column_stack([left + side * no, top + side * (1 - yes)])
    cells = np.floor(points * _PER_PIXEL)  # of points within a part of a pixel one is enough
    seen = np.append(True, (cells[1:] != cells[:-1]).any(axis=1))
    seen[-1] = True
    area.stroke(Path(points[seen]), palette.series[0], 2.0, above=2)
    area.text(left + side / 2, top + side + 12 * unit, "did not convert →", size=size * 0.9, colour=palette.text_faint,
              align="center")  # fmt: skip
    if figures.auc:
        words = f"AUC {three_digits(figures.auc.value)}"
        area.text(
            left + side - 8 * unit, top + side - 14 * unit, words, size=13 * unit, weight=600, align="right", above=3
        )
