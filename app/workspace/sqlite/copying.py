"""A workspace's database, copied while others may be working in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.errors import AppError
from app.files.copying import copy_bytes, taken_on_disk
from app.files.writing import discard, flush, made_beside, told_in_words
from app.progress import Progress
from app.workspace.sqlite.complaints import WAYS_BACK, complaint
from app.workspace.sqlite.database import connect

PAGES_AT_ONCE = 1024  # 4 MB: often enough to be told how far it is, and to be stopped
_MOSTLY_HOLES = 100
"""Times what a file takes on its disk that its pages may come to; disks that pack files come nowhere near."""
_ALWAYS_ALLOWED = 64 << 20
_STEPS_BETWEEN_LOOKS = 10_000

_OF_THE_TARGET = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_DELETE,
    sqlite3.SQLITE_IOERR_DIR_FSYNC,
)


def copy_database(source: Path, target: Path, progress: Progress, called: Path | None = None) -> None:
    """Copy every page by SQLite's own backup, which sees one consistent state; `target` is an empty file.

    `called` is the name that it is going to have.
    """

    def tell(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total, "Copying the workspace")

    is_read = False
    try:
        with closing(connect(source, read_only=True)) as taken, closing(connect(target, read_only=False)) as made:
            refuse_hollow(source, taken)
            is_read = True
            taken.backup(made, pages=PAGES_AT_ONCE, progress=tell)
    except sqlite3.Error as error:
        if _is_unfinished(source, error):
            _copy_unfinished(source, target, called or target)
            return
        if is_read and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CANTOPEN:  # what SQLite makes beside the copy
            raise AppError(
                f"{called or target} could not be written: no further file can be made in its folder. Nothing of this "
                "step was kept, and what was saved before is safe; make room there and try again."
            ) from error
        words = complaint((called or target) if is_of_the_target(error) else source, error)
        if words is None:
            raise
        raise AppError(words) from error


def is_of_the_target(error: sqlite3.Error) -> bool:
    """Whether a copy failed by what it is written to rather than by what is read."""
    return getattr(error, "sqlite_errorcode", None) in _OF_THE_TARGET


def refuse_hollow(source: Path, connection: sqlite3.Connection) -> None:
    """AppError where the file says that it has pages which were never written: each would become a real one."""
    ((pages,),) = connection.execute("PRAGMA page_count")
    ((size,),) = connection.execute("PRAGMA page_size")
    if pages * size > _MOSTLY_HOLES * taken_on_disk(source) + _ALWAYS_ALLOWED:
        raise AppError(
            f"{source} is not copied page by page: by far the most of it is empty, which no workspace is. Nothing was "
            f"written. {WAYS_BACK}"
        )


def _is_unfinished(source: Path, error: sqlite3.Error) -> bool:
    """Whether a save was cut short in the file, by its disk, and cannot be taken back there."""
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY and _journal_of(source).exists()


def _copy_unfinished(source: Path, target: Path, called: Path) -> None:
    """Copy the bytes of the file and of its rollback journal, and have SQLite take the save back in the copy."""
    journal = _journal_of(target)
    try:
        with told_in_words(called):
            for each, copy in ((source, target), (_journal_of(source), journal)):
                for _ in copy_bytes(each, copy):
                    pass  # a journal is as old as the file's pages only while nobody else works in it
        with closing(connect(target, read_only=False)) as made:
            is_sound = made.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        if not is_sound:
            raise AppError(f"{called} did not come out sound, so it was not kept. {WAYS_BACK}")
        flush(target)
    except sqlite3.Error as error:
        raise AppError(complaint(called, error) or f"{called} could not be written. {WAYS_BACK}") from error
    finally:
        discard(journal)


def _journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


@contextmanager
def compacted(path: Path, called: Path) -> Iterator[Path]:
    """A file that nobody else has open without pages that nothing uses: no byte of what was removed is in it.

    Itself, or beside it another that is written anew, so that neither memory nor any other folder holds it meanwhile;
    that one is gone afterwards unless it was moved. Complaints call it as it will be `called`.
    """
    with made_beside(path) as beside:
        yield beside if _is_written_anew(path, beside, called) else path


def _is_written_anew(path: Path, beside: Path, called: Path) -> bool:
    """Whether there was anything to leave out."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:  # ours, which attaches what it writes
            if connection.execute("PRAGMA freelist_count").fetchone() == (0,):
                return False
            connection.set_progress_handler(_grows_beyond(beside, path.stat().st_size), _STEPS_BETWEEN_LOOKS)
            connection.execute("VACUUM INTO ?", (str(beside),))
    except sqlite3.Error as error:
        words = complaint(called, error)
        if words is None:
            raise
        raise AppError(words) from error
    flush(beside)  # which SQLite leaves out for such a file
    return True


def _grows_beyond(path: Path, most: int) -> Callable[[], bool]:
    """Whether a file has become larger than all that is written into it can be."""
    return lambda: path.exists() and path.stat().st_size > most + _ALWAYS_ALLOWED
