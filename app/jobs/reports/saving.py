"""Figures as a file: a picture, or exact values for a program."""

from __future__ import annotations

from pathlib import Path

from app.files.writing import write_whole
from app.reports.documents.formats import figure_formats, figures_as, format_of
from app.reports.report import Figures


def save_figures(figures: Figures, path: Path) -> Path:
    """Write them in the format of the file's name, a CSV with its definition beside it.

    AppError for another ending or a place that cannot be written to.
    """
    written = write_whole(path, figures_as(figures, path))
    if beside := format_of(path, figure_formats()).beside:
        end, content_of = beside
        write_whole(path.with_name(path.name + end), content_of(figures, path.name))
    return written
