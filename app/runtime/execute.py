"""Running a program: customers in contiguous ranges, one worker each, with progress and cancelling."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from app.data.progress import Progress
from app.runtime.addresses import addresses_of
from app.runtime.buffers import Buffers, Chunk
from app.runtime.compiler.compiler import Program
from app.runtime.kernel.play import play_customers
from app.runtime.machine import Machine
from app.runtime.records import objects_of, rows_of

_POLL_S = 0.05
_CUSTOMERS_WORTH_A_THREAD = 5_000

Play = Callable[[tuple[Any, ...], int, int], int]


@dataclass(frozen=True, slots=True)
class Memory:
    """How much a worker begins with: rows of each table of the state of one customer, and rows of a chunk."""

    size: int
    chunk_rows: int


_COMPILED = Memory(64, 1 << 16)
_UNCOMPILED = Memory(64, 256)  # objects take long to make, and few customers are played so


def execute(
    program: Program,
    progress: Progress,
    *,
    compiled: bool,
    partitions: int | None = None,
    memory: Memory | None = None,
) -> list[Chunk]:
    """Play all customers; at least one chunk of rows, in the order of customers whatever the number of partitions.

    Raises what `progress` raises, after all workers have stopped.
    """
    play, store = _machine(compiled)
    shared = {name: store(Machine.ELEMENTS[name], rows) for name, rows in program.tables.items()}
    shared["cancelled"] = cancelled = np.zeros(1, np.uint8) if compiled else [0]
    ranges = _ranges(program, partitions or _default_partitions(program.customers))
    room = memory or (_COMPILED if compiled else _UNCOMPILED)
    buffers = [Buffers(program.widths, compiled=compiled, size=room.size, chunk_rows=room.chunk_rows) for _ in ranges]
    with ThreadPoolExecutor(len(ranges)) as pool:
        futures = [
            pool.submit(_work, play, shared, own, first, end) for own, (first, end) in zip(buffers, ranges, strict=True)
        ]
        try:
            _watch(futures, buffers, program.customers, progress)
        finally:
            cancelled[0] = 1
    return [chunk for future in futures for chunk in future.result()] or [buffers[0].written()]


def _machine(compiled: bool) -> tuple[Play, Callable[[Any, Any], Any]]:
    if not compiled:
        return _play_uncompiled, objects_of
    return _play_compiled, rows_of


def _play_compiled(tables: tuple[Any, ...], first: int, end: int) -> int:
    from app.runtime.kernel.compiled import play_customers_compiled

    return play_customers_compiled(addresses_of(tables), first, end)


def _play_uncompiled(tables: tuple[Any, ...], first: int, end: int) -> int:
    with np.errstate(over="ignore"):
        return play_customers(Machine(*tables), first, end)


def _work(play: Play, shared: dict[str, Any], own: Buffers, first: int, end: int) -> list[Chunk]:
    """Play a range of customers to its end, or until cancelled, making room where it runs short."""
    chunks = []
    while first < end and not shared["cancelled"][0]:
        tables = {**shared, **own.tables}
        reached = play(tuple(tables[name] for name in Machine.ELEMENTS), first, end)
        chunks.append(own.written())
        own.relieve(moved=reached > first)
        first = reached
    return chunks


def _watch(futures: Sequence[Future[Any]], buffers: Sequence[Buffers], customers: int, progress: Progress) -> None:
    running = set(futures)
    while running:
        progress(sum(own.done for own in buffers), customers, "Playing customers")
        finished, running = wait(running, timeout=_POLL_S)
        for future in finished:
            future.result()
    progress(customers, customers, "Playing customers")


def _default_partitions(customers: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, customers // _CUSTOMERS_WORTH_A_THREAD))


def _ranges(program: Program, partitions: int) -> list[tuple[int, int]]:
    """Contiguous ranges of customers with about as many events each."""
    ends = np.asarray(program.tables["customers"]["end_event"])
    weights = ends + np.arange(1, program.customers + 1)
    total = int(weights[-1]) if program.customers else 0
    cuts = np.searchsorted(weights, [total * part // partitions for part in range(1, partitions)])
    bounds = [0, *cuts.tolist(), program.customers]
    return list(pairwise(bounds))
