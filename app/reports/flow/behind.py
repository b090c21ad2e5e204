"""Whose visits a flow counts: the customers behind each node and each way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.reports.counting.journeys import Longs, encoded, is_word, journeys_of, places_in
from app.scenario.graph import Scenario

ARRIVED, PASSED, LEFT_OPEN, WAITING, ENDED = range(1, 6)
"""What visits are asked for, as columns of the flow's table."""
_NEEDED = {"customer_id", "instance", "node", "port"}
_FEW = 8  # times fewer visits than customers: sorting them is faster than counting over all customers


@dataclass(frozen=True, slots=True)
class Behind:
    """The v visits of a run by node: `owner` (v,) is the place of each one's customer in `ids`.

    Those of the node at place k are the rows from `first[k]` to `first[k + 1]`. `port` (v,) is a place in `ports`, -1
    for who did not leave; `is_waiting` (v,) tells who of them was still there when the run stopped, and is None where
    the run kept no journeys. `connected` are the (place of node, port) from which the drawing goes on.
    """

    ids: pa.StringArray | pa.LargeStringArray
    first: Longs
    owner: Longs
    port: Longs
    ports: tuple[str, ...]
    is_waiting: NDArray[np.bool_] | None
    connected: frozenset[tuple[int, str]]

    def at_node(self, place: int, state: int) -> Longs | None:
        """The customers of whose visits at a node that became; None where the run does not say."""
        rows = slice(int(self.first[place]), int(self.first[place + 1]))
        owner, port = self.owner[rows], self.port[rows]
        if state == ARRIVED:
            return self._distinct(owner)
        if state in (PASSED, LEFT_OPEN):
            leads_on = np.array([(place, name) in self.connected for name in (*self.ports, "")], np.bool_)[port]
            return self._distinct(owner[(port >= 0) & (leads_on if state == PASSED else ~leads_on)])
        if self.is_waiting is None:
            return None
        waits = self.is_waiting[rows]
        return self._distinct(owner[(port < 0) & (waits if state == WAITING else ~waits)])

    def through(self, place: int, port: str) -> Longs:
        """The customers who left a node through a port."""
        rows = slice(int(self.first[place]), int(self.first[place + 1]))
        wanted = self.ports.index(port) if port in self.ports else len(self.ports)
        return self._distinct(self.owner[rows][self.port[rows] == wanted])

    def _distinct(self, owner: Longs) -> Longs:
        return np.unique(owner) if len(owner) * _FEW < len(self.ids) else places_in(owner, len(self.ids))


def behind(scenario: Scenario, tables: Mapping[str, pa.Table]) -> Behind | None:
    """The visits of a run in order of the scenario's nodes; None where it kept none."""
    visits = tables.get("visits")
    if visits is None or not _NEEDED.issubset(visits.column_names):
        return None
    owner, ids = encoded(visits.column("customer_id"))
    codes, words = encoded(visits.column("node"))
    node = _places(codes, [str(word) for word in words.to_pylist()], [node.id for node in scenario.nodes])
    port, ports = encoded(visits.column("port"))
    order = np.argsort(node, kind="stable")
    order = order[np.searchsorted(node[order], 0) :]
    places = {each.id: place for place, each in enumerate(scenario.nodes)}
    drawn = [edge for edge in scenario.edges if edge.source in places and edge.target in places]
    return Behind(
        ids,
        np.searchsorted(node[order], np.arange(len(scenario.nodes) + 1)).astype(np.int64),
        owner[order],
        port[order],
        tuple(str(word) for word in ports.to_pylist()),
        _waiting(tables, visits, order),
        frozenset((places[edge.source], edge.port) for edge in drawn),
    )


def _places(codes: Longs, words: Sequence[str], nodes: Sequence[str]) -> Longs:
    """The place of each visit's node in the scenario; -1 for one that it has not."""
    place = {node: at for at, node in enumerate(nodes)}
    return np.array([*(place.get(word, -1) for word in words), -1], np.int64)[codes]


def _waiting(tables: Mapping[str, pa.Table], visits: pa.Table, order: Longs) -> NDArray[np.bool_] | None:
    """Whether the journey of each visit had not ended when the run stopped."""
    if "instances" not in tables:
        return None
    instances = tables["instances"]
    is_waiting: NDArray[np.bool_] = is_word(instances.column("end_reason"), "waiting")
    found: NDArray[np.bool_] = is_waiting[journeys_of(tables).rows_of(visits)[order]]
    return found
