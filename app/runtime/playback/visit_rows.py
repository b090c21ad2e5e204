"""The visits of a run as numbers: which node, by which exit, when, and of which journey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.nodes.catalogue import KINDS
from app.scenario.graph import Scenario

NOWHEN = int(np.iinfo(np.int64).max)
"""In place of an instant that did not come."""

MOST_HOPS = 15
"""Wires that a token runs along at one instant are shown one after another; from this one on all at once."""


STEPS_OF_ROWS = 3
_THREADS = 2


class VisitRows:
    """Columns in the order of the run's `visits`, that is customer by customer in order of arrival.

    `exit` is the place among `exits`, nodes with one of their ports, or -1 where nobody left; `hops` is along how many
    wires the token had run at the instant at which it left; `stayed` are the rows that nobody left, and `stayed_until`
    when the journey ended there. `step` is told `STEPS_OF_ROWS` times how far this is.
    """

    def __init__(
        self, scenario: Scenario, visits: pa.Table, instances: pa.Table, step: Callable[[], None] = lambda: None
    ) -> None:
        self.nodes = [str(node.id) for node in scenario.nodes]
        self.exits = [
            (str(node.id), port.name) for node in scenario.nodes for port in KINDS[node.type].ports(node.params)
        ]
        ports = list(dict.fromkeys(port for _, port in self.exits))
        number = visits.column("instance").to_numpy()
        is_entry = visits.column("visit").to_numpy() == 1
        with ThreadPoolExecutor(_THREADS) as pool:
            node = pool.submit(codes, visits.column("node"), self.nodes)
            port = pool.submit(codes, visits.column("port"), ports)
            self.arrived_at = instants(visits.column("arrived_at"))
            self.left_at = instants(visits.column("left_at"))
            self.node: NDArray[np.int32] = node.result()
            step()
            hops = pool.submit(_hops, self.arrived_at, self.left_at, number, is_entry)
            self.exit = self._exits_of(port.result(), ports)
            step()
            self.entered_at = instants(instances.column("entered_at"))
            until = instants(instances.column("ended_at"))
            self.ended_at = until[until < NOWHEN]
            self.stayed = np.flatnonzero(self.exit < 0)
            self.stayed_until = until[_journeys(number, is_entry, instances, self.stayed)]
            self.hops = hops.result()
            step()

    def _exits_of(self, port: NDArray[np.int32], ports: Sequence[str]) -> NDArray[np.int32]:
        """Which of the exits each visit took."""
        places = np.full((len(self.nodes), len(ports) + 1), -1, np.int32)  # the last port is none
        for place, (node, name) in enumerate(self.exits):
            places[self.nodes.index(node), ports.index(name)] = place
        return places[self.node, port]


def codes(column: pa.ChunkedArray[Any], words: list[str]) -> NDArray[np.int32]:
    """The place of each text among the words; -1 for none. Parts of a column may have dictionaries of their own."""
    known = pa.array(words, pa.string())
    parts = [np.zeros(0, np.int32)]
    for chunk in cast(list[Any], column.chunks):
        if not pa.types.is_dictionary(chunk.type):
            parts.append(_places(pc.index_in(chunk.cast(pa.string()), value_set=known)))
            continue
        own = _places(pc.index_in(chunk.dictionary.cast(pa.string()), value_set=known))
        parts.append(np.append(own, np.int32(-1))[_places(chunk.indices)])
    return np.concatenate(parts)


def instants(column: pa.ChunkedArray[Any]) -> NDArray[np.int64]:
    """Microseconds UTC; `NOWHEN` for none."""
    numbers: Any = pc.fill_null(cast(Any, column.cast(pa.int64())), NOWHEN)
    return np.asarray(numbers.to_numpy(), np.int64)


def _places(array: Any) -> NDArray[np.int32]:
    return np.asarray(pc.fill_null(array.cast(pa.int32()), -1).to_numpy(zero_copy_only=False), np.int32)


def _journeys(
    number: NDArray[np.int32], is_entry: NDArray[np.bool_], instances: pa.Table, rows: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The row of the journey of each of these rows of visits.

    Both tables hold a customer after the other; a customer's journeys are numbered from 1 and have a first visit each.
    """
    begins = np.flatnonzero(instances.column("instance").to_numpy() == 1)
    if not len(begins):
        return np.zeros(0, np.int64)
    customer = np.cumsum(is_entry & (number == 1), dtype=np.int32)[rows] - 1
    return begins[customer] + number[rows] - 1


def _hops(
    arrived: NDArray[np.int64], left: NDArray[np.int64], number: NDArray[np.int32], is_entry: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """A visit left at once follows the one that led to it: the row before, unless a token was divided.

    The first visit of a customer is an entry, so the row before any other is the same customer's.
    """
    is_quick = left == arrived
    is_quick &= ~is_entry
    follows = np.zeros(len(is_quick), np.bool_)
    follows[1:] = is_quick[1:] & (number[1:] == number[:-1]) & (left[:-1] == arrived[1:])
    place = np.arange(len(is_quick), dtype=np.int32)
    base = np.where(follows, np.int32(0), place)
    np.maximum.accumulate(base, out=base)
    place -= base
    place += is_quick[base]
    return np.minimum(place, MOST_HOPS, out=place)
