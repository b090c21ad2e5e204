"""How long work keeps silent, and how long it takes to stop."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from time import perf_counter

from app.errors import Cancelled
from app.progress import Progress

Work = Callable[[Progress], object]

_MOMENTS = (0.0, 0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98)


def longest_silence(work: Work) -> tuple[float, float]:
    """The longest time without a report of progress, and that of the whole work; seconds."""
    times = [perf_counter()]

    def progress(done: int, total: int, what: str) -> None:  # noqa: ARG001  # only when it is called matters
        times.append(perf_counter())

    work(progress)
    times.append(perf_counter())
    return max(after - before for before, after in pairwise(times)), times[-1] - times[0]


def longest_stop(work: Work, seconds: float) -> float:
    """The longest from being asked to stop until the work has ended, asked at several moments of its `seconds`."""
    return max(_stop(work, seconds * share) for share in _MOMENTS)


def _stop(work: Work, after: float) -> float:
    asked_at = perf_counter() + after

    def progress(done: int, total: int, what: str) -> None:  # noqa: ARG001  # only when it is called matters
        if perf_counter() >= asked_at:
            raise Cancelled

    with suppress(Cancelled):
        work(progress)
    return max(0.0, perf_counter() - asked_at)
