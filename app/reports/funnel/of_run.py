"""The funnel of a run: how many customers came along the scenario's main path, and how long it took them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.nodes.catalogue import KINDS
from app.reports.counting.buckets import Period
from app.reports.funnel.definition import Show
from app.reports.funnel.figures import Apart, FunnelFigures, steps_of
from app.reports.funnel.main_path import main_path
from app.scenario.graph import Scenario
from app.scenario.names import label_of

Longs = NDArray[np.int64]
_SHOWN: dict[Show, str] = {
    "steps": "",
    "time": " The time is from the first node to the last, of those who came to the last.",
    "trend": " By when the journey began; a period is open while somebody who began in it is still under way.",
}


@dataclass(frozen=True, slots=True)
class RunFunnelDefinition:
    """Steps that are nodes; `nodes` are their ids. `show` and `period` are as in a funnel of recorded events."""

    scenario: str
    nodes: tuple[str, ...]
    show: Show = "steps"
    period: Period | Literal[""] = ""

    def in_words(self) -> str:
        """The definition as sentences."""
        return (
            f"Customers whose journey through “{self.scenario}” came to the nodes of its main path one after another; "
            "the main path is the longest way from an entry. Who took another branch went elsewhere, and who was still "
            "there when the run stopped is waiting; neither is lost. "
            "Of several journeys of a customer the one that came furthest counts, of those the first. Times run from "
            f"arrival to arrival.{_SHOWN[self.show]}"
        )

    def to_document(self) -> dict[str, Any]:
        """The definition for programs."""
        return {"scenario": self.scenario, "nodes": list(self.nodes), "counting": "customers", "show": self.show}


def run_funnel(scenario: Scenario, tables: Mapping[str, pa.Table]) -> FunnelFigures:
    """The funnel over the main path from a run's table `visits`, whose rows are in order of arrival.

    Who still waits is known by the table `instances`; without it nobody does.
    """
    path = main_path(scenario)
    definition = RunFunnelDefinition(scenario.name, tuple(node.id for node in path))
    visits = tables["visits"]
    journeys = _journeys(visits)
    rows = _rows_of_steps(visits, journeys, definition.nodes)
    levels = (rows < len(visits)).sum(axis=1)
    kept = _furthest(journeys.owner, levels)
    at = np.append(visits.column("arrived_at").cast(pa.int64()).to_numpy(), 0)  # the last for steps never made
    reached, instants = levels[kept].astype(np.uint16), at[rows[kept]]
    steps = steps_of(tuple(label_of(node) for node in path), reached, instants)
    stopped = _stopped(visits, journeys, kept[reached < len(path)], levels, definition.nodes)
    elsewhere = _elsewhere(scenario, visits, stopped, definition.nodes)
    waiting = _waiting(visits, journeys, stopped, tables.get("instances"))
    steps = tuple(
        replace(step, elsewhere=_ways(elsewhere.get(k, {})), waiting=len(waiting.get(k, ())))
        for k, step in enumerate(steps)
    )
    owner = journeys.owner[journeys.of_row]
    nobody = np.zeros(0, np.int64)
    apart = {
        k: Apart(np.sort(owner[np.concatenate([nobody, *elsewhere[k].values()])]), owner[waiting.get(k, nobody)])
        for k in elsewhere
    }
    return FunnelFigures(definition, steps, journeys.ids, reached, instants, apart)


class _Journeys(NamedTuple):
    """Passes of customers through a scenario: the journey of each row; the customer of each journey, ascending.

    `keys` are those of the journeys: the place of the customer in `ids` times `many`, and the number of the instance.
    """

    of_row: Longs
    owner: Longs
    ids: pa.StringArray | pa.LargeStringArray
    keys: Longs
    many: int


def _journeys(visits: pa.Table) -> _Journeys:
    codes, ids = _encoded(visits.column("customer_id"))
    instance = visits.column("instance").to_numpy().astype(np.int64)
    many = int(instance.max(initial=0)) + 1
    keys, of_row = np.unique(codes * many + instance, return_inverse=True)
    return _Journeys(of_row, keys // many, ids, keys, many)


def _rows_of_steps(visits: pa.Table, journeys: _Journeys, nodes: tuple[str, ...]) -> Longs:
    """The row of each journey's first arrival at each node after the one before; the number of rows for never."""
    codes, words = _encoded(visits.column("node"))
    places = words.to_pylist()
    rows = np.full((len(journeys.owner), len(nodes)), len(codes), np.int64)
    before = np.full(len(journeys.owner), -1, np.int64)
    for step, node in enumerate(nodes):
        here = np.flatnonzero(codes == (places.index(node) if node in places else len(places)))
        here = here[here > before[journeys.of_row[here]]]
        np.minimum.at(rows[:, step], journeys.of_row[here], here)
        before = rows[:, step]
    return rows


def _furthest(owner: Longs, levels: Longs) -> Longs:
    """For each customer the first of the journeys that came furthest."""
    order = np.lexsort((-levels, owner))
    return order[np.unique(owner[order], return_index=True)[1]]


def _stopped(
    visits: pa.Table, journeys: _Journeys, short: Longs, levels: Longs, nodes: tuple[str, ...]
) -> dict[int, Longs]:
    """By step: the rows of the visits to the node before at which the journeys are that fell `short` of it.

    Where a journey came to that node several times, its last visit there tells.
    """
    codes, words = _encoded(visits.column("node"))
    places = words.to_pylist()
    found: dict[int, Longs] = {}
    for step in range(1, len(nodes)):
        before = nodes[step - 1]
        here = np.flatnonzero(codes == (places.index(before) if before in places else len(places)))
        last = np.full(len(journeys.owner), -1, np.int64)
        last[journeys.of_row[here]] = here  # rows are in order of arrival, so the last one stays
        found[step] = last[short[levels[short] == step]]
    return found


def _elsewhere(
    scenario: Scenario, visits: pa.Table, stopped: Mapping[int, Longs], nodes: tuple[str, ...]
) -> dict[int, dict[str, Longs]]:
    """By step: the rows of the visits that took another branch at the node before, by where to."""
    ports, port_words = _encoded(visits.column("port").fill_null(pa.scalar("")))
    names = [str(name) for name in port_words.to_pylist()]
    found: dict[int, dict[str, Longs]] = {}
    for step, rows in stopped.items():
        ways: dict[str, Longs] = {}
        for code in dict.fromkeys(ports[rows].tolist()):
            if way := _way(scenario, nodes[step - 1], names[code], nodes[step]):
                ways[way] = np.concatenate([ways.get(way, rows[:0]), rows[ports[rows] == code]])
        found[step] = ways
    return found


def _ways(elsewhere: Mapping[str, Longs]) -> tuple[tuple[str, int], ...]:
    """How many went where, most first."""
    return tuple(Counter({way: len(rows) for way, rows in elsewhere.items()}).most_common())


def _waiting(
    visits: pa.Table, journeys: _Journeys, stopped: Mapping[int, Longs], instances: pa.Table | None
) -> dict[int, Longs]:
    """By step: the rows of the visits that were still at the node before, on a journey that had not ended."""
    if instances is None or "end_reason" not in instances.column_names:
        return {}
    waits = instances.filter(pc.equal(instances.column("end_reason").cast(pa.string()), pa.scalar("waiting")))
    owners = pc.index_in(waits.column("customer_id"), value_set=journeys.ids).to_numpy().astype(np.int64)
    live = np.isin(journeys.keys, owners * journeys.many + waits.column("instance").to_numpy())
    stays = visits.column("port").is_null().to_numpy()
    return {step: rows[stays[rows] & live[journeys.of_row[rows]]] for step, rows in stopped.items()}


def _way(scenario: Scenario, node_id: str, port: str, next_id: str) -> str:
    """Where a port other than the path's leads to, in words; nothing for who stayed, or left along the path."""
    targets = [edge.target for edge in scenario.edges if (edge.source, edge.port) == (node_id, port)]
    if not port or next_id in targets:
        return ""
    if targets:
        return " and ".join(f"“{label_of(scenario.node(target))}”" for target in targets)
    node = scenario.node(node_id)
    label = next((each.label for each in KINDS[node.type].ports(node.params) if each.name == port), port)
    return f"the open end “{label or port}”"


def _encoded(column: pa.ChunkedArray[Any]) -> tuple[Longs, pa.StringArray | pa.LargeStringArray]:
    """Texts as codes into distinct words."""
    whole: Any = column.dictionary_encode().unify_dictionaries().combine_chunks()
    return whole.indices.to_numpy().astype(np.int64), whole.dictionary
