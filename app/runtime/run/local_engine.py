"""The engine of this machine: the kernel, compiled or plain, on all cores.

Only a few parts are under way at a time, so that a run holds the dataset and some chunks of rows in memory, however
many customers there are.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import Any

import numpy as np

from app.progress import Progress
from app.runtime import warming
from app.runtime.compiler.compiler import Program
from app.runtime.engine import PLAYING, Chunk, Columns, Part, Played
from app.runtime.machine.customers import play_customers
from app.runtime.machine.state.machine import Machine
from app.runtime.native.addresses import addresses_of
from app.runtime.program.row_layout import objects_of, rows_of
from app.runtime.run.buffers import Buffers

_POLL_S = 0.05
_ROWS_AT_ONCE_PLAIN = 3_000
_ROWS_AT_MOST_PLAIN = 60_000
_PARTS_AHEAD = 2
_ASIDE = 1  # more workers than cores for counts alone: one may wait for a core that other work keeps busy

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


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Plays on this machine; `compiled` None means: whatever gives the result first."""

    compiled: bool | None = None
    memory: Memory | None = None

    def play(
        self, program: Program, parts: Sequence[Part], progress: Progress, *, keeps_rows: bool
    ) -> Generator[Played, None, None]:
        """See `Engine`."""
        yield from _Stage(program, progress, parts, self, keeps=keeps_rows).played()


def get_ready(rows: int) -> None:
    """Load what a run over so many customers and events will need, as far as it is there."""
    if rows > _ROWS_AT_ONCE_PLAIN:
        warming.load()


class _Stage:
    """A program, and what its workers write, ready to play."""

    def __init__(
        self,
        program: Program,
        progress: Progress,
        parts: Sequence[Part],
        engine: LocalEngine,
        *,
        keeps: bool,
    ) -> None:
        fast = _is_compiled(program, progress, parts) if engine.compiled is None else engine.compiled
        self._machine = _compiled_machine if fast else _plain_machine
        self._store: Store = rows_of if fast else objects_of
        self._tables = {name: self._store(Machine.ELEMENTS[name], rows) for name, rows in program.tables.items()}
        self._cancelled = self._tables["cancelled"] = np.zeros(1, np.uint8) if fast else [0]
        self._settings = program.tables["settings"][0]
        self._parts = parts
        self._keeps = keeps
        self._progress = progress
        self._total = sum(part.plays for part in parts)
        room = engine.memory or ((_COMPILED if keeps else _COUNTING) if fast else _UNCOMPILED)
        self._buffers = [
            Buffers(
                program.widths,
                compiled=fast,
                size=room.size,
                chunk_rows=room.chunk_rows,
                replications=max(part.replications for part in parts),
            )
            for _ in range(min(len(parts), cores() if keeps else cores() + _ASIDE))
        ]

    def played(self) -> Generator[Played, None, None]:
        """What each part has yielded, in their order; only a few are begun before the first of them has been taken."""
        free: SimpleQueue[Buffers] = SimpleQueue()
        for own in self._buffers:
            free.put(own)

        def work(part: Part) -> Played:
            own = free.get()
            try:
                return self._work(part, own)
            finally:
                free.put(own)

        coming = iter(self._parts)
        begun: deque[Future[Played]] = deque()
        with ThreadPoolExecutor(len(self._buffers)) as pool:
            try:
                while True:
                    while len(begun) < len(self._buffers) + _PARTS_AHEAD and (part := next(coming, None)) is not None:
                        begun.append(pool.submit(work, part))
                    if not begun:
                        break
                    while not wait([begun[0]], timeout=_POLL_S).done:
                        self.report()
                    self.report()
                    yield begun.popleft().result()
            finally:
                self._cancelled[0] = 1
        self._progress(self._total, self._total, PLAYING)

    def _work(self, part: Part, own: Buffers) -> Played:
        """Play a range of customers to its end, or until cancelled, making room where it runs short."""
        actions: list[Columns] = []
        chunks: list[Chunk] = []
        settings = replace(
            self._settings,
            replication=part.replication,
            replications=part.replications,
            counts_only=not self._keeps,
        )
        shared = {**self._tables, "settings": self._store(Machine.ELEMENTS["settings"], [settings])}
        first = part.first
        machine = self._assemble(shared, own)
        while first < part.end and not self._cancelled[0]:
            reached = machine(first, part.end)
            if part.replications == 1:
                actions.append(own.rows("actions"))
            if self._keeps:
                chunks.append(own.written())
            if own.relieve(moved=reached > first):
                machine = self._assemble(shared, own)
            first = reached
        if self._keeps and not chunks:
            chunks.append(own.nothing())
        return Played(own.take_tallies(), tuple(actions), tuple(chunks))

    def _assemble(self, shared: dict[str, Any], own: Buffers) -> Play:
        """The machine of a worker, as a function that plays a range of customers."""
        tables = {**shared, **own.tables}
        return self._machine(tuple(tables[name] for name in Machine.ELEMENTS))

    def report(self) -> None:
        """Tell how far the workers are; raises what stops them."""
        self._progress(min(sum(own.done for own in self._buffers), self._total), self._total, PLAYING)


def _is_compiled(program: Program, progress: Progress, parts: Sequence[Part]) -> bool:
    """Whether compiled code gives the result sooner; a large run waits for it, a small one lets it be made."""
    customers = sum(part.plays for part in parts)
    rows = customers + len(program.tables["event_at"]) * customers // max(1, program.customers)
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


def cores() -> int:
    """How many threads can run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
