"""How much memory there is, so that what can never fit is refused in words before it is read."""

from __future__ import annotations

import os
import sys

from app.errors import AppError
from app.files.reading import name_of
from app.numbers import number

_TIMES = 2
"""What is read takes about so many times its size at least: as it is, and in columns."""
_GB = 1_000_000_000
_MOST_OF_LIBRARIES = 768 << 20
"""Address space that all libraries take before they hold any data; short of it some of them end the process."""
_KEPT_FOR_LIBRARIES = 256 << 20
"""What they take while they work: stacks of threads, and what they allocate without saying so when it fails."""
_FRUGAL = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # the other pools reserve a gigabyte at once, and hang where they cannot
    "OMP_NUM_THREADS": "1",  # also how many threads Arrow begins; one that cannot begin is waited for without end
    "OPENBLAS_NUM_THREADS": "1",
}


def keep_within_limit() -> None:
    """Have libraries that are yet to be loaded take little where the process has a limit; none where it has none.

    MemoryError where the limit leaves no room for them: they would end the process without a word.
    """
    left = _left_of_limit()
    if left == sys.maxsize:
        return
    if left < _MOST_OF_LIBRARIES:
        raise MemoryError
    for name, value in _FRUGAL.items():
        os.environ.setdefault(name, value)


def free_bytes() -> int:
    """What this process can still take: what is free or can be freed, with the swap, and within its own limit."""
    import psutil  # a tenth of a second, and only what reads much asks

    free = psutil.virtual_memory().available + psutil.swap_memory().free
    return max(0, min(int(free), _left_of_limit() - _KEPT_FOR_LIBRARIES))


def refuse_beyond_memory(name: str, size: int, free: int) -> None:
    """AppError where a file of so many bytes cannot be held in so much memory."""
    if size * _TIMES > free:
        raise AppError(
            f"{name_of(name)} is too large for the free memory of this computer: it holds {_gigabytes(size)} GB or "
            f"more, takes about {_TIMES} times that to be read, and {_gigabytes(free)} GB are free. Nothing was "
            "imported. Close other programs, or cut it into smaller files."
        )


def _left_of_limit() -> int:
    """Address space that the process may still take; `sys.maxsize` where it has no limit."""
    if sys.platform == "win32":
        return sys.maxsize
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return sys.maxsize
    import psutil

    return int(limit - psutil.Process().memory_info().vms)


def _gigabytes(size: int) -> str:
    return number(round(size / _GB, 1) if size < 10 * _GB else round(size / _GB))
