"""Measuring silence and stopping, on work that takes known times of a clock of its own."""

from __future__ import annotations

import pytest

from app.bench import latency
from app.bench.latency import longest_silence, longest_stop
from app.progress import Progress

SHORT_S, LONG_S = 0.25, 2.0


class Work:
    """Reports now and then, and once keeps silent for longer."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self, progress: Progress) -> None:
        for seconds in (SHORT_S, LONG_S, SHORT_S):
            progress(0, 0, "Working")
            self.now += seconds
        progress(1, 1, "Working")


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    made = Work()
    monkeypatch.setattr(latency, "perf_counter", lambda: made.now)
    return made


def test_that_the_longest_silence_is_found(work: Work) -> None:
    assert longest_silence(work) == (LONG_S, LONG_S + 2 * SHORT_S)


def test_that_stopping_takes_as_long_as_the_silence_that_follows(work: Work) -> None:
    _, seconds = longest_silence(work)
    assert SHORT_S < LONG_S - 0.1 * seconds <= longest_stop(work, seconds) <= LONG_S
