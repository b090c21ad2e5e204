"""Who is behind a number of the canvas: customers by what they did at a node, from the rows of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from app.canvas.figures import Door, NodePart
from app.data.columns.arrow import whole
from app.data.dataset import Dataset
from app.nodes.catalogue import KINDS
from app.nodes.instructions import ChangeAudience
from app.progress import Progress, silent
from app.scenario.graph import NodeId, Scenario

NEEDED = ("instances", "visits", "messages", "audiences")
_KEYS = ["customer_id", "instance"]

Tables = Mapping[str, pa.Table]


def played_tables(
    scenario: Scenario, dataset: Dataset, progress: Progress = silent, needed: Sequence[str] = NEEDED
) -> dict[str, pa.Table]:
    """The tables of a run that is not stored: played once more, which gives the same."""
    from app.runtime.rehearse import play  # the machine is loaded when it is first needed

    parts: dict[str, list[pa.Table]] = {name: [] for name in needed}
    with play((scenario,), dataset, progress=progress) as run:
        for part in run.in_parts():
            progress(0, 0, "Looking for the customers")
            for name in needed:
                parts[name].append(part[name])
    return {name: pa.concat_tables(tables) for name, tables in parts.items()}


def customers_behind(tables: Tables, scenario: Scenario, door: Door) -> pa.Array[Any]:
    """The ids of the customers, each once, in the order of the run's rows."""
    if door.part is NodePart.SKIPPED:
        node = scenario.node(NodeId(door.node))
        is_audience = isinstance(KINDS[node.type].compile(node.params), ChangeAudience)
        own = _at(tables["audiences" if is_audience else "messages"], door.node)
        return _ids(own.filter(_is_one_of(own, "outcome", {door.detail})))
    own = _at(tables["visits"], door.node)
    match door.part:
        case NodePart.ARRIVED:
            return _ids(own)
        case NodePart.LEFT:
            return _ids(own.filter(_took(own, {door.detail})))
        case NodePart.WAITING:
            return _ids(_stayed(own, tables["instances"], scenario, door.node, waits=True))
    lost = _open_ports(scenario, door.node)
    ended = _stayed(own, tables["instances"], scenario, door.node, waits=False)
    is_end = not _ports(scenario, door.node)
    if door.part is NodePart.DROPPED:
        gone = own.filter(_took(own, lost))
        return _ids(gone if is_end else pa.concat_tables([gone.select(_KEYS), ended.select(_KEYS)]))
    passed = own.filter(_took(own, _ports(scenario, door.node) - lost))
    return _ids(pa.concat_tables([passed.select(_KEYS), ended.select(_KEYS)]) if is_end else passed)


def _at(table: pa.Table, node: str) -> pa.Table:
    return table.filter(_is_one_of(table, "node", {node}))


def _is_one_of(table: pa.Table, column: str, words: set[str]) -> pa.BooleanArray:
    texts: pa.Array[Any] = whole(table.column(column)).cast(pa.string())
    return pc.is_in(texts, value_set=pa.array(sorted(words), pa.string()))


def _ids(table: pa.Table) -> pa.Array[Any]:
    return whole(table.column("customer_id")).unique()


def _took(visits: pa.Table, ports: set[str]) -> pa.BooleanArray:
    return _is_one_of(visits, "port", ports)


def _stayed(visits: pa.Table, instances: pa.Table, scenario: Scenario, node: str, *, waits: bool) -> pa.Table:
    """The visits that nobody left: those that wait still, or those at which the journey ended."""
    stayed = visits.filter(pc.is_null(visits.column("port")))
    if not _ports(scenario, node):
        return stayed.slice(0, 0) if waits else stayed
    going_on = instances.filter(pc.is_null(instances.column("ended_at"))).select(_KEYS)
    return stayed.select(_KEYS).join(going_on, _KEYS, join_type="left semi" if waits else "left anti")


def _ports(scenario: Scenario, node: str) -> set[str]:
    own = scenario.node(NodeId(node))
    return {port.name for port in KINDS[own.type].ports(own.params)}


def _open_ports(scenario: Scenario, node: str) -> set[str]:
    """The ports without a wire beside one with a wire: who leaves there has left the journey."""
    wired = {edge.port for edge in scenario.edges if edge.source == node}
    return _ports(scenario, node) - wired if wired else set()
