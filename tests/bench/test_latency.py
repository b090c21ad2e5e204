"""Measuring silence and stopping, on work that keeps a processor busy for known times."""

from __future__ import annotations

from time import perf_counter

from app.bench.latency import longest_silence, longest_stop
from app.progress import Progress

SHORT_S, LONG_S = 0.01, 0.05


def work(progress: Progress) -> None:
    """Reports now and then, and once keeps silent for longer."""
    for seconds in (SHORT_S, LONG_S, SHORT_S):
        progress(0, 0, "Working")
        end = perf_counter() + seconds
        while perf_counter() < end:
            pass
    progress(1, 1, "Working")


def test_that_the_longest_silence_is_found() -> None:
    silence, seconds = longest_silence(work)
    assert LONG_S <= silence <= seconds
    assert seconds >= LONG_S + 2 * SHORT_S


def test_that_stopping_takes_as_long_as_the_silence_that_follows() -> None:
    _, seconds = longest_silence(work)
    assert longest_stop(work, seconds) > SHORT_S
