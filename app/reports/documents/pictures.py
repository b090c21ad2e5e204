"""Figures as pictures and as CSV; what draws them is imported when it is first needed."""

from __future__ import annotations

import csv
import io
from typing import Literal

from app.look.palette import LIGHT, Palette
from app.reports.cohorts.figures import CohortFigures
from app.reports.flow.figures import FlowFigures
from app.reports.funnel.figures import FunnelFigures

Figures = FunnelFigures | CohortFigures | FlowFigures
Format = Literal["png", "svg"]


def picture(
    figures: Figures,
    format: Format,  # noqa: A002  # the word of matplotlib and of the command line
    width_px: int,
    height_px: int = 0,
    *,
    palette: Palette = LIGHT,
    scale: float = 1.0,
    with_definition: bool = True,
) -> bytes:
    """The figures drawn at that size; without a height, the one that suits them."""
    from app.reports.cohorts.chart import draw_cohorts
    from app.reports.drawing.drawing_area import render
    from app.reports.flow.chart import draw_flow
    from app.reports.funnel.chart import draw_funnel

    match figures:
        case FunnelFigures():
            chart = draw_funnel(figures, palette, with_definition=with_definition)
        case CohortFigures():
            chart = draw_cohorts(figures, palette, with_definition=with_definition)
        case FlowFigures():
            chart = draw_flow(figures, palette, with_definition=with_definition)
    return render(chart, format, width_px, height_px or height_for(figures, width_px), scale)


def height_for(figures: Figures, width_px: int) -> int:
    """The height in pixels at which the figures are neither crowded nor lost."""
    match figures:
        case FunnelFigures():
            high = 110 + 80 * len(figures.steps)
        case CohortFigures():
            high = 190 + 36 * len(figures.sizes)
        case FlowFigures():
            tops = [node.at[1] for node in figures.nodes] or [0.0]
            high = round(max(tops) - min(tops)) + 214
    return min(max(high, 320), width_px)


def csv_text(figures: Figures) -> str:
    """Every value exactly, for machines: point as decimal sign, nothing guarded against spreadsheets."""
    headers, rows = figures.records()
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return target.getvalue()
