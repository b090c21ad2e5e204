"""From the columns of a run to the counts of its summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from app.runtime.buffers import Columns
from app.runtime.codes import OUTCOMES, SENT, STILL_WAITING, WAITING_THERE
from app.runtime.compiler.compiler import Names
from app.runtime.summary import EdgeKey, GoalCounts, NodeCounts
from app.scenario.graph import Scenario


def node_counts(columns: Mapping[str, Columns], names: Names) -> dict[str, NodeCounts]:
    """The counts of every node of the scenario, in document order."""
    visits, messages = columns["visits"], columns["messages"]
    arrived = _by_place(visits["node"], len(names.nodes))
    waiting = _by_place(visits["node"][visits["port"] == WAITING_THERE], len(names.nodes))
    left = _by_place(visits["port"][visits["port"] >= 0], len(names.ports))
    decided = _by_place(messages["node"] * len(OUTCOMES) + messages["outcome"], len(names.nodes) * len(OUTCOMES))
    outcomes = decided.reshape(len(names.nodes), len(OUTCOMES))
    counts = {}
    for place, node in enumerate(names.nodes):
        ports = {port: int(n) for (source, port), n in zip(names.ports, left, strict=True) if source == node}
        stayed = int(arrived[place]) - sum(ports.values())
        reasons = dict(zip(OUTCOMES, outcomes[place].tolist(), strict=True))
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


def edge_counts(scenario: Scenario, nodes: Mapping[str, NodeCounts]) -> dict[EdgeKey, int]:
    """The tokens sent along each edge: one for each visit that left through its port."""
    return {(edge.source, edge.port, edge.target): nodes[edge.source].left.get(edge.port, 0) for edge in scenario.edges}


def goal_counts(columns: Mapping[str, Columns], names: Names) -> dict[str, GoalCounts]:
    """The conversions of every goal, in document order."""
    return dict(_goal_counts(columns["conversions"], names))


def _goal_counts(conversions: Columns, names: Names) -> Iterator[tuple[str, GoalCounts]]:
    for place, goal in enumerate(names.goals):
        rows = conversions["goal"] == place
        customers = len(np.unique(conversions["customer"][rows]))
        yield goal, GoalCounts(int(rows.sum()), customers, float(np.nansum(conversions["value"][rows])))


def beyond_data(instances: Columns, data_end: int | None) -> int:
    """How many instances had not ended by the instant of the last recorded event."""
    if data_end is None:
        return len(instances["reason"])
    return int(((instances["reason"] == STILL_WAITING) | (instances["ended_at"] > data_end)).sum())


def _by_place(places: NDArray[np.int32], size: int) -> NDArray[np.int64]:
    return np.bincount(places, minlength=size).astype(np.int64)
