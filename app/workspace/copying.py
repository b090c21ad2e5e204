"""A workspace's database, copied while others may be working in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from app.errors import AppError
from app.progress import Progress
from app.workspace.complaints import complaint
from app.workspace.database import connect

PAGES_AT_ONCE = 1024  # 4 MB: often enough to be told how far it is, and to be stopped


_OF_THE_TARGET = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
)


def copy_database(source: Path, target: Path, progress: Progress, called: Path | None = None) -> None:
    """Copy every page by SQLite's own backup, which sees one consistent state; `target` is an empty file.

    `called` is the name that it is going to have.
    """

    def tell(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total, "Copying the workspace")

    try:
        with closing(connect(source, read_only=True)) as taken, closing(connect(target, read_only=False)) as made:
            taken.backup(made, pages=PAGES_AT_ONCE, progress=tell)
    except sqlite3.Error as error:
        is_of_the_target = error.sqlite_errorcode in _OF_THE_TARGET
        words = complaint((called or target) if is_of_the_target else source, error)
        if words is None:
            raise
        raise AppError(words) from error


def compact(path: Path, called: Path) -> None:
    """Write a file that nobody else has open anew, without pages that nothing uses: no byte of what was removed stays.

    By a second file beside it, so that neither memory nor any other folder holds it meanwhile. Complaints call it as
    it will be `called`.
    """
    beside = path.with_name(f"{path.name}-compact")
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:  # ours, which attaches what it writes
            if connection.execute("PRAGMA freelist_count").fetchone() == (0,):
                return
            beside.unlink(missing_ok=True)
            connection.execute("VACUUM INTO ?", (str(beside),))
        beside.replace(path)
    except sqlite3.Error as error:
        words = complaint(called, error)
        if words is None:
            raise
        raise AppError(words) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
