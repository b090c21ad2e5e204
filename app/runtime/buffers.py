"""The machine's memory: the state of one customer and a chunk of each table, allocated once per worker."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from app.runtime import codes
from app.runtime.compiler.compiler import Widths
from app.runtime.machine import Machine
from app.runtime.records import blank_objects, blank_rows, columns_of

Columns = dict[str, NDArray[Any]]
"""Rows of a table: arrays of one length, by field."""

Chunk = dict[str, Columns]
"""Rows of every table, all those of some customers."""

TABLES = ("instances", "visits", "messages", "conversions", "scores")
_RECORDS = {table: f"{table.removesuffix('s')}_records" for table in TABLES}
_GROWING = {
    codes.SHORT_OF_INSTANCES: ("instances", "message_states", "goal_deadlines"),
    codes.SHORT_OF_SLEEPERS: ("sleepers",),
    codes.SHORT_OF_TIMERS: ("timers",),
    codes.SHORT_OF_WAITERS: ("waiters",),
    codes.SHORT_OF_PENDING: ("pending",),
    codes.SHORT_OF_LOG: ("log",),
    codes.SHORT_OF_SENT: ("sent",),
    codes.SHORT_OF_TABLES: tuple(_RECORDS.values()),
}


class Buffers:
    """What one worker writes: records of numpy or, for the uncompiled machine, objects."""

    def __init__(self, widths: Widths, *, compiled: bool, size: int, chunk_rows: int) -> None:
        self._blank = blank_rows if compiled else blank_objects
        sizes = {
            "state": 1,
            "scores": widths.scores,
            "node_visits": widths.nodes,
            "seen": widths.distinct,
            "chain": widths.chain,
            "hours": 24,
            "done": 1,
            "instances": size,
            "message_states": size * widths.messages,
            "goal_deadlines": size * widths.goals,
            **dict.fromkeys(("sleepers", "timers", "waiters", "pending", "log", "sent"), size),
            **dict.fromkeys(_RECORDS.values(), chunk_rows),
        }
        self.tables: dict[str, Any] = {name: self._make(name, size) for name, size in sizes.items()}

    @property
    def done(self) -> int:
        """How many customers have been played."""
        return int(self.tables["done"][0])

    def written(self) -> Chunk:
        """What the last call of the machine has written, by table; the next call writes over it."""
        state = self._state()
        return {
            table: columns_of(Machine.ELEMENTS[name], self.tables[name], int(state[f"{table}_written"][0]))
            for table, name in _RECORDS.items()
        }

    def relieve(self, *, moved: bool) -> None:
        """Make larger what ran short in the last call; the tables only if not even one customer found room."""
        shortage = int(self._state()["shortage"][0])
        if shortage == codes.SHORT_OF_TABLES and moved:
            return
        for name in _GROWING.get(shortage, ()):
            self.tables[name] = self._make(name, 2 * len(self.tables[name]))

    def _state(self) -> Columns:
        return columns_of(Machine.ELEMENTS["state"], self.tables["state"], 1)

    def _make(self, name: str, size: int) -> Any:
        return self._blank(Machine.ELEMENTS[name], size)
