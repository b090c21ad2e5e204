"""Running a program: customers in contiguous ranges, played on all cores, and handed over in order.

Only a few ranges are under way at a time, so that a run holds the dataset and some chunks of rows in memory, however
many customers there are.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import pairwise
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.progress import Progress
from app.runtime.compiler.compiler import Program
from app.runtime.machine.machine import Machine
from app.runtime.machine.play import play_customers
from app.runtime.native import warming
from app.runtime.native.addresses import addresses_of
from app.runtime.program.row_layout import objects_of, rows_of
from app.runtime.run.buffers import Buffers, Chunk, Columns
from app.runtime.run.counting import Tally

_POLL_S = 0.05
_ROWS_WORTH_A_WORKER = 20_000
_ROWS_OF_A_RANGE = 1 << 18
_ROWS_AT_ONCE_PLAIN = 3_000
_ROWS_AT_MOST_PLAIN = 60_000
_TASKS_AHEAD = 2
_PLAYING = "Playing customers"

Store = Callable[[Any, Any], Any]
Play = Callable[[int, int], int]


@dataclass(frozen=True, slots=True)
class Memory:
    """How much a worker begins with: rows of each table of the state of one customer, and rows of a chunk."""

    size: int
    chunk_rows: int


_COMPILED = Memory(64, 1 << 16)
_COUNTING = Memory(64, 1 << 14)  # what is written over again and again stays in the nearest memory
_UNCOMPILED = Memory(64, 256)  # objects take long to make, and few customers are played so


@dataclass(slots=True)
class _Harvest:
    """What one task has yielded: counts, rows that counts alone do not hold, and its chunks if they are wanted."""

    conversions: list[Columns] = field(default_factory=list)
    actions: list[Columns] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    tallies: dict[str, NDArray[np.int64]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Task:
    """Customers from `first` to before `end`, played in a replication."""

    replication: int
    first: int
    end: int


def execute(
    program: Program,
    progress: Progress,
    *,
    compiled: bool | None = None,
    partitions: int | None = None,
    memory: Memory | None = None,
    take: Callable[[Chunk], None] | None = None,
) -> Tally:
    """Play all customers and count; `take` is given the rows, chunk by chunk, in the order of customers.

    Neither depends on the number of partitions. `compiled` None means: whatever gives the result first. Raises what
    `progress` or `take` raises, after all workers have stopped.
    """
    replication = program.tables["settings"][0].replication
    tasks = [_Task(replication, first, end) for first, end in _ranges(program, partitions)]
    tally = Tally()
    stage = _Stage(program, progress, tasks, compiled=compiled, memory=memory, keeps=take is not None)
    with closing(stage.harvests()) as harvests:
        for harvest in harvests:
            _add(tally, harvest)
            if take is not None:
                for chunk in harvest.chunks:
                    take(chunk)
                    stage.report()
    return tally


def execute_replications(
    program: Program,
    replications: Sequence[int],
    progress: Progress,
    *,
    compiled: bool | None = None,
    memory: Memory | None = None,
) -> Iterator[Tally]:
    """Play all customers once for each replication, and count; the counts of each, in order."""
    tasks = [_Task(replication, 0, program.customers) for replication in replications]
    stage = _Stage(program, progress, tasks, compiled=compiled, memory=memory, keeps=False)
    with closing(stage.harvests()) as harvests:
        for harvest in harvests:
            tally = Tally()
            _add(tally, harvest)
            yield tally


def get_ready(rows: int) -> None:
    """Load what a run over so many customers and events will need, as far as it is there."""
    if rows > _ROWS_AT_ONCE_PLAIN:
        warming.load()


def _add(tally: Tally, harvest: _Harvest) -> None:
    tally.keep(harvest.conversions, harvest.actions)
    tally.add(harvest.tallies)


class _Stage:
    """A program, and what its workers write, ready to play."""

    def __init__(
        self,
        program: Program,
        progress: Progress,
        tasks: Sequence[_Task],
        *,
        compiled: bool | None,
        memory: Memory | None,
        keeps: bool,
    ) -> None:
        fast = _is_compiled(program, progress, len(tasks)) if compiled is None else compiled
        self._machine = _compiled_machine if fast else _plain_machine
        self._store: Store = rows_of if fast else objects_of
        self._tables = {name: self._store(Machine.ELEMENTS[name], rows) for name, rows in program.tables.items()}
        self._cancelled = self._tables["cancelled"] = np.zeros(1, np.uint8) if fast else [0]
        self._settings = program.tables["settings"][0]
        self._tasks = tasks
        self._keeps = keeps
        self._progress = progress
        self._total = sum(task.end - task.first for task in tasks)
        room = memory or ((_COMPILED if keeps else _COUNTING) if fast else _UNCOMPILED)
        self._buffers = [
            Buffers(program.widths, compiled=fast, size=room.size, chunk_rows=room.chunk_rows)
            for _ in range(min(len(tasks), _cores()))
        ]

    def harvests(self) -> Generator[_Harvest, None, None]:
        """The harvest of each task, in their order; only a few are begun before the first of them has been taken."""
        free: SimpleQueue[Buffers] = SimpleQueue()
        for own in self._buffers:
            free.put(own)

        def work(task: _Task) -> _Harvest:
            own = free.get()
            try:
                return self._work(task, own)
            finally:
                free.put(own)

        coming = iter(self._tasks)
        begun: deque[Future[_Harvest]] = deque()
        with ThreadPoolExecutor(len(self._buffers)) as pool:
            try:
                while True:
                    while len(begun) < len(self._buffers) + _TASKS_AHEAD and (task := next(coming, None)) is not None:
                        begun.append(pool.submit(work, task))
                    if not begun:
                        break
                    while not wait([begun[0]], timeout=_POLL_S).done:
                        self.report()
                    self.report()
                    yield begun.popleft().result()
            finally:
                self._cancelled[0] = 1
        self._progress(self._total, self._total, _PLAYING)

    def _work(self, task: _Task, own: Buffers) -> _Harvest:
        """Play a range of customers to its end, or until cancelled, making room where it runs short."""
        harvest = _Harvest()
        settings = replace(self._settings, replication=task.replication)
        shared = {**self._tables, "settings": self._store(Machine.ELEMENTS["settings"], [settings])}
        first = task.first
        machine = self._assemble(shared, own)
        while first < task.end and not self._cancelled[0]:
            reached = machine(first, task.end)
            harvest.conversions.append(own.rows("conversions"))
            harvest.actions.append(own.rows("actions"))
            if self._keeps:
                harvest.chunks.append(own.written())
            if own.relieve(moved=reached > first):
                machine = self._assemble(shared, own)
            first = reached
        if self._keeps and not harvest.chunks:
            harvest.chunks.append(own.nothing())
        harvest.tallies = own.take_tallies()
        return harvest

    def _assemble(self, shared: dict[str, Any], own: Buffers) -> Play:
        """The machine of a worker, as a function that plays a range of customers."""
        tables = {**shared, **own.tables}
        return self._machine(tuple(tables[name] for name in Machine.ELEMENTS))

    def report(self) -> None:
        """Tell how far the workers are; raises what stops them."""
        self._progress(min(sum(own.done for own in self._buffers), self._total), self._total, _PLAYING)


def _is_compiled(program: Program, progress: Progress, times: int) -> bool:
    """Whether compiled code gives the result sooner; a large run waits for it, a small one lets it be made."""
    rows = (program.customers + len(program.tables["event_at"])) * times
    if rows <= _ROWS_AT_ONCE_PLAIN:
        return False
    if warming.is_ready():
        return True
    if rows <= _ROWS_AT_MOST_PLAIN:
        warming.begin()
        return False
    warming.make_ready(progress)
    return True


def _compiled_machine(tables: tuple[Any, ...]) -> Play:
    from app.runtime.machine.compiled import play_customers_compiled

    addresses = addresses_of(tables)

    def play(first: int, end: int, _alive: tuple[Any, ...] = tables) -> int:
        return play_customers_compiled(addresses, first, end)

    return play


def _plain_machine(tables: tuple[Any, ...]) -> Play:
    machine = Machine(*tables)

    def play(first: int, end: int) -> int:
        with np.errstate(over="ignore"):
            return play_customers(machine, first, end)

    return play


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ranges(program: Program, partitions: int | None) -> list[tuple[int, int]]:
    """Contiguous ranges of customers with about as many events each; one at least."""
    ends = np.asarray(program.tables["customers"]["end_event"])
    weights = ends + np.arange(1, program.customers + 1)
    total = int(weights[-1]) if program.customers else 0
    workers = max(1, min(_cores(), total // _ROWS_WORTH_A_WORKER))
    count = partitions or max(workers, -(-total // _ROWS_OF_A_RANGE))
    cuts = np.searchsorted(weights, [total * part // count for part in range(1, count)])
    return list(pairwise([0, *cuts.tolist(), program.customers]))
