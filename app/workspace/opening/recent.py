"""The workspaces that the user had open lately, in the state folder on this computer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from platformdirs import user_state_path

from app.errors import AppError
from app.files.reading import read_document
from app.files.writing import write_whole

MOST_REMEMBERED = 12


def recent() -> tuple[Path, ...]:
    """Those that are still there, newest first; none if the list itself is damaged."""
    return tuple(path for path in _remembered() if path.is_file())


def remember(path: Path) -> None:
    """Put the workspace first; where the list cannot be written, it stays as it is."""
    path = path.absolute()
    with suppress(OSError, AppError):  # a list for convenience must not keep anybody from her work
        _write([path, *(other for other in _remembered() if other != path)][:MOST_REMEMBERED])


def forget(path: Path) -> None:
    """Take the workspace off the list; the file itself stays."""
    with suppress(OSError, AppError):
        _write(other for other in _remembered() if other != path.absolute())


def _list_path() -> Path:
    return user_state_path("rehearse", appauthor=False) / "recent.json"


def _remembered() -> list[Path]:
    try:
        listed = json.loads(read_document(_list_path()))
    except (AppError, ValueError, RecursionError):
        return []
    return [Path(path) for path in listed if isinstance(path, str)] if isinstance(listed, list) else []


def _write(paths: Iterable[Path]) -> None:
    listed = _list_path()
    listed.parent.mkdir(parents=True, exist_ok=True)
    write_whole(listed, json.dumps([str(path) for path in paths], indent=1), is_flushed=False)
