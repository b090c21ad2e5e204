"""Figures as a PNG for a slide: light, with their definition, two pixels for one."""

from __future__ import annotations

from app.reports.documents.figures.pictures import SLIDE_PX, picture
from app.reports.report import Figures

_SCALE = 2.0


def png_picture(figures: Figures) -> bytes:
    """The chart as pixels."""
    return picture(figures, "png", SLIDE_PX, scale=_SCALE)
