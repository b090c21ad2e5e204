"""Where compiled code is kept for the next process, and whether the machine's is there.

Numba notices a change of the file that holds a compiled function, but not of the others that it is made of; so each
state of the runtime's source has a folder of its own. Nothing here loads the compiler.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int, *, wait: bool) -> None:
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:  # it gives up after ten seconds
                if not wait:
                    raise
            else:
                return
else:
    import fcntl

    def _take(handle: int, *, wait: bool) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


_RUNTIME = Path(__file__).parents[1]
_COMPILED_FROM = ("machine", "native", "program")
_KEPT_FOLDERS = 3
_FIRST_PROCESSOR = 1 << 13  # bytes of /proc/cpuinfo; it has a paragraph for each
_NAMES_A_PROCESSOR = ("vendor_id", "cpu family", "model", "flags", "CPU", "Features")


def code_folder(parent: Path | None = None) -> Path | None:
    """This source's folder, and no more than a few of others; None without source, or where nothing can be written."""
    if not _source():
        return None
    parent = parent or Path(os.environ.get("NUMBA_CACHE_DIR") or user_cache_path("rehearse"))
    folder = parent / f"kernel-{_state_of_source()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        stale = sorted(parent.glob("kernel-*"), key=lambda path: path.stat().st_mtime)[:-_KEPT_FOLDERS]
    except OSError:
        return None
    for path in stale:
        shutil.rmtree(path, ignore_errors=True)
    return folder if os.access(folder, os.W_OK) else None


def is_kept(folder: Path | None) -> bool:
    """Whether the machine as it is installed here has been compiled into the folder."""
    return folder is not None and (folder / _mark()).exists()


def mark_kept(folder: Path) -> None:
    """Say that it has been."""
    (folder / _mark()).touch()


@contextmanager
def sole_writer(folder: Path, *, wait: bool) -> Iterator[bool]:
    """Be the one process that compiles into the folder; False if another does so and one would have to wait.

    The operating system holds the lock, so that of a killed process is gone. Where it has no locks nobody waits.
    """
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        mine = True
        try:
            _take(handle, wait=wait)
        except (BlockingIOError, PermissionError):
            mine = False
        except OSError:
            mine = wait
        yield mine
    finally:
        os.close(handle)


@cache
def _state_of_source() -> str:
    """A hash of everything that compiled code depends on."""
    made_by = (version("numba"), version("llvmlite"), sys.implementation.cache_tag, platform.machine(), _processor())
    digest = hashlib.sha256("\n".join(map(str, made_by)).encode())
    for path in _source():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _mark() -> str:
    """A file name of this installation: Numba also asks where a file stands and when it was written."""
    digest = hashlib.sha256()
    for path in _source():
        digest.update(f"{path} {path.stat().st_mtime_ns}\n".encode())
    return f"ready-{digest.hexdigest()[:16]}"


def _source() -> list[Path]:
    """The files that compiled code may depend on: the machine imports nothing else (a contract of the build)."""
    return sorted(path for part in _COMPILED_FROM for path in (_RUNTIME / part).rglob("*.py"))


def _processor() -> str:
    """What there is to know without the compiler; code made for one processor may not run on another."""
    with suppress(OSError), Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as file:
        first = file.read(_FIRST_PROCESSOR).partition("\n\n")[0]
        return "\n".join(line for line in first.splitlines() if line.startswith(_NAMES_A_PROCESSOR))
    return platform.processor()
