"""Running many customers: progress, cancelling, and the order in which rows are handed over."""

from __future__ import annotations

import threading
from time import process_time

import numpy as np
import pytest

from app.bench.job import abandoned_cart, synthetic_dataset
from app.errors import Cancelled
from app.runtime.compiler.compiler import Program, compile_program
from app.runtime.engine import Chunk
from app.runtime.run.execute import execute, execute_replications
from app.runtime.run.local_engine import LocalEngine


def program_of(customers: int) -> Program:
    return compile_program((abandoned_cart(),), synthetic_dataset(customers))


def test_that_progress_rises_to_the_number_of_customers() -> None:
    seen: list[tuple[int, int]] = []
    execute(
        program_of(3_000), lambda done, total, _: seen.append((done, total)), LocalEngine(compiled=True), partitions=2
    )
    assert seen == sorted(seen)
    assert seen[-1] == (3_000, 3_000)


@pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "plain"])
def test_that_a_cancelled_run_stops_at_once(compiled: bool) -> None:
    cancelled_at = 0.0

    def progress(done: int, total: int, what: str) -> None:
        nonlocal cancelled_at
        if done:
            cancelled_at = process_time()
            raise Cancelled

    execute(program_of(10), lambda *_: None, LocalEngine(compiled))
    program = program_of(400_000 if compiled else 4_000)
    threads = threading.active_count()
    with pytest.raises(Cancelled):
        execute(program, progress, LocalEngine(compiled), partitions=2)
    assert process_time() - cancelled_at < 0.2  # seconds of all threads together
    assert threading.active_count() == threads


def test_that_rows_are_handed_over_in_the_order_of_customers() -> None:
    chunks: list[Chunk] = []
    tally = execute(program_of(5_000), lambda *_: None, LocalEngine(compiled=True), partitions=9, take=chunks.append)
    customers = np.concatenate([chunk["visits"]["customer"] for chunk in chunks])
    assert len(customers) == tally.visits
    assert (np.diff(customers) >= 0).all()


def test_that_replications_without_reactions_count_the_same() -> None:
    program = program_of(500)
    once = execute(program, lambda *_: None, LocalEngine(compiled=True))
    thrice = list(execute_replications(program, range(1, 4), lambda *_: None, LocalEngine(compiled=True)))
    assert [tally.visits for tally in thrice] == [once.visits] * 3


def test_that_a_run_whose_rows_cannot_be_taken_stops_its_workers() -> None:
    threads = threading.active_count()

    def refuse(_: Chunk) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full") as caught:
        execute(program_of(50_000), lambda *_: None, LocalEngine(compiled=True), take=refuse)
    assert threading.active_count() == threads, caught
