"""The machine's memory: the state of one customer and a chunk of each table, allocated once per worker."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.runtime.compiler.compiler import Widths
from app.runtime.engine import Chunk, Columns
from app.runtime.machine.arithmetic.summing import CELLS
from app.runtime.machine.state.machine import Machine
from app.runtime.program import opcodes
from app.runtime.program.row_layout import blank_objects, blank_rows, columns_of, dtype_of

TALLIES = ("run_tally", "node_tally", "port_tally", "outcome_tally", "goal_tally", "goal_sums")
_OF_ROWS = ("run_tally", "node_tally", "goal_tally")
_RECORDS = {table: f"{table.removesuffix('s')}_records" for table in opcodes.TABLES}
_GROWING = {
    opcodes.SHORT_OF_INSTANCES: ("instances", "message_states", "goal_deadlines"),
    opcodes.SHORT_OF_SLEEPERS: ("sleepers",),
    opcodes.SHORT_OF_TIMERS: ("timers",),
    opcodes.SHORT_OF_WAITERS: ("waiters",),
    opcodes.SHORT_OF_PENDING: ("pending",),
    opcodes.SHORT_OF_LOG: ("log",),
    opcodes.SHORT_OF_SENT: ("sent",),
    opcodes.SHORT_OF_RISES: ("rises",),
    opcodes.SHORT_OF_REACTIONS: ("reactions", "agenda"),
    opcodes.SHORT_OF_TABLES: tuple(_RECORDS.values()),
    opcodes.SHORT_OF_FORKS: ("forks",),
}
_OF_SIZE = (
    "instances", "sleepers", "timers", "waiters", "pending", "log", "sent", "rises", "reactions", "agenda", "forks",
)  # fmt: skip


def places_of(replications: int) -> int:
    """How many places count: one for what all have in common, and two for each of several replications."""
    return 1 if replications == 1 else 1 + 2 * replications


def bytes_of_place(widths: Widths) -> int:
    """About how much memory the counts of one place take."""
    return sum(size * dtype_of(Machine.ELEMENTS[name]).itemsize for name, size in _tally_sizes(widths).items())


def _tally_sizes(widths: Widths) -> dict[str, int]:
    return {
        "run_tally": 1,
        "node_tally": widths.nodes,
        "port_tally": widths.ports,
        "outcome_tally": widths.nodes * len(opcodes.OUTCOMES),
        "goal_tally": widths.all_goals,
        "goal_sums": 2 * widths.all_goals * CELLS,
    }


class Buffers:
    """What one worker writes: records of numpy or, for the uncompiled machine, objects."""

    def __init__(self, widths: Widths, *, compiled: bool, size: int, chunk_rows: int, replications: int = 1) -> None:
        self._plain = not compiled
        self._blank = blank_rows if compiled else blank_objects
        sizes = {
            "state": 1,
            "done": 1,
            "hours": 24,
            "seen": widths.distinct,
            "chain": widths.chain,
            "choosers": widths.recommends,
            "bought": widths.recommends * widths.products,
            "node_visits": widths.nodes,
            **{name: size * places_of(replications) for name, size in _tally_sizes(widths).items()},
            "scores": widths.scores,
            "scored_at": widths.scores,
            "points_given": widths.scoring,
            "lists": widths.lists,
            "date_next": widths.date_entries,
            "date_fired": widths.date_entries,
            "score_fired": widths.score_entries,
            "scenario_instances": widths.scenarios,
            "message_states": size * widths.messages,
            "goal_deadlines": size * widths.goals,
            **dict.fromkeys(("written", "finished"), len(opcodes.TABLES)),
            **dict.fromkeys(("profile", "profile_numbers"), widths.fields),
            **dict.fromkeys(("claims", "claimed_at"), widths.pools),
            **dict.fromkeys(_OF_SIZE, size),
            **dict.fromkeys(_RECORDS.values(), chunk_rows),
        }
        self.tables: dict[str, Any] = {name: self._make(name, size) for name, size in sizes.items()}

    @property
    def done(self) -> int:
        """How many customers have been played."""
        return int(self.tables["done"][0])

    def written(self) -> Chunk:
        """What the last call of the machine has written, by table; the next call writes over it."""
        return {table: self.rows(table) for table in opcodes.TABLES}

    def rows(self, table: str) -> Columns:
        """What the last call of the machine has written into one table."""
        name = _RECORDS[table]
        size = int(self.tables["written"][opcodes.TABLES.index(table)])
        return columns_of(Machine.ELEMENTS[name], self.tables[name], size)

    def nothing(self) -> Chunk:
        """A chunk without rows."""
        return {table: columns_of(Machine.ELEMENTS[name], self.tables[name], 0) for table, name in _RECORDS.items()}

    def take_tallies(self) -> dict[str, NDArray[np.int64]]:
        """The counts of all calls since they were last taken: one array, or one column per count, (rows, counts).

        Of several replications those of all places (see `replicating`), one after the other.
        """
        taken = {name: self._numbers(name) for name in TALLIES}
        for name in TALLIES:
            self.tables[name] = self._make(name, len(self.tables[name]))
        return taken

    def relieve(self, *, moved: bool) -> bool:
        """Make larger what ran short in the last call; the tables only if not even one customer found room.

        Whether there are new tables.
        """
        state = self.tables["state"]
        shortage = int(state[0].shortage if self._plain else state["shortage"][0])
        if shortage == opcodes.SHORT_OF_TABLES and moved:
            return False
        growing = _GROWING.get(shortage, ())
        for name in growing:
            self.tables[name] = self._make(name, 2 * len(self.tables[name]))
        return bool(growing)

    def _numbers(self, name: str) -> NDArray[np.int64]:
        table = self.tables[name]
        if name not in _OF_ROWS:
            return np.array(table, np.int64)
        columns = columns_of(Machine.ELEMENTS[name], table, len(table))
        return np.stack(list(columns.values()), axis=1)

    def _make(self, name: str, size: int) -> Any:
        return self._blank(Machine.ELEMENTS[name], size)
