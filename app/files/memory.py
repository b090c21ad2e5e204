"""How much memory there is, so that what can never fit is refused in words before it is read."""

from __future__ import annotations

import sys

import psutil

from app.errors import AppError
from app.files.reading import name_of
from app.numbers import number

_TIMES = 2
"""What is read takes about so many times its size at least: as it is, and in columns."""
_GB = 1_000_000_000


def free_bytes() -> int:
    """What this process can still take: what is free or can be freed, with the swap, and within its own limit."""
    free = psutil.virtual_memory().available + psutil.swap_memory().free
    return max(0, min(int(free), _left_of_limit()))


def refuse_beyond_memory(name: str, size: int, free: int) -> None:
    """AppError where a file of so many bytes cannot be held in so much memory."""
    if size * _TIMES > free:
        raise AppError(
            f"{name_of(name)} is too large for the free memory of this computer: it holds {_gigabytes(size)} GB or "
            f"more, takes about {_TIMES} times that to be read, and {_gigabytes(free)} GB are free. Nothing was "
            "imported. Close other programs, or cut it into smaller files."
        )


def _left_of_limit() -> int:
    if sys.platform == "win32":
        return sys.maxsize
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return sys.maxsize if limit == resource.RLIM_INFINITY else limit - psutil.Process().memory_info().vms


def _gigabytes(size: int) -> str:
    return number(round(size / _GB, 1) if size < 10 * _GB else round(size / _GB))
