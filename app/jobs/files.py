"""Files that a person asked for: whole or not at all, and in words when they cannot be written."""

from __future__ import annotations

import os
from pathlib import Path

from app.errors import AppError


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
