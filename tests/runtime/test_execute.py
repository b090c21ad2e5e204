"""Running many customers: progress, cancelling, and the folder of compiled code."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from time import perf_counter

import pytest

from app.errors import Cancelled
from app.runtime import jit
from app.runtime.compiler.compiler import compile_program
from app.runtime.execute import execute
from tests.benchmarks.abandoned_cart import abandoned_cart, synthetic_dataset


def test_that_progress_rises_to_the_number_of_customers() -> None:
    seen: list[tuple[int, int]] = []
    program = compile_program(abandoned_cart(), synthetic_dataset(3_000))
    execute(program, lambda done, total, _: seen.append((done, total)), compiled=True, partitions=2)
    assert seen == sorted(seen)
    assert seen[-1] == (3_000, 3_000)


@pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "plain"])
def test_that_a_cancelled_run_stops_at_once(compiled: bool) -> None:
    cancelled_at = 0.0

    def progress(done: int, total: int, what: str) -> None:
        nonlocal cancelled_at
        if done:
            cancelled_at = perf_counter()
            raise Cancelled

    execute(compile_program(abandoned_cart(), synthetic_dataset(10)), lambda *_: None, compiled=compiled)
    program = compile_program(abandoned_cart(), synthetic_dataset(400_000 if compiled else 4_000))
    threads = threading.active_count()
    with pytest.raises(Cancelled):
        execute(program, progress, compiled=compiled, partitions=2)
    assert perf_counter() - cancelled_at < 0.2
    assert threading.active_count() == threads


def test_that_only_the_latest_states_of_the_source_keep_compiled_code(tmp_path: Path) -> None:
    for age in range(6):
        old = tmp_path / f"kernel-{age}"
        old.mkdir()
        os.utime(old, (age, age))
    (tmp_path / "something-else").mkdir()
    kept = jit._cache_folder(tmp_path)
    assert kept is not None
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {kept.name, "kernel-5", "kernel-4", "something-else"}


def test_that_code_is_not_kept_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert jit._cache_folder(tmp_path / "file") is None
