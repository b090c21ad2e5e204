"""Long work: how it reports, how it ends, and that it can be stopped."""

from __future__ import annotations

import errno
import gc
import weakref
from collections.abc import Iterator
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.background import Step, Workers
from app.errors import AppError
from app.progress import Progress


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers()
    yield made
    made.close()


def test_that_a_result_comes_back_to_the_windows_thread(qtbot: QtBot, workers: Workers) -> None:
    results: list[object] = []
    job = workers.start("Adding", lambda _: 1 + 2, results.append)
    with qtbot.waitSignal(job.ended):
        pass
    assert results == [3]
    assert not workers.is_busy


def test_that_jobs_run_one_after_another(qtbot: QtBot, workers: Workers) -> None:
    order: list[str] = []
    workers.start("first", lambda _: order.append("first"))
    second = workers.start("second", lambda _: order.append("second"))
    with qtbot.waitSignal(second.ended):
        pass
    assert order == ["first", "second"]


def test_that_progress_is_shown_in_batches(qtbot: QtBot, workers: Workers) -> None:
    go_on = Event()

    def work(progress: Progress) -> int:
        for done in range(100_000):
            progress(done, 100_000, "Counting")
        assert go_on.wait(10)
        return 0

    steps: list[Step] = []
    job = workers.start("Counting", work)
    job.progressed.connect(steps.append)
    qtbot.waitUntil(lambda: bool(steps) and steps[-1] == Step(99_999, 100_000, "Counting"))
    go_on.set()
    with qtbot.waitSignal(job.ended):
        pass
    assert len(steps) < 1000


def test_that_a_cancelled_job_stops_and_yields_nothing(qtbot: QtBot, workers: Workers) -> None:
    started = Event()

    def work(progress: Progress) -> str:
        while True:
            progress(0, 0, "Turning in circles")
            started.set()

    results: list[object] = []
    job = workers.start("Endless", work, results.append)
    assert started.wait(10)
    with qtbot.waitSignal(job.stopped):
        job.cancel()
    assert results == []


def test_that_a_job_cancelled_before_its_turn_never_begins(qtbot: QtBot, workers: Workers) -> None:
    gate, began = Event(), []
    workers.start("slow", lambda _: gate.wait(10))
    waiting = workers.start("waiting", lambda _: began.append(True))
    waiting.cancel()
    with qtbot.waitSignal(waiting.stopped):
        gate.set()
    assert began == []


def test_that_an_error_in_words_is_told_apart_from_a_bug(qtbot: QtBot, workers: Workers) -> None:
    def fails(progress: Progress) -> None:
        raise AppError("The file is empty.")

    def breaks(progress: Progress) -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(workers.failed) as failed:
        workers.start("fails", fails)
    assert isinstance(failed.args[0], AppError)
    assert failed.args[0].message == "The file is empty."
    with qtbot.waitSignal(workers.broken) as broken:
        workers.start("breaks", breaks)
    assert isinstance(broken.args[0], ZeroDivisionError)


def test_that_closing_stops_what_still_runs() -> None:
    workers, started = Workers(), Event()

    def work(progress: Progress) -> None:
        while True:
            progress(0, 0, "Turning in circles")
            started.set()

    workers.start("Endless", work)
    assert started.wait(10)
    workers.close()
    assert not workers.is_busy


class Large:
    """Something that is held no longer than it is needed."""


@pytest.mark.parametrize("fails", [False, True])
def test_that_a_job_lets_go_of_what_it_held_once_that_is_told(qtbot: QtBot, workers: Workers, fails: bool) -> None:
    held: list[weakref.ref[Large]] = []

    def work(_: Progress) -> Large:
        large = Large()
        held.append(weakref.ref(large))
        if fails:
            raise AppError("It is too large.")
        return large

    gc.disable()
    try:
        job = workers.start("Unpacking", work)
        with qtbot.waitSignal(job.ended):
            pass
        qtbot.waitUntil(lambda: held[0]() is None)
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "error", [MemoryError(), OSError(errno.ENOMEM, "no"), RuntimeError("can't start new thread")], ids=repr
)
def test_that_full_memory_is_told_in_words_and_is_no_bug(qtbot: QtBot, workers: Workers, error: Exception) -> None:
    def work(_: Progress) -> None:
        raise error

    told: list[AppError] = []
    bugs: list[object] = []
    workers.failed.connect(told.append)
    workers.broken.connect(bugs.append)
    job = workers.start("Adding", work)
    with qtbot.waitSignal(job.ended):
        pass
    assert "not enough free memory" in told[0].message
    assert bugs == []
