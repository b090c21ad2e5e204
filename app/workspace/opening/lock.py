"""One writer per workspace: a lock of the operating system on a file beside it, which a killed process lets go of."""

from __future__ import annotations

import json
import os
import platform
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    _OPENED_SAFELY = 0
    _LOCKED_BYTE = 1 << 30  # far behind the text, which others must be able to read

    def hold(handle: int) -> None:
        """Lock an open file until it is closed; OSError while another process, or another opening, has it."""
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    # a link laid beside the workspace must not make us write elsewhere, and a pipe not make us wait
    _OPENED_SAFELY = os.O_NOFOLLOW | os.O_NONBLOCK

    def hold(handle: int) -> None:
        """Lock an open file until it is closed; OSError while another process, or another opening, has it."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


LONGEST_TEXT = 4096
_LONGEST_NAME = 255  # of a computer


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that has a workspace open for writing."""

    pid: int
    host: str

    def in_words(self) -> str:
        """`process 123 on this computer`."""
        return f"process {self.pid} on {'this computer' if self.host == platform.node() else self.host}"


class HeldError(Exception):
    """Another window or command holds the lock."""

    def __init__(self, holder: Holder | None) -> None:
        super().__init__(holder)
        self.holder = holder


class ForeignLockError(Exception):
    """What lies in the lock's place is no file that this program would lock, so it was not touched."""


class WriterLock:
    """The right to write to a workspace, held until `release` or the end of the process."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle = handle

    @classmethod
    def take(cls, workspace: Path) -> WriterLock:
        """Hold the lock; HeldError if somebody else does, OSError or ForeignLockError where no lock can be made."""
        path = lock_path(workspace)
        while True:
            handle = _open(path, os.O_RDWR | os.O_CREAT)
            try:
                hold(handle)
            except OSError as error:
                os.close(handle)
                if isinstance(error, (BlockingIOError, PermissionError)):
                    raise HeldError(holder_of(workspace)) from None
                raise
            if _is_still(path, handle):
                break
            os.close(handle)  # its holder removed the file between our opening it and taking the lock
        taken = cls(path, handle)
        try:
            os.ftruncate(handle, 0)
            os.write(handle, json.dumps({"pid": os.getpid(), "host": platform.node()}).encode())
        except OSError:  # a full disk: nobody could be told who holds it
            taken.release()
            raise
        return taken

    def release(self) -> None:
        """Let others write."""
        if sys.platform == "win32":  # an open file cannot be removed there, and a removed one not be locked elsewhere
            os.close(self._handle)
        with suppress(OSError):  # somebody has taken it already, or its disk is gone
            self._path.unlink()
        if sys.platform != "win32":
            os.close(self._handle)


def lock_path(workspace: Path) -> Path:
    """The file beside the workspace that is locked."""
    return workspace.with_name(f"{workspace.name}-lock")


def holder_of(workspace: Path) -> Holder | None:
    """Who wrote the lock's file last, which is not to say that it holds the lock still; None if that cannot be told."""
    try:
        handle = _open(lock_path(workspace), os.O_RDONLY)
    except (OSError, ForeignLockError):
        return None
    try:
        said = json.loads(os.read(handle, LONGEST_TEXT))
        return Holder(int(said["pid"]), str(said["host"])[:_LONGEST_NAME])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    finally:
        os.close(handle)


def is_held_here(workspace: Path) -> bool:
    """Whether this very process has the workspace open for writing already."""
    return holder_of(workspace) == Holder(os.getpid(), platform.node())


def _open(path: Path, flags: int) -> int:
    """A handle on the lock's file; what is no small ordinary file of one name is not opened, and not waited for."""
    with suppress(FileNotFoundError):
        _refuse_foreign(os.lstat(path))
    handle = os.open(path, flags | _OPENED_SAFELY, 0o644)
    try:
        _refuse_foreign(os.fstat(handle))
    except ForeignLockError:
        os.close(handle)
        raise
    return handle


def _refuse_foreign(status: os.stat_result) -> None:
    is_ours = stat.S_ISREG(status.st_mode) and status.st_nlink <= 1 and status.st_size <= LONGEST_TEXT
    if not is_ours:
        raise ForeignLockError


def _is_still(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except FileNotFoundError:
        return False
