"""Files that somebody named: ordinary ones only, so that no device, pipe or endless file can hold up the reader."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from app.errors import AppError
from app.numbers import number

LARGEST_DOCUMENT = 8 << 20
STANDARD_INPUT = Path("-")
_NEVER_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_AS_IT_IS = getattr(os, "O_BINARY", 0)


def read_document(path: Path, *, largest: int = LARGEST_DOCUMENT, advice: str = "Nothing was changed.") -> bytes:
    """The bytes of a file, or of standard input where the path is `-`.

    AppError, which ends with `advice`, for anything but an ordinary file of at most `largest` bytes.
    """
    with open_file(path, advice=advice) as stream:
        try:
            content = stream.read(largest + 1) or b""  # None where a pipe in disguise has nothing to give
        except OSError as error:
            raise AppError(f"{name_of(path)} could not be read ({error.strerror}). {advice}") from error
    if len(content) > largest:
        raise AppError(f"{name_of(path)} is larger than {_megabytes(largest)} MB, which nothing here needs. {advice}")
    return content


def open_file(path: Path, *, advice: str = "Nothing was changed.") -> BinaryIO:
    """An ordinary file, open for reading; standard input where the path is `-`. The caller closes it."""
    if path == STANDARD_INPUT:
        return open(sys.stdin.fileno(), "rb", closefd=False)  # the caller's
    try:
        _refuse_others(path, os.stat(path).st_mode, advice)  # opening a device may already do something
        handle = os.open(path, os.O_RDONLY | _NEVER_WAITING | _AS_IT_IS)
        try:
            _refuse_others(path, os.fstat(handle).st_mode, advice)
        except AppError:
            os.close(handle)
            raise
    except FileNotFoundError:
        raise AppError(f"There is no file {name_of(path)}. {advice}") from None
    except OSError as error:
        raise AppError(f"{name_of(path)} could not be read ({error.strerror}). {advice}") from error
    except ValueError as error:  # a null character
        raise AppError(f"{name_of(path)!a} is no name of a file. {advice}") from error
    return open(handle, "rb")  # the caller's


def beginning_of(path: Path, size: int) -> bytes:
    """The first bytes of a file, as far as they are there at once; OSError where it cannot be read."""
    handle = os.open(path, os.O_RDONLY | _NEVER_WAITING | _AS_IT_IS)
    try:
        return os.read(handle, size)
    finally:
        os.close(handle)


def name_of(path: Path | str) -> str:
    """The path as it can be shown and stored: bytes that are no UTF-8 become question marks in a box."""
    return os.fsencode(path).decode("utf-8", "replace")


def what_it_is(mode: int) -> str:
    """What stands at a place, in words."""
    if stat.S_ISREG(mode):
        return "a file"
    return "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"


def _refuse_others(path: Path, mode: int, advice: str) -> None:
    if not stat.S_ISREG(mode):
        raise AppError(f"{name_of(path)} could not be read (it is {what_it_is(mode)}, no ordinary file). {advice}")


def _megabytes(size: int) -> str:
    return number(round(size / (1 << 20)))
