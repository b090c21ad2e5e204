"""Which workspaces the user made here or has trusted: remembered by identity in the user's state."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from platformdirs import user_state_path

from app.errors import AppError
from app.files.origin import download_mark, host_in
from app.files.reading import read_document
from app.workspace.opening.recent import recent

_DIGITS = 32
_APPENDED = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)


def is_trusted(path: Path, identity: str) -> bool:
    """Whether the user made the workspace here, or trusted it, and it was not downloaded since.

    A file of an earlier version has no identity; it is the user's own if it was open here before.
    """
    if not identity:
        return path in recent() and not download_mark(path)
    return _line(path, identity) in _remembered()


def trust(path: Path, identity: str) -> None:
    """Remember the workspace; where that cannot be written, it will be asked about again."""
    line = _line(path, identity)
    if not identity or line in _remembered():
        return
    with suppress(OSError):
        listed = _list_path()
        listed.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(listed, _APPENDED, 0o600)
        try:
            os.write(handle, f"{line}\n".encode())  # in one piece, as other windows may add theirs
        finally:
            os.close(handle)


def why_foreign(path: Path) -> str:
    """What is said of a workspace that is not trusted."""
    host = host_in(download_mark(path))
    came = f" and downloaded from {host}" if host else ""
    return (
        f"{path.name} was made elsewhere{came}, so it is open for reading only. Trust it if you know whom it is from."
    )


def _line(path: Path, identity: str) -> str:
    return hashlib.sha256(f"{identity} {download_mark(path)}".encode()).hexdigest()[:_DIGITS]


def _remembered() -> frozenset[str]:
    try:
        return frozenset(read_document(_list_path()).decode(errors="replace").split())
    except AppError:
        return frozenset()


def _list_path() -> Path:
    return user_state_path("rehearse", appauthor=False) / "trusted.txt"
