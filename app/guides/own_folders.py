"""Folders that the user adds beside those that come with the product: templates and lessons of their own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from app.errors import AppError
from app.files.writing import write_whole

_LONGEST_NAME = 40


def keep_folder(place: Path, title: str, taken: Collection[str], files: Mapping[str, str | bytes], what: str) -> Path:
    """A new folder in the place, named after the title and unlike those taken, with these files by their paths.

    It is there as a whole or not at all. `what` is what it is called, like “template”. AppError where it cannot be.
    """
    return put_folder(place / _free_name(place, title, taken, what), files, what)


def put_folder(folder: Path, files: Mapping[str, str | bytes], what: str) -> Path:
    """That new folder with these files by their paths, as a whole or not at all; AppError where it cannot be."""
    beside = folder.with_name(f".{folder.name}")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        for name, content in files.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(beside / name, content)
        beside.rename(folder)
    except OSError as error:
        raise AppError(f"The {what} cannot be kept in {folder}: {error.strerror}. Nothing was changed.") from error
    return folder


def remove_folder(folder: Path) -> dict[str, bytes]:
    """Forget it, and give the files that were in it by their paths; AppError where it cannot be removed."""
    try:
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        shutil.rmtree(folder)
        return files
    except OSError as error:
        raise AppError(f"{folder} cannot be removed: {error.strerror}.") from error


def _free_name(place: Path, title: str, taken: Collection[str], what: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")[:_LONGEST_NAME] or what
    numbered = (plain if number == 1 else f"{plain}_{number}" for number in range(1, len(taken) + 3))
    return next(name for name in numbered if name not in taken and not (place / name).exists())
