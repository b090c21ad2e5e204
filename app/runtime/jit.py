"""How the machine is compiled, and where the compiled code is kept.

The machine is ordinary Python, marked by `jitable`; compiled, it gets its tables as addresses (see `addresses`). Numba
notices a change of the file that holds a compiled function, but not of the others that it is made of; so each state of
the runtime's source has a folder of its own.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import config
from numba.extending import register_jitable
from platformdirs import user_cache_path

F = TypeVar("F", bound=Callable[..., Any])

_KEPT_FOLDERS = 3


def jitable(function: F) -> F:
    """The function as it is, which compiled code may call as well."""
    marked: F = register_jitable(function)
    return marked


def compiled(function: F) -> F:
    """The function compiled at its first call, to run without the interpreter's lock, and kept for the next process."""
    before: str = config.CACHE_DIR  # type: ignore[attr-defined]  # numba sets its settings as it is imported
    folder = _cache_folder(Path(before) if before else user_cache_path("rehearse"))
    config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]  # the same
    try:
        return cast(F, numba.njit(nogil=True, cache=folder is not None, error_model="numpy")(function))
    finally:
        config.CACHE_DIR = before  # type: ignore[attr-defined]  # the same


def _cache_folder(parent: Path) -> Path | None:
    """This source's folder, and no more than a few of others; none where nothing can be written."""
    folder = parent / f"kernel-{_source_hash()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        stale = sorted(parent.glob("kernel-*"), key=lambda path: path.stat().st_mtime)[:-_KEPT_FOLDERS]
    except OSError:
        return None
    for path in stale:
        shutil.rmtree(path, ignore_errors=True)
    return folder


def _source_hash() -> str:
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
