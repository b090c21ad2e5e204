"""The bytes of a file copied as they are. Where nothing was ever written, nothing is: a hole stays one."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_AT_ONCE = 8 << 20
_BLOCK = 512  # what `st_blocks` counts, on every system


def copy_bytes(source: Path, target: Path) -> Iterator[tuple[int, int]]:
    """Copy an ordinary file piece by piece, over what is there; tells how many bytes of how many are done.

    OSError, before anything is written, where the disk has no room for it.
    """
    with source.open("rb") as read, target.open("wb") as write:
        total = os.fstat(read.fileno()).st_size
        if taken_on_disk(source) > shutil.disk_usage(target.parent).free:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        for begin, end in _written(read, total):
            read.seek(begin)
            write.seek(begin)
            while begin < end and (piece := read.read(min(_AT_ONCE, end - begin))):
                write.write(piece)
                begin += len(piece)
                yield begin, total
        write.truncate(total)


def taken_on_disk(path: Path) -> int:
    """How many bytes a file takes, which is less than its size where it has holes."""
    status = path.stat()
    return int(getattr(status, "st_blocks", -(-status.st_size // _BLOCK))) * _BLOCK


def _written(file: BinaryIO, total: int) -> Iterator[tuple[int, int]]:
    """Where the file was written, from and to; all of it where the system does not tell."""
    if not hasattr(os, "SEEK_DATA"):
        yield 0, total
        return
    at = 0
    while at < total:
        try:
            at = os.lseek(file.fileno(), at, os.SEEK_DATA)
            end = os.lseek(file.fileno(), at, os.SEEK_HOLE)
        except OSError as error:
            if error.errno == errno.ENXIO:  # nothing but a hole is left
                return
            if error.errno != errno.EINVAL:
                raise
            end = total  # a file system that knows no holes
        yield at, min(end, total)
        at = end
