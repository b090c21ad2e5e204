"""Figures as a file: a picture, or exact values for a program."""

from __future__ import annotations

from pathlib import Path

from app.errors import AppError
from app.files.writing import write_whole
from app.reports.documents.pictures import Figures, csv_text, picture

SLIDE_PX = 1120
SLIDE_SCALE = 2.0


def save_figures(figures: Figures, path: Path) -> Path:
    """Write FILE.png, .svg or .csv; AppError for another ending or a place that cannot be written to."""
    match path.suffix.lower():
        case ".csv":
            content = csv_text(figures).encode()
        case ".png":
            content = picture(figures, "png", SLIDE_PX, scale=SLIDE_SCALE)
        case ".svg":
            content = picture(figures, "svg", SLIDE_PX)
        case _:
            raise AppError(f"{path} should end in .png, .svg or .csv. Nothing was written.")
    return write_whole(path, content)
