"""Figures as an SVG: light, with their definition, texts as texts."""

from __future__ import annotations

from app.reports.documents.figures.pictures import SLIDE_PX, picture
from app.reports.report import Figures


def svg_picture(figures: Figures) -> bytes:
    """The chart as shapes."""
    return picture(figures, "svg", SLIDE_PX)
