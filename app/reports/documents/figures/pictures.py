"""Figures as pictures; what draws them is imported when it is first needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.look.palette import LIGHT, Palette
from app.reports.catalogue import report_of
from app.reports.drawing.hits import Hit, HitMap, Outline
from app.reports.report import Figures

Format = Literal["png", "svg"]
SLIDE_PX = 1120
_LEAST_HIGH = 320
_USUAL_LINES, _MOST_LINES = 2, 20  # of a definition


@dataclass(frozen=True, slots=True)
class ScreenPicture:
    """A chart's pixels (rows, columns, red green blue opacity), and what lies where on it in pixels of the page."""

    pixels: NDArray[np.uint8]
    hits: HitMap


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
    drawn, _ = picture_with_hits(
        figures, format, width_px, height_px, palette=palette, scale=scale, with_definition=with_definition
    )
    return drawn


def picture_with_hits(
    figures: Figures,
    format: Format,  # noqa: A002  # the word of matplotlib and of the command line
    width_px: int,
    height_px: int = 0,
    *,
    palette: Palette = LIGHT,
    scale: float = 1.0,
    with_definition: bool = True,
) -> tuple[bytes, Sequence[Any]]:
    """The picture, and where it shows which cell of the figures' table, in pixels."""
    from app.reports.drawing.drawing_area import render

    chart = report_of(figures).draw(figures, palette, with_definition=with_definition)
    suits = height_with_definition if with_definition else height_for
    drawn = render(chart, format, width_px, height_px or suits(figures, width_px), scale)
    return drawn, getattr(chart, "hits", ())


def screen_picture(
    figures: Figures, width_px: int, height_px: int, *, palette: Palette, scale: float, unit: float
) -> ScreenPicture:
    """The figures drawn for the window: its texts have the size of the interface, whatever the size of the picture."""
    from app.reports.drawing.drawing_area import Chart, rendered

    chart = report_of(figures).draw(figures, palette, with_definition=False)
    if isinstance(chart, Chart):
        chart.unit = unit
    pixels = rendered(chart, width_px, height_px, scale)
    hits = chart.hits if isinstance(chart, Chart) else ()
    return ScreenPicture(pixels, HitMap([_outline(hit) for hit in hits]))


def _outline(hit: Hit) -> Outline:
    if isinstance(hit.outline, tuple):
        x, y, width, height = hit.outline
        return Outline(hit.row, hit.column, (), (x, y, x + width, y + height))
    polygons = hit.outline.to_polygons(closed_only=True)
    return Outline(hit.row, hit.column, tuple(np.asarray(each, float) for each in polygons))


def height_for(figures: Figures, width_px: int) -> int:
    """The height in pixels at which the figures are neither crowded nor lost, and no higher than wide."""
    return min(max(report_of(figures).height_px(figures), _LEAST_HIGH), width_px)


def height_with_definition(figures: Figures, width_px: int) -> int:
    """As `height_for`, with room for a definition of more than two lines below the chart."""
    from app.reports.drawing.drawing_area import FOOTER_TEXT, LEADING, MARGIN, unit_for
    from app.reports.drawing.fonts import wrap

    height = height_for(figures, width_px)
    unit = unit_for(width_px, height)
    size = FOOTER_TEXT * unit
    lines = wrap(figures.definition.in_words(), width_px - 2 * MARGIN * unit, size, _MOST_LINES)
    return min(height + round(max(len(lines) - _USUAL_LINES, 0) * size * LEADING), width_px)
