"""What a killed process left half-written: known by its name and by a lock that nobody holds any more, and removed."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":

    def _lock(_handle: int) -> None:
        raise OSError  # no folder can be locked there, nor a file that SQLite writes: nothing is taken for left behind

    _OPENED_SAFELY = 0
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    _OPENED_SAFELY = os.O_NOFOLLOW | os.O_NONBLOCK

_NAMES = re.compile(r"\.writing-[0-9a-f]{16}|\.rehearse-[0-9a-f]{16}\.new")
_JOURNALS = re.compile(r"(\.rehearse-[0-9a-f]{16}\.new)-journal")


def folder_name() -> str:
    """A name for a folder of files that are not whole yet."""
    return f".writing-{secrets.token_hex(8)}"


def file_name() -> str:
    """A name for a file that is not whole yet."""
    return f".rehearse-{secrets.token_hex(8)}.new"


@contextmanager
def being_written(make: Callable[[], Path]) -> Iterator[Path]:
    """What `make` makes, which no `sweep` takes meanwhile. A kill lets go of it."""
    if sys.platform == "win32":
        yield make()
        return
    made = make()
    while (handle := _held(made)) is None:  # swept before it could be locked
        made = make()
    try:
        yield made
    finally:
        os.close(handle)


@contextmanager
def temporary_folder(place: Path | None = None) -> Iterator[Path]:
    """A folder in `place`, or in the system's for such, gone afterwards; what killed processes left goes first."""
    sweep(place or _temporary_place())
    with being_written(lambda: _new_temporary(place)) as made:
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


def sweep_temporary() -> None:
    """Remove what killed processes left in the system's place for temporary folders."""
    sweep(_temporary_place())


def _temporary_place() -> Path:
    """Where temporary folders are made; `tempfile` would write a file to find out, which is too much to look."""
    named = (tempfile.tempdir, *(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")))
    return Path(next((place for place in named if place and os.path.isdir(place)), "/tmp"))  # only looked into


def sweep(folder: Path) -> None:
    """Remove what killed processes of this user left half-written in the folder.

    What is being written, a link, what holds anything but ordinary files, or what cannot be locked stays.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        names = [entry.name for entry in entries]
        for name in filter(_NAMES.fullmatch, names):
            with suppress(OSError):  # it is being written, or cannot be removed: the next sweep tries again
                _remove(folder / name)
        for found in filter(None, map(_JOURNALS.fullmatch, names)):
            with suppress(OSError):
                _remove_journal(folder / found[0], folder / found[1])


def _new_temporary(place: Path | None) -> Path:
    made = (place or Path(tempfile.gettempdir())) / folder_name()
    made.mkdir(mode=0o700)
    return made


def _held(path: Path) -> int | None:
    try:
        handle = os.open(path, os.O_RDONLY | _OPENED_SAFELY)
    except FileNotFoundError:
        return None
    try:
        _lock(handle)
    except BlockingIOError:
        os.close(handle)
        return None
    except OSError:  # a file system without locks, where no sweep takes anything either
        return handle
    if not _is_at(path, os.fstat(handle)):
        os.close(handle)
        return None
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode) and not _is_advisory(path, handle):
            fcntl.flock(handle, fcntl.LOCK_UN)
    except OSError:
        os.close(handle)
        path.unlink(missing_ok=True)
        raise
    return handle


def _is_advisory(path: Path, locked: int) -> bool:
    """Whether the locked file can be written by another handle all the same; network drives of Windows refuse that.

    The file holds nothing yet, or nothing that anybody wants any more. OSError where its disk fails.
    """
    other = os.open(path, os.O_RDWR | _OPENED_SAFELY)
    try:
        if not os.path.samestat(os.fstat(other), os.fstat(locked)):
            return False
        try:
            os.write(other, b"\0")
        except PermissionError:
            return False
        os.ftruncate(other, 0)  # SQLite must not take the byte for a database
    finally:
        os.close(other)
    return True


def _remove(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | _OPENED_SAFELY)
    try:
        _lock(handle)
        found = os.fstat(handle)
        if not _is_at(path, found) or found.st_uid != os.geteuid():
            return
        if stat.S_ISDIR(found.st_mode) and path.suffix != ".new":
            _remove_folder(path, handle)
        elif (
            stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and path.suffix == ".new" and _is_advisory(path, handle)
        ):
            path.unlink()
    finally:
        os.close(handle)


def _remove_journal(journal: Path, owner: Path) -> None:
    """What SQLite left beside a file that is gone; whoever writes one makes the file first."""
    found = journal.lstat()
    is_ours = stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and found.st_uid == os.geteuid()
    if is_ours and not os.path.lexists(owner):
        journal.unlink()


def _remove_folder(path: Path, handle: int) -> None:
    """By its handle, so that nothing laid in its place meanwhile is emptied."""
    names = os.listdir(handle)
    if all(stat.S_ISREG(os.stat(name, dir_fd=handle, follow_symlinks=False).st_mode) for name in names):
        for name in names:
            os.unlink(name, dir_fd=handle)
        path.rmdir()


def _is_at(path: Path, found: os.stat_result) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(path.lstat(), found)
    return False
