"""A run as it was at any instant: the counts that a run up to that instant would have, and who is on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.progress import Progress, silent
from app.runtime.playback.instants import Instants
from app.runtime.playback.travels import HOPS, Travels
from app.runtime.playback.visit_rows import NOWHEN, STEPS_OF_ROWS, VisitRows, codes, instants
from app.runtime.program.opcodes import ADDED, END_REASONS, OUTCOMES, REMOVED, SENT, STILL_WAITING
from app.runtime.summary import EdgeKey, NodeCounts
from app.scenario.graph import Scenario

NEEDED = {
    "visits": ("instance", "visit", "node", "port", "arrived_at", "left_at"),
    "instances": ("instance", "entered_at", "ended_at"),
    "messages": ("node", "outcome", "at"),
    "audiences": ("node", "outcome", "at"),
}
"""The columns of a run's tables that are laid out in time."""

_LAYING_OUT = "Laying out the run in time"
_STEPS = 3 + STEPS_OF_ROWS
_SENT = OUTCOMES[SENT]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Visits by node and those that ended there, visits left by exit, decisions by node and outcome."""

    arrived: NDArray[np.int64]
    over: NDArray[np.int64]
    left: NDArray[np.int64]
    decided: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counts:
    """A run at one instant, as `Summary` has it at the end; reactions of a forecast are left out.

    `entered` and `ended` count journeys. `numbers` are what the counts of nodes are made of.
    """

    at: int
    nodes: Mapping[str, NodeCounts]
    edges: Mapping[EdgeKey, int]
    entered: int
    ended: int
    numbers: Numbers = field(compare=False, repr=False)

    @property
    def inside(self) -> int:
        """Journeys that go on."""
        return self.entered - self.ended


class Timeline:
    """The rows of a run in order of time. Read by any thread once it is made; tables may be of several scenarios."""

    def __init__(self, scenario: Scenario, tables: Mapping[str, pa.Table], progress: Progress = silent) -> None:
        steps = count()

        def step() -> None:
            progress(next(steps), _STEPS, _LAYING_OUT)

        step()
        rows = VisitRows(scenario, tables["visits"], tables["instances"], step)
        self._nodes, self._exits = rows.nodes, rows.exits
        self._exit_nodes, self._exit_starts = _by_node(rows)
        has_left = rows.exit >= 0
        exits = rows.exit[has_left] * HOPS + rows.hops[has_left]
        with ThreadPoolExecutor(max_workers=1) as beside:  # sorting keeps no other thread waiting
            arrived = beside.submit(Instants, rows.arrived_at, rows.node, len(rows.nodes))
            self._left = Instants(rows.left_at[has_left], exits, len(rows.exits) * HOPS)
            self._arrived = arrived.result()
        step()
        is_over = rows.stayed_until < NOWHEN
        self._over = Instants(rows.stayed_until[is_over], rows.node[rows.stayed[is_over]], len(rows.nodes))
        self._decided = _decisions(tables, rows.nodes)
        step()
        self._entered, self._ended = np.sort(rows.entered_at), np.sort(rows.ended_at)
        self.edges: tuple[EdgeKey, ...] = tuple((edge.source, edge.port, edge.target) for edge in scenario.edges)
        by_exit = {name: place for place, name in enumerate(rows.exits)}
        self._edge_exits = [by_exit.get((source, port), -1) for source, port, _ in self.edges]
        self.travels = Travels(self._left, self._edge_exits)
        ends = [part[-1] for part in (self._entered, self._ended) if len(part)]
        ends += [part.at.max() for part in (self._arrived, self._left) if len(part.at)]
        self.begin = int(self._entered[0]) if len(self._entered) else 0
        self.end = int(max(ends)) if ends else 0

    @property
    def journeys(self) -> int:
        """How many journeys there were."""
        return len(self._entered)

    def counts(self, at: int, before: Counts | None = None) -> Counts:
        """What had been counted by that instant, it included; nodes that count the same as `before` are those of it."""
        numbers = Numbers(
            self._arrived.upto(at),
            self._over.upto(at),
            self._left.upto(at).reshape(-1, HOPS).sum(axis=1),
            self._decided.upto(at),
        )
        nodes = dict(before.nodes) if before is not None else {}
        for place in self._others(numbers, before.numbers if before is not None else None):
            nodes[self._nodes[place]] = self._node(numbers, place)
        left = numbers.left.tolist()
        edges = zip(self.edges, self._edge_exits, strict=True)
        taken = {edge: left[exit_] if exit_ >= 0 else 0 for edge, exit_ in edges}
        return Counts(at, nodes, taken, _upto(self._entered, at), _upto(self._ended, at), numbers)

    def _others(self, now: Numbers, before: Numbers | None) -> list[int]:
        """The places of the nodes whose numbers are others."""
        if before is None:
            return list(range(len(self._nodes)))
        is_other = (now.arrived != before.arrived) | (now.over != before.over)
        is_other[self._exit_nodes[now.left != before.left]] = True
        is_other[np.flatnonzero(now.decided != before.decided) // len(OUTCOMES)] = True
        return np.flatnonzero(is_other).tolist()

    def _node(self, numbers: Numbers, place: int) -> NodeCounts:
        """The counts of one node."""
        first, end = self._exit_starts[place], self._exit_starts[place + 1]
        left = numbers.left[first:end].tolist()
        decided = numbers.decided[place * len(OUTCOMES) : (place + 1) * len(OUTCOMES)].tolist()
        arrived, over = int(numbers.arrived[place]), int(numbers.over[place])
        return NodeCounts(
            arrived=arrived,
            left={port: count for (_, port), count in zip(self._exits[first:end], left, strict=True)},
            waiting=arrived - over - sum(left),
            ended=over,
            sent=decided[SENT],
            skipped={word: count for word, count in zip(OUTCOMES, decided, strict=True) if count and word != _SENT},
        )

    def next_at(self, node: str, after: int) -> int | None:
        """When next somebody arrives at a node, leaves it, or ends there; None where nobody does any more."""
        if node not in self._nodes:
            return None
        place = self._nodes.index(node)
        found = [self._arrived.next_after(place, after), self._over.next_after(place, after)]
        exits = [at for at, (own, _) in enumerate(self._exits) if own == node]
        found += [self._left.next_after(at * HOPS + hops, after) for at in exits for hops in range(HOPS)]
        return min((at for at in found if at is not None), default=None)

    def entries(self, bounds: Sequence[int]) -> list[int]:
        """How many journeys began from each of these instants to before the next."""
        return cast(list[int], np.diff(np.searchsorted(self._entered, np.asarray(bounds))).tolist())


def tables_until(tables: Mapping[str, pa.Table], at: int) -> dict[str, pa.Table]:
    """The rows of a run as a run up to that instant, it included, would have them: `instances`, `visits`, `messages`.

    Texts are plain texts there.
    """
    instances = _begun(tables["instances"], "entered_at", at)
    instances = _undone(instances, "ended_at", at, {"end_reason": END_REASONS[STILL_WAITING], "end_detail": None})
    visits = _undone(_begun(tables["visits"], "arrived_at", at), "left_at", at, {"port": None})
    return {"instances": instances, "visits": visits, "messages": _begun(tables["messages"], "at", at)}


def _begun(table: pa.Table, column: str, at: int) -> pa.Table:
    return table.filter(pc.less_equal(table.column(column), _instant(at)))


def _undone(table: pa.Table, column: str, at: int, instead: Mapping[str, str | None]) -> pa.Table:
    """What had not happened yet is null, and what tells of it something else."""
    has_happened: Any = pc.fill_null(cast(Any, pc.less_equal(table.column(column), _instant(at))), False)
    for name, word in {column: None, **instead}.items():
        place, told = table.column_names.index(name), table.column(name)
        plain = told if name == column else told.cast(pa.string())
        kept = pc.if_else(has_happened, plain, pa.scalar(word, plain.type))
        table = table.set_column(place, name, kept)
    return table


def _instant(at: int) -> pa.Scalar[Any]:
    return pa.scalar(at, pa.timestamp("us", "UTC"))


def _upto(instants: NDArray[np.int64], at: int) -> int:
    return int(np.searchsorted(instants, at, "right"))


def _by_node(rows: VisitRows) -> tuple[NDArray[np.int64], list[int]]:
    """The node of each exit, and where the exits of each node begin: they are in the order of the nodes."""
    places = {node: place for place, node in enumerate(rows.nodes)}
    nodes = np.array([places[node] for node, _ in rows.exits], np.int64)
    return nodes, cast(list[int], np.searchsorted(nodes, np.arange(len(rows.nodes) + 1)).tolist())


def _decisions(tables: Mapping[str, pa.Table], nodes: Sequence[str]) -> Instants:
    """Whether messages were sent and audiences changed, and why not: by node and outcome."""
    decided = tables["messages"]
    at, place = instants(decided.column("at")), _places(decided, nodes, OUTCOMES)
    if "audiences" in tables:  # which runs of earlier versions have not
        changed = tables["audiences"]
        words = [*OUTCOMES, ADDED, REMOVED]
        outcome = codes(changed.column("outcome"), words)
        outcome = np.where(outcome >= len(OUTCOMES), SENT, outcome)
        at = np.concatenate([at, instants(changed.column("at"))])
        own = codes(changed.column("node"), list(nodes)) * len(OUTCOMES) + outcome
        place = np.concatenate([place, own])
    return Instants(at, place, len(nodes) * len(OUTCOMES))


def _places(decided: pa.Table, nodes: Sequence[str], words: Sequence[str]) -> NDArray[np.int64]:
    node, outcome = codes(decided.column("node"), list(nodes)), codes(decided.column("outcome"), list(words))
    return np.asarray(node * len(words) + outcome, np.int64)
