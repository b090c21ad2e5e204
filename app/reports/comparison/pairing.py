"""A run in columns by customer and by journey, so that two can be laid side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.nodes.catalogue import KINDS
from app.reports.counting.journeys import Longs, combinations, encoded
from app.reports.report import Subject
from app.scenario.graph import Scenario
from app.scenario.names import label_of

Floats = NDArray[np.float64]
Ids = pa.StringArray
_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd, so that its powers do not vanish
_TELLING = {
    "waiting": "still waiting",
    "capped": "frequency cap",
    "quiet": "quiet hours",
    "restarted": "entered anew",
    "step_limit": "too many steps",
}
NOT_THERE = "did not enter"


class Measure(NamedTuple):
    """A figure of each customer in both runs; `is_money` says how it is written."""

    name: str
    first: Floats
    second: Floats
    is_money: bool = False


class Paths(NamedTuple):
    """The j journeys of a run: customer (place among the ids), number, path as a hash, end as a place in `ends`."""

    customer: Longs
    number: Longs
    path: NDArray[np.uint64]
    end: Longs
    ends: tuple[str, ...]


def common_ids(first: Subject, second: Subject) -> Ids:
    """All who entered in either run, each once, sorted."""
    columns = [subject.tables["instances"].column("customer_id").cast(pa.string()) for subject in (first, second)]
    chunks = [chunk for column in columns for chunk in column.chunks]
    ids: Any = pc.unique(pa.chunked_array(chunks, pa.string()))
    return ids.take(pc.sort_indices(ids))  # type: ignore[no-any-return]


class _Columns:
    """A run's tables by customer; each column is read once, however many figures ask for it."""

    def __init__(self, tables: Mapping[str, pa.Table], ids: Ids) -> None:
        self._tables, self._ids = tables, ids
        self._places: dict[str, Longs] = {}
        self._words: dict[tuple[str, str], tuple[Longs, list[Any]]] = {}

    def by_customer(self, name: str, tests: Sequence[tuple[str, str]], of: str) -> Floats:
        """How many rows with these words each customer has, or what they add up to."""
        table = self._tables.get(name)
        if table is None or not table.num_rows:
            return np.zeros(len(self._ids))
        if name not in self._places:
            self._places[name] = _places(table, self._ids)
        keep = np.ones(table.num_rows, np.bool_)
        for column, word in tests:
            if (name, column) not in self._words:
                codes, words = encoded(table.column(column))
                self._words[name, column] = codes, words.to_pylist()
            codes, known = self._words[name, column]
            keep &= codes == (known.index(word) if word in known else len(known))
        weights = np.nan_to_num(table.column(of).cast(pa.float64()).to_numpy())[keep] if of else None
        return np.bincount(self._places[name][keep], weights, minlength=len(self._ids)).astype(np.float64)


def measures(first: Subject, second: Subject, ids: Ids) -> Iterator[Measure]:
    """The key figures, then each message, then each node; only what either run has."""
    both = (first, second)
    columns = [_Columns(subject.tables, ids) for subject in both]

    def counted(name: str, table: str, *tests: tuple[str, str], of: str = "") -> Measure:
        values = [each.by_customer(table, tests, of) for each in columns]
        return Measure(name, values[0], values[1], bool(of))

    yield counted("Journeys", "instances")
    yield counted("Still waiting", "instances", ("end_reason", "waiting"))
    yield counted("Messages sent", "messages", ("outcome", "sent"))
    yield counted("Cost of messages", "messages", ("outcome", "sent"), of="cost")
    goals = {goal.id: goal for subject in both[::-1] for goal in subject.scenario.settings.goals}
    for id_, goal in goals.items():
        yield counted(f"Goal “{id_}”: conversions", "conversions", ("goal", id_))
        if goal.value:
            yield counted(f"Goal “{id_}”: revenue", "conversions", ("goal", id_), of="value")
    nodes = {node.id: node for subject in both[::-1] for node in subject.scenario.nodes}
    for node in nodes.values():
        if KINDS[node.type].is_message:
            yield counted(f"Sent: {label_of(node)}", "messages", ("node", node.id), ("outcome", "sent"))
    for node in nodes.values():
        yield counted(f"Came to: {label_of(node)}", "visits", ("node", node.id))


def _places(table: pa.Table, ids: Ids) -> Longs:
    return pc.index_in(table.column("customer_id").cast(pa.string()), value_set=ids).to_numpy().astype(np.int64)


def paths_of(subject: Subject, ids: Ids) -> Paths:
    """The path and the end of every journey."""
    visits, instances = subject.tables["visits"], subject.tables["instances"]
    customer = _places(instances, ids)
    number = instances.column("instance").to_numpy().astype(np.int64)
    base = int(number.max(initial=0)) + 1
    keys = customer * base + number
    order = np.argsort(keys, kind="stable")
    of_visit = _places(visits, ids) * base + visits.column("instance").to_numpy()
    journey = order[np.searchsorted(keys[order], of_visit)]
    path, last = _hashed(visits, journey, len(keys))
    end, ends = _ends(subject.scenario, visits, instances, last)
    return Paths(customer, number, path, end, ends)


def _hashed(visits: pa.Table, journey: Longs, many: int) -> tuple[NDArray[np.uint64], Longs]:
    """A hash of each journey's nodes and ports in order, and the row of its last visit (-1 for none)."""
    nodes, node_words = encoded(visits.column("node"))
    ports, port_words = encoded(visits.column("port"))
    by_journey = np.argsort(journey, kind="stable")  # rows are in order of arrival
    sorted_journey = journey[by_journey]
    starts = np.searchsorted(sorted_journey, np.arange(many))
    place = np.arange(len(journey)) - starts[sorted_journey]
    powers = np.cumprod(np.full(int(place.max(initial=0)) + 1, _STEP, np.uint64))
    node_hash, port_hash = _hashes(node_words.to_pylist()), _hashes([*port_words.to_pylist(), ""])
    of_visit = node_hash[nodes[by_journey]] ^ (port_hash[ports[by_journey]] >> np.uint64(1))
    path = np.zeros(many, np.uint64)
    np.add.at(path, sorted_journey, of_visit * powers[place])
    last = np.full(many, -1, np.int64)
    last[sorted_journey] = by_journey
    return path, last


def _hashes(words: list[Any]) -> NDArray[np.uint64]:
    """A number for each word, the same in every run."""
    digests = [hashlib.blake2b(str(word).encode(), digest_size=8).digest() for word in words]
    return np.frombuffer(b"".join(digests), np.uint64).copy() if digests else np.zeros(0, np.uint64)


def _ends(scenario: Scenario, visits: pa.Table, instances: pa.Table, last: Longs) -> tuple[Longs, tuple[str, ...]]:
    """Where each journey ended: the label of its last node, and why, if something else than the drawing ended it."""
    nodes, node_words = encoded(visits.column("node"))
    reasons, reason_words = encoded(instances.column("end_reason"))
    details, detail_words = encoded(instances.column("end_detail"))
    labels = {str(node.id): label_of(node) for node in scenario.nodes}
    why, rules = [str(word) for word in reason_words.to_pylist()], [str(word) for word in detail_words.to_pylist()]
    at = np.where(last >= 0, nodes[np.maximum(last, 0)], -1) if len(nodes) else np.full(len(last), -1)
    is_rule = reasons == (why.index("exit_rule") if "exit_rule" in why else len(why))
    distinct, places = combinations(at, reasons, np.where(is_rule, details, -1))
    names = [str(word) for word in node_words.to_pylist()]
    words = []
    for node, reason, rule in distinct.tolist():
        label = labels.get(names[node], names[node]) if node >= 0 else NOT_THERE
        said = f"exit rule “{rules[rule]}”" if rule >= 0 else _TELLING.get(why[reason], "")
        words.append(f"{label} ({said})" if said else label)
    return places, tuple(words)
