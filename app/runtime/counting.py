"""From the rows of a run to the counts of its summary."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.runtime.buffers import Chunk
from app.runtime.codes import OUTCOMES, SENT, STILL_WAITING, WAITING_THERE
from app.runtime.compiler.compiler import Names
from app.runtime.summary import EdgeKey, GoalCounts, NodeCounts
from app.scenario.graph import Scenario


def node_counts(chunks: Sequence[Chunk], names: Names) -> dict[str, NodeCounts]:
    """The counts of every node of the scenario, in document order."""
    nodes = len(names.nodes)
    arrived = _tally(chunks, nodes, lambda chunk: chunk["visits"]["node"])
    waiting = _tally(chunks, nodes, lambda chunk: chunk["visits"]["node"][chunk["visits"]["port"] == WAITING_THERE])
    left = _tally(chunks, len(names.ports), lambda chunk: chunk["visits"]["port"][chunk["visits"]["port"] >= 0])
    decided = _tally(chunks, nodes * len(OUTCOMES), _decisions).reshape(nodes, len(OUTCOMES))
    counts = {}
    for place, node in enumerate(names.nodes):
        ports = {port: int(n) for (source, port), n in zip(names.ports, left, strict=True) if source == node}
        stayed = int(arrived[place]) - sum(ports.values())
        reasons = dict(zip(OUTCOMES, decided[place].tolist(), strict=True))
        sent = reasons.pop(OUTCOMES[SENT])
        counts[node] = NodeCounts(
            arrived=int(arrived[place]),
            left=ports,
            waiting=int(waiting[place]),
            ended=stayed - int(waiting[place]),
            sent=sent,
            skipped={reason: n for reason, n in reasons.items() if n},
        )
    return counts


def _decisions(chunk: Chunk) -> NDArray[np.int32]:
    messages = chunk["messages"]
    decisions: NDArray[np.int32] = messages["node"] * len(OUTCOMES) + messages["outcome"]
    return decisions


def _tally(chunks: Sequence[Chunk], size: int, places: Callable[[Chunk], NDArray[np.int32]]) -> NDArray[np.int64]:
    """How often each place from 0 to `size` comes up."""
    tally = np.zeros(size, np.int64)
    for chunk in chunks:
        tally += np.bincount(places(chunk), minlength=size)
    return tally


def edge_counts(scenario: Scenario, nodes: Mapping[str, NodeCounts]) -> dict[EdgeKey, int]:
    """The tokens sent along each edge: one for each visit that left through its port."""
    return {(edge.source, edge.port, edge.target): nodes[edge.source].left.get(edge.port, 0) for edge in scenario.edges}


def goal_counts(chunks: Sequence[Chunk], names: Names) -> dict[str, GoalCounts]:
    """The conversions of every goal, in document order; values are added up in the order of the table."""
    goals, customers, values = (
        np.concatenate([chunk["conversions"][name] for chunk in chunks]) for name in ("goal", "customer", "value")
    )
    counts = {}
    for place, goal in enumerate(names.goals):
        rows = goals == place
        value = float(np.nansum(values[rows]))
        counts[goal] = GoalCounts(int(rows.sum()), len(np.unique(customers[rows])), value)
    return counts


def row_count(chunks: Sequence[Chunk], table: str) -> int:
    """How many rows a table has."""
    return sum(len(chunk[table]["customer"]) for chunk in chunks)


def entered_customers(chunks: Sequence[Chunk]) -> int:
    """How many customers entered; no customer is in two chunks."""
    return sum(len(np.unique(chunk["instances"]["customer"])) for chunk in chunks)


def beyond_data(chunks: Sequence[Chunk], data_end: int | None) -> int:
    """How many instances had not ended by the instant of the last recorded event."""
    if data_end is None:
        return row_count(chunks, "instances")
    late = (
        (chunk["instances"]["reason"] == STILL_WAITING) | (chunk["instances"]["ended_at"] > data_end)
        for chunk in chunks
    )
    return sum(int(rows.sum()) for rows in late)
