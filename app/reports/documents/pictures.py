"""Figures as pictures; what draws them is imported when it is first needed."""

from __future__ import annotations

from typing import Literal

from app.look.palette import LIGHT, Palette
from app.reports.catalogue import report_of
from app.reports.report import Figures

Format = Literal["png", "svg"]
SLIDE_PX = 1120
_LEAST_HIGH = 320


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
    from app.reports.drawing.drawing_area import render

    chart = report_of(figures).draw(figures, palette, with_definition=with_definition)
    return render(chart, format, width_px, height_px or height_for(figures, width_px), scale)


def height_for(figures: Figures, width_px: int) -> int:
    """The height in pixels at which the figures are neither crowded nor lost, and no higher than wide."""
    return min(max(report_of(figures).height_px(figures), _LEAST_HIGH), width_px)
