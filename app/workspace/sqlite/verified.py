"""Copies of a workspace that are proven to be it before anything relies on them."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

from app.errors import AppError
from app.files.writing import flush, made_beside
from app.progress import Progress, silent
from app.workspace.sqlite.complaints import complaint
from app.workspace.sqlite.copying import is_of_the_target, refuse_hollow
from app.workspace.sqlite.database import connect

_PAGES_AT_ONCE = 4096
_COPYING, _COMPARING = "Making a backup", "Comparing the backup"


def verified_backup(path: Path, why: str, progress: Progress = silent) -> Path:
    """A copy beside the workspace, named after it and `why`; AppError if none can be made, and then there is none."""
    try:
        with made_beside(path) as beside:
            beside.chmod(0o600)
            _copy(path, beside, progress)
            flush(beside)
            return _named(beside, path, why)
    except (OSError, sqlite3.Error) as error:
        raise AppError(
            f"{path} needs a backup before it is changed, and none could be made. {_said(path, why, error)}"
        ) from error


def _said(path: Path, why: str, error: OSError | sqlite3.Error) -> str:
    backup = _name(path, why, 1)
    is_read = isinstance(error, sqlite3.Error) and not is_of_the_target(error)
    words = complaint(path if is_read else backup, error)
    return words or f"{backup} could not be written: {getattr(error, 'strerror', None) or error}."


def _copy(path: Path, beside: Path, progress: Progress) -> None:
    def tell(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total, _COPYING)

    with closing(connect(path, read_only=True)) as source, closing(sqlite3.connect(beside)) as copy:
        source.execute("BEGIN")
        refuse_hollow(path, source)
        before = _digest(source, progress)
        source.backup(copy, pages=_PAGES_AT_ONCE, progress=tell)
        copy.text_factory = bytes
        if copy.execute("PRAGMA quick_check").fetchall() != [(b"ok",)] or _digest(copy, progress) != before:
            raise AppError(f"A backup of {path} did not come out as the file is, so nothing was changed. Try again.")


def _digest(connection: sqlite3.Connection, progress: Progress) -> bytes:
    """A sha256 over every row of every table."""
    digest = hashlib.sha256()
    tables = connection.execute("SELECT CAST(name AS BLOB) FROM sqlite_schema WHERE type = 'table'").fetchall()
    factory, connection.text_factory = connection.text_factory, bytes
    for (table,) in sorted(tables):
        digest.update(table)
        for row in connection.execute(f'SELECT * FROM "{table.decode()}" ORDER BY rowid'):
            progress(0, 0, _COMPARING)
            for cell in row:
                content = cell if isinstance(cell, bytes) else repr(cell).encode()
                digest.update(len(content).to_bytes(8, "big") + content)
    connection.text_factory = factory
    return digest.digest()


def _named(beside: Path, path: Path, why: str) -> Path:
    """Give the copy the first free name; two programs never get the same."""
    for number in count(1):
        place = _name(path, why, number)
        try:
            os.link(beside, place)
        except FileExistsError:
            continue
        except OSError:  # a file system without hard links
            if place.exists():
                continue
            beside.rename(place)
        return place
    raise AssertionError("numbers do not end")


def _name(path: Path, why: str, number: int) -> Path:
    return path.with_name(f"{path.stem} ({why}{'' if number == 1 else f' {number}'}){path.suffix}")
