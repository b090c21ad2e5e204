"""Files that a person asked for: whole or not at all, and in words when they cannot be written."""

from __future__ import annotations

import os
from pathlib import Path

from app.errors import AppError
from app.reports.pictures import Figures, csv_text, picture

SLIDE_PX = 1120
SLIDE_SCALE = 2.0


def write_whole(path: Path, content: bytes) -> Path:
    """Write the file beside its place and move it there; AppError says what to do when that fails."""
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.write_bytes(content)
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise AppError(f"{path} could not be written: {error.strerror}. Choose another folder.") from error
    return path


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
