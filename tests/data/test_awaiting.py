"""Long steps are reported while they last, and can be given up."""

from __future__ import annotations

from threading import Event

import pytest

from app.data.awaiting import WORTH_A_THREAD, reported, watched
from app.errors import Cancelled
from app.progress import Progress, silent


def test_that_a_long_step_is_reported_while_it_lasts() -> None:
    told: list[str] = []
    enough = Event()

    def progress(done: int, total: int, what: str) -> None:
        told.append(f"{what} {done} {total}")
        if len(told) == 3:
            enough.set()

    assert reported(lambda: enough.wait(60), WORTH_A_THREAD, progress, "Sorting")
    assert told[:3] == ["Sorting 0 0"] * 3


def test_that_a_long_step_can_be_given_up_before_it_ends() -> None:
    never = Event()

    def progress(done: int, total: int, what: str) -> None:
        if (done, total, what) == (0, 0, "Sorting"):
            raise Cancelled

    with pytest.raises(Cancelled):
        reported(lambda: never.wait(60), WORTH_A_THREAD, progress, "Sorting")
    never.set()


def test_that_a_fault_in_a_step_is_its_own() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        reported(fail, WORTH_A_THREAD, silent, "Sorting")


def test_that_work_is_given_up_though_its_step_reports_nothing() -> None:
    never = Event()
    ended = Event()

    def work(progress: Progress) -> None:
        progress(1, 2, "Sorting")
        never.wait(60)
        try:
            progress(2, 2, "Sorting")
        finally:
            ended.set()

    def cancel(done: int, total: int, what: str) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        watched(work, cancel, "Reading")
    assert not ended.is_set()
    never.set()
    assert ended.wait(60), "work that nobody waits for ends at its next report"


def test_that_watched_work_passes_on_what_it_reports_and_what_it_gives() -> None:
    told: list[tuple[int, int, str]] = []
    seen = Event()

    def progress(done: int, total: int, what: str) -> None:
        told.append((done, total, what))
        if done == 1:
            seen.set()

    def work(report: Progress) -> bool:
        report(1, 2, "Sorting")
        return seen.wait(60)

    assert watched(work, progress, "Reading")
    assert (1, 2, "Sorting") in told
