"""Figures as a file: a picture, or exact values for a program."""

from __future__ import annotations

from pathlib import Path

from app.files.writing import write_whole
from app.reports.documents.formats import figures_as
from app.reports.report import Figures


def save_figures(figures: Figures, path: Path) -> Path:
    """Write them in the format of the file's name; AppError for another ending or a place that cannot be written to."""
    return write_whole(path, figures_as(figures, path))
