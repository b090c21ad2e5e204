"""Long steps that cannot report themselves, so that they are reported and can be given up meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

from app.errors import Cancelled
from app.progress import Progress

WORTH_A_THREAD = 1 << 15
"""From so many rows on, a step may take longer than the user should wait for it to be given up."""
_BETWEEN_REPORTS_S = 0.1
_T = TypeVar("_T")


def awaited(waiting: Future[_T], report: Callable[[], None]) -> _T:
    """The result of work in another thread, reported at least five times a second."""
    report()
    while not wait([waiting], timeout=_BETWEEN_REPORTS_S).done:
        report()
    return waiting.result()


def reported(work: Callable[[], _T], rows: int, progress: Progress, what: str) -> _T:
    """The result of one step over so many rows; given up, it ends unseen and what it made is forgotten."""
    if rows < WORTH_A_THREAD:
        progress(0, 0, what)
        return work()
    threads = ThreadPoolExecutor(1)
    try:
        return awaited(threads.submit(work), lambda: progress(0, 0, what))
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def watched(work: Callable[[Progress], _T], progress: Progress, what: str) -> _T:
    """The result of long work in a thread of its own; the latest that it reports is passed on ten times a second.

    So it can be given up at any time, however long a step of it is: it ends unseen at its own next report.
    """
    relay = _Relay(what)
    threads = ThreadPoolExecutor(1)
    try:
        return awaited(threads.submit(work, relay), lambda: progress(*relay.latest))
    finally:
        relay.is_given_up = True
        threads.shutdown(wait=False, cancel_futures=True)


class _Relay:
    """Progress of work that another thread waits for."""

    def __init__(self, what: str) -> None:
        self.latest = (0, 0, what)
        self.is_given_up = False

    def __call__(self, done: int, total: int, what: str) -> None:
        """Keep what is reported for whoever waits; work that nobody waits for any more ends here."""
        if self.is_given_up:
            raise Cancelled
        self.latest = (done, total, what)
