"""The one place that writes files somebody asked for: each whole or not at all, and never over what must not go."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from app.errors import AppError
from app.files.leftovers import being_written, file_name, sweep
from app.files.reading import beginning_of, name_of, what_it_is
from app.files.signature import HEADER_BYTES, is_workspace

_OF_A_WORKSPACE = ("-lock", "-journal", "-wal", "-shm")
_AS_IT_IS = getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_OF_THE_DISK = (errno.EIO, errno.ENOSPC, errno.EDQUOT)
_ANOTHER_FOLDER = "Choose another folder."
_WHY = {
    errno.ENOSPC: ("the disk is full", "Make room there, or choose another disk."),
    errno.EDQUOT: ("your share of the disk is used up", "Make room there, or choose another disk."),
    errno.EFBIG: ("a file of this size is not allowed there", "Choose another disk."),
    errno.EACCES: ("its folder may not be written to", _ANOTHER_FOLDER),
    errno.EPERM: ("its folder may not be written to", _ANOTHER_FOLDER),
    errno.EROFS: ("its disk may only be read", "Choose another disk."),
    errno.ENOENT: ("its folder is not there", _ANOTHER_FOLDER),
    errno.ENOTDIR: ("its folder is not there", _ANOTHER_FOLDER),
    errno.ENAMETOOLONG: ("its name is too long", "Choose another name."),
}


def write_whole(path: Path, content: bytes | str, *, is_flushed: bool = True) -> Path:
    """Write the file beside its place and move it there; AppError leaves what was there and says what to do.

    Without `is_flushed` a power cut may lose it: for what only convenience keeps.
    """
    with told_in_words(path):
        target = checked_target(path)
        with _beside(target) as (stream, fresh):
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            if is_flushed:
                os.fsync(stream.fileno())
            stream.close()
            os.replace(fresh, target)
        if is_flushed:
            keep_names(target.parent)
    return path


def checked_target(path: Path) -> Path:
    """Where a file of this name is to be written, links followed.

    AppError for a workspace, whatever its name, and for its companions; for a folder, a device, a pipe, or a file
    that is protected.
    """
    target = Path(os.path.realpath(path))
    if any(target.name.endswith(end) and is_workspace_at(_owner(target, end)) for end in _OF_A_WORKSPACE):
        raise _refusal(path, "it belongs to the workspace beside it")
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target
    if not stat.S_ISREG(mode):
        raise _refusal(path, f"it is {what_it_is(mode)}")
    if is_workspace_at(target):
        raise _refusal(path, "it is a workspace, and all in it would be lost")
    if not os.access(target, os.W_OK):
        raise _refusal(path, "it is protected from being changed")
    return target


@contextmanager
def told_in_words(path: Path) -> Iterator[None]:
    """What keeps the file or folder from being written becomes an AppError."""
    try:
        yield
    except OSError as error:
        why, advice = why_not(error)
        raise AppError(f"{name_of(path)} could not be written: {why}. Nothing was written there. {advice}") from error
    except ValueError as error:
        if "null" not in str(error):
            raise
        raise AppError(f"{name_of(path)!a} is no name of a file. Choose another.") from error


def why_not(error: OSError) -> tuple[str, str]:
    """Why something cannot be written, as a clause, and a sentence that says what to do."""
    return _WHY.get(error.errno or 0, (error.strerror or str(error), _ANOTHER_FOLDER))


def is_full(error: OSError) -> bool:
    """Whether there is no room left."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def new_file(path: Path) -> BinaryIO:
    """A file that was not there, open for writing."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK | _AS_IT_IS, 0o666), "wb")


def flush(path: Path) -> None:
    """Have the disk keep what is in a file, whoever wrote it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def keep_names(folder: Path) -> None:
    """Make the folder's names outlast a power cut, where the system lets a folder be flushed; AppError if it fails."""
    try:
        flush_names(folder)
    except OSError as error:
        raise AppError(
            f"The disk of {name_of(folder)} failed to keep the names of its files ({error.strerror}): what was written "
            "there just now is there, but a loss of power may still take it away. Check the disk, and save a copy "
            "elsewhere."
        ) from error


def flush_names(folder: Path) -> None:
    """The same; OSError if it fails."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:  # Windows cannot open folders, and some network drives do not flush them
        if error.errno in _OF_THE_DISK:
            raise


def make_folder(folder: Path, mode: int = 0o777) -> list[Path]:
    """Make the folder and those above it that are not there.

    The folders are returned whose names must be kept for a power cut not to take a file in it away with its folder.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=mode)
    return [each.parent for each in missing]


def discard(path: Path) -> None:
    """Remove what is of no use any more, if it is there; where that fails, whoever writes there next tries again."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


@contextmanager
def made_beside(target: Path) -> Iterator[Path]:
    """A new empty file in the target's folder, for a database too; gone afterwards unless it was moved from there.

    What killed processes left in the folder goes first.
    """
    sweep(target.parent)
    with being_written(lambda: _empty_beside(target)) as fresh:
        try:
            yield fresh
        finally:
            discard(fresh)
            discard(fresh.with_name(f"{fresh.name}-journal"))


@contextmanager
def _beside(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    with made_beside(target) as fresh:
        stream = os.fdopen(os.open(fresh, os.O_WRONLY | _NO_LINK | _AS_IT_IS), "wb")
        try:
            with suppress(FileNotFoundError):
                os.chmod(fresh, stat.S_IMODE(target.stat().st_mode))
            yield stream, fresh
        finally:
            with suppress(OSError):  # what could not be written cannot be flushed either
                stream.close()


def _empty_beside(target: Path) -> Path:
    fresh = target.with_name(file_name())
    new_file(fresh).close()
    return fresh


def _owner(companion: Path, end: str) -> Path:
    return companion.with_name(companion.name.removesuffix(end) or companion.name)


def is_workspace_at(path: Path) -> bool:
    """Whether a workspace stands there; told by its lock where it is open.

    To open and close it here would drop the locks that SQLite holds on it.
    """
    if not path.is_file():
        return False
    if path.with_name(f"{path.name}-lock").exists():
        return True
    with suppress(PermissionError, BlockingIOError):
        return is_workspace(beginning_of(path, HEADER_BYTES))
    return False


def is_empty(path: Path) -> bool:
    """Whether it is a file in which nothing stands, which nobody misses."""
    return path.is_file() and not path.stat().st_size


def _refusal(path: Path, why: str) -> AppError:
    return AppError(f"{name_of(path)} cannot be written: {why}. Nothing was changed; choose another name.")
