"""The counts of a run, and from them its summary's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.runtime.compiler.names import Names
from app.runtime.engine import Columns, Played
from app.runtime.machine.arithmetic.summing import CELLS, exact_sum
from app.runtime.program.opcodes import OUTCOMES, REACTIONS, SENT
from app.runtime.run.buffers import places_of
from app.runtime.summary import EdgeKey, GoalCounts, NodeCounts

_ARRIVED, _WAITING, _FIRST_REACTION = 0, 1, 2


class Tally:
    """Counts added up over workers, and, in the order of customers, the rows of actions."""

    def __init__(self, counts: Mapping[str, NDArray[np.int64]] | None = None) -> None:
        self._counts = dict(counts or {})
        self._actions: list[Columns] = []

    def add(self, played: Played) -> None:
        """Add what was played of the customers that come next."""
        self._actions.extend(played.actions)
        for name, counts in played.tallies.items():
            self._counts[name] = self._counts[name] + counts if name in self._counts else counts

    def by_replication(self, replications: int) -> Iterator[Tally]:
        """The counts of each of several replications: what they have in common, and what is not (see `replicating`)."""
        if replications == 1:
            yield self
            return
        places = {
            name: counts.reshape(places_of(replications), -1, *counts.shape[1:])
            for name, counts in self._counts.items()
        }
        for k in range(replications):
            yield Tally({name: of[0] + of[1 + 2 * k] - of[2 + 2 * k] for name, of in places.items()})

    def with_those(self, others: Tally) -> Tally:
        """The counts of these customers and of others, of the same program."""
        return Tally({name: counts + others._counts[name] for name, counts in self._counts.items()})

    @property
    def customers(self) -> int:
        """How many customers entered."""
        return self._of_run(0)

    @property
    def instances(self) -> int:
        """How many instances there were."""
        return self._of_run(1)

    @property
    def visits(self) -> int:
        """How many visits there were."""
        return self._of_run(2)

    @property
    def beyond_data(self) -> int:
        """How many instances had not ended by the instant of the last recorded event."""
        return self._of_run(3)

    @property
    def unmodelled(self) -> int:
        """How many reactions were left out, of customers who react without end."""
        return self._of_run(4)

    @property
    def refused(self) -> int:
        """How many customers had as many instances of a scenario as there may be, and were refused another."""
        return self._of_run(5)

    def _of_run(self, place: int) -> int:
        return int(self._counts["run_tally"][0, place])

    def actions(self, column: str) -> NDArray[Any]:
        """A column of all tasks, webhooks, vouchers and changes of audiences, in the order of customers."""
        return np.concatenate([np.zeros(0, np.int64), *(rows[column] for rows in self._actions)])

    def nodes(self, names: Names) -> dict[str, NodeCounts]:
        """The counts of every node, in document order."""
        ports: dict[str, dict[str, int]] = {node: {} for node in names.nodes}
        for (node, port), left in zip(names.ports, self._counts["port_tally"].tolist(), strict=True):
            ports[node][port] = left
        decided = self._counts["outcome_tally"].reshape(len(names.nodes), len(OUTCOMES)).tolist()
        rows = self._counts["node_tally"].tolist()
        return {
            node: _node_counts(row, ports[node], outcomes)
            for node, row, outcomes in zip(names.nodes, rows, decided, strict=True)
        }

    def goals(self, names: Names) -> dict[str, GoalCounts]:
        """The conversions of every goal, in document order; sums are exact, so that their order does not matter."""
        sums = self._counts["goal_sums"].reshape(len(names.goals), 2, CELLS).tolist()
        counts = {}
        for goal, row, (observed, modelled) in zip(names.goals, self._counts["goal_tally"].tolist(), sums, strict=True):
            counts[goal] = GoalCounts(
                instances=row[0],
                customers=row[1],
                value=exact_sum(observed, modelled),
                modelled_instances=row[2],
                modelled_customers=row[3],
                modelled_value=exact_sum(modelled),
                observed_customers=row[4],
            )
        return counts


def _node_counts(row: list[int], ports: dict[str, int], outcomes: list[int]) -> NodeCounts:
    reasons = dict(zip(OUTCOMES, outcomes, strict=True))
    sent = reasons.pop(OUTCOMES[SENT])
    reactions = zip(REACTIONS, row[_FIRST_REACTION:], strict=True)
    return NodeCounts(
        arrived=row[_ARRIVED],
        left=ports,
        waiting=row[_WAITING],
        ended=row[_ARRIVED] - row[_WAITING] - sum(ports.values()),
        sent=sent,
        skipped={reason: n for reason, n in reasons.items() if n},
        reactions={reaction: n for reaction, n in reactions if n},
    )


def edge_counts(edges: Iterable[EdgeKey], nodes: Mapping[str, NodeCounts]) -> dict[EdgeKey, int]:
    """The tokens sent along each edge: one for each visit that left through its port."""
    return {(source, port, target): nodes[source].left.get(port, 0) for source, port, target in edges}
