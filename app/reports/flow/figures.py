"""The flow of a run: how many visits each node and edge of a scenario had, laid out as on its canvas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

import pyarrow as pa

from app.nodes.catalogue import KINDS
from app.nodes.kind import Family
from app.numbers import Rate, counted, number
from app.reports.counting.journeys import Longs
from app.reports.flow.behind import ARRIVED, ENDED, LEFT_OPEN, PASSED, WAITING, Behind, behind
from app.reports.plot import Plot
from app.reports.report import Cell, Records, Table
from app.runtime.summary import Summary
from app.scenario.graph import Node, Scenario
from app.scenario.names import label_of


@dataclass(frozen=True, slots=True)
class NodeFlow:
    """One node: `arrived == passed + left_open + waiting + ended`.

    `passed` left through a connected port, `left_open` through one where the journey is over; `waiting` were still
    there when the run stopped, `ended` are visits at which the whole instance ended. `at` is the place on the canvas.
    """

    id: str
    label: str
    kind: str
    family: Family
    at: tuple[float, float]
    arrived: int
    passed: int
    left_open: int
    waiting: int
    ended: int
    sent: int
    skipped: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EdgeFlow:
    """One edge: the visits that took it, of all that arrived at its source."""

    source: str
    port: str
    port_label: str
    target: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class FlowDefinition:
    """Visits, at nodes and along edges."""

    def in_words(self) -> str:
        """What is counted."""
        return (
            "Counts are visits: a customer who comes to a node twice counts twice, and a way that forks makes a visit "
            "on each branch. The share on an edge is of all visits that arrived at the node it leaves. At every node, "
            "arrived = passed on + left at an open end + waiting + ended there."
        )

    def to_document(self) -> dict[str, Any]:
        """The definition for programs."""
        return {"counting": "visits"}


@dataclass(frozen=True, slots=True)
class FlowFigures:
    """A scenario's nodes and edges in document order, with the counts of one run.

    `behind` knows whose visits they are, where the run kept them, and `customers` how many people each cell is of.
    """

    key: ClassVar[str] = "flow"
    scenario: str
    nodes: tuple[NodeFlow, ...]
    edges: tuple[EdgeFlow, ...]
    behind: Behind | None = None
    customers: Mapping[tuple[int, int], int] = field(default_factory=dict)

    @property
    def definition(self) -> FlowDefinition:
        """The same for every flow."""
        return FlowDefinition()

    def leading(self) -> str:
        """How many visits there were where most were."""
        most = max(self.nodes, key=lambda node: node.arrived, default=None)
        return f"{number(most.arrived)} arrived at {most.label}" if most is not None and most.arrived else ""

    def plot(self) -> Plot:
        """What became of the visits at each node; the ways between them are a picture."""
        return Plot("stacked", (PASSED, LEFT_OPEN, WAITING, ENDED), (0, len(self.nodes)), beside=True)

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """The customers whose visits are counted, each once, however often they came."""
        if self.behind is None:
            return None
        found = _owners(self.behind, self.nodes, self.edges, row, max(column, ARRIVED))
        return None if found is None else self.behind.ids.take(found)

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "scenario", "nodes", "edges"}` for programs."""
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "scenario": self.scenario,
            "nodes": [
                {
                    "id": node.id,
                    "label": node.label,
                    "type": node.kind,
                    "arrived": node.arrived,
                    "passed": node.passed,
                    "left_open": node.left_open,
                    "waiting": node.waiting,
                    "ended": node.ended,
                    "sent": node.sent,
                    "skipped": dict(node.skipped),
                }
                for node in self.nodes
            ],
            "edges": [
                {
                    "from": edge.source,
                    "port": edge.port,
                    "to": edge.target,
                    "count": edge.rate.count,
                    "of": edge.rate.of,
                    "rate": edge.rate.value,
                }
                for edge in self.edges
            ],
        }

    def table(self) -> Table:
        """Headers and rows of text for people: a row per node, then a row per way."""
        labels = {node.id: node.label for node in self.nodes}
        rows = [
            (Cell(node.label, tone=node.family.value), *(self._cell(row, at, count) for at, count in _counts(node)))
            for row, node in enumerate(self.nodes)
        ]
        for row, edge in enumerate(self.edges, len(self.nodes)):
            port = f", {edge.port_label}" if edge.port_label else ""
            cells = (Cell(""),) * (ENDED - ARRIVED)
            head = Cell(f"{labels[edge.source]}{port} → {labels[edge.target]}")
            rows.append((head, self._cell(row, ARRIVED, edge.rate.count, edge.rate), *cells))
        return ("Node or way", "Arrived", "Passed on", "Left at open end", "Waiting", "Ended here"), rows

    def _cell(self, row: int, column: int, count: int, rate: Rate | None = None) -> Cell:
        """A count of visits, and by how many customers."""
        share = f"{rate.percent()} of {number(rate.of)}" if rate is not None and count else ""
        owners = self.customers.get((row, column), 0)
        whose = f"by {counted(owners, 'customer', 'customers')}" if owners else ""
        return Cell(number(count), ", ".join(filter(None, (share, whose))), "" if count else "zero")

    def records(self) -> Records:
        """A row of exact values per edge, for machines."""
        rows: list[tuple[object, ...]] = [
            (edge.source, edge.port, edge.target, edge.rate.count, edge.rate.of, edge.rate.value) for edge in self.edges
        ]
        return ("from", "port", "to", "count", "of", "rate"), rows


def _counts(node: NodeFlow) -> tuple[tuple[int, int], ...]:
    """What is counted at a node, by column of the table."""
    return (
        (ARRIVED, node.arrived), (PASSED, node.passed), (LEFT_OPEN, node.left_open), (WAITING, node.waiting),
        (ENDED, node.ended),
    )  # fmt: skip


def flow(scenario: Scenario, summary: Summary, tables: Mapping[str, pa.Table] = MappingProxyType({})) -> FlowFigures:
    """The scenario as it was run, with the counts of its summary; what nobody reached counts 0."""
    labels = {node.id: _port_labels(node) for node in scenario.nodes}
    edges = tuple(
        EdgeFlow(
            edge.source,
            edge.port,
            labels[edge.source].get(edge.port, ""),
            edge.target,
            Rate(summary.edges.get((edge.source, edge.port, edge.target), 0), _arrived(summary, edge.source)),
        )
        for edge in scenario.edges
        if edge.source in labels and edge.target in labels
    )
    connected = {(edge.source, edge.port) for edge in edges}
    nodes = tuple(_node_flow(node, summary, connected) for node in scenario.nodes)
    whose = behind(scenario, tables)
    return FlowFigures(scenario.name, nodes, edges, whose, {} if whose is None else _customers(whose, nodes, edges))


def _owners(
    whose: Behind, nodes: Sequence[NodeFlow], edges: Sequence[EdgeFlow], row: int, column: int
) -> Longs | None:  # fmt: skip
    """The customers of a cell of the table; None where it counts none."""
    if row < len(nodes):
        return whose.at_node(row, column)
    edge = edges[row - len(nodes)]
    place = next(at for at, node in enumerate(nodes) if node.id == edge.source)
    return whose.through(place, edge.port) if column == ARRIVED else None


def _customers(whose: Behind, nodes: Sequence[NodeFlow], edges: Sequence[EdgeFlow]) -> dict[tuple[int, int], int]:
    cells = [(row, column) for row, node in enumerate(nodes) for column, count in _counts(node) if count]
    cells += [(row, ARRIVED) for row, edge in enumerate(edges, len(nodes)) if edge.rate.count]
    found = {cell: _owners(whose, nodes, edges, *cell) for cell in cells}
    return {cell: len(owners) for cell, owners in found.items() if owners is not None}


def _node_flow(node: Node, summary: Summary, connected: set[tuple[str, str]]) -> NodeFlow:
    counts = summary.nodes.get(node.id)
    left = counts.left if counts else {}
    passed = sum(many for port, many in left.items() if (node.id, port) in connected)
    return NodeFlow(
        id=node.id,
        label=label_of(node),
        kind=node.type,
        family=KINDS[node.type].family,
        at=node.at,
        arrived=counts.arrived if counts else 0,
        passed=passed,
        left_open=sum(left.values()) - passed,
        waiting=counts.waiting if counts else 0,
        ended=counts.ended if counts else 0,
        sent=counts.sent if counts else 0,
        skipped=dict(counts.skipped or {}) if counts else {},
    )


def _port_labels(node: Node) -> dict[str, str]:
    """The labels of a node's ports where it has more than one; a single way out needs no name."""
    ports = KINDS[node.type].ports(node.params)
    return {port.name: port.label for port in ports} if len(ports) > 1 else {}


def _arrived(summary: Summary, node_id: str) -> int:
    counts = summary.nodes.get(node_id)
    return counts.arrived if counts else 0
