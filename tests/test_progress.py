"""Work that pauses can be given up where it pauses, in other threads too, and tells nothing new by it."""

from __future__ import annotations

import pytest

from app.data.columns import cores
from app.errors import Cancelled
from app.progress import heeded, heeding, pause


class Told:
    """A progress that remembers what it was told, and wants no more after so many times."""

    def __init__(self, most: int = 1_000) -> None:
        self.steps: list[tuple[int, int, str]] = []
        self._most = most

    def __call__(self, done: int, total: int, what: str) -> None:
        self.steps.append((done, total, what))
        if len(self.steps) > self._most:
            raise Cancelled


def test_that_a_pause_repeats_what_was_told_last_and_is_nothing_where_nobody_heeds() -> None:
    told = Told()
    with heeding(told) as progress:
        progress(3, 7, "Counting")
        pause()
        heeded()(4, 7, "Counting")
        pause()
    pause()
    heeded()(5, 7, "Counting")
    assert told.steps == [(3, 7, "Counting")] * 2 + [(4, 7, "Counting")] * 2


@pytest.mark.parametrize("many", [1, 2])
def test_that_work_shared_by_cores_is_given_up_between_two_items_or_where_it_pauses(
    monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(cores, "CORES", many)
    begun: list[int] = []

    def work(item: int) -> None:
        begun.append(item)
        pause()

    told = Told(most=5)
    with pytest.raises(Cancelled), heeding(told):
        cores.each(work, range(100))
    assert 2 <= len(begun) <= 4
    cores.each(begun.append, range(100))
    assert len(begun) >= 102
