"""Which wires may be drawn, and the edits that draw them. No toolkit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app.nodes.catalogue import KINDS
from app.scenario.edits import Connect, Disconnect, Edit, Several
from app.scenario.graph import Edge, Node, NodeId, Scenario
from app.scenario.names import label_of
from app.scenario.wiring import port_names


def free_port(scenario: Scenario, node_id: NodeId) -> str | None:
    """The first output from which no wire runs yet."""
    taken = {edge.port for edge in scenario.edges if edge.source == node_id}
    return next((name for name in port_names(scenario.node(node_id)) if name not in taken), None)


def why_not(scenario: Scenario, edge: Edge, instead_of: Edge | None = None) -> str:
    """Why that wire cannot be drawn, as a sentence; empty if it can."""
    source, target = scenario.node(edge.source), scenario.node(edge.target)
    name = label_of(target)
    if source.id == target.id:
        return f"“{name}” cannot lead straight back to itself."
    if KINDS[target.type].is_entry:
        return f"“{name}” is an entry: journeys begin there, nothing leads to it."
    if not port_names(source):
        return f"“{label_of(source)}” ends the journey: nothing follows it."
    if edge != instead_of and edge in scenario.edges:
        return f"This wire to “{name}” is there already."
    return ""


@dataclass(frozen=True, slots=True)
class PossibleWire:
    """A wire that can be drawn, and what it is called in a list."""

    edge: Edge
    title: str


def possible_wires(scenario: Scenario, source: NodeId) -> list[PossibleWire]:
    """The wires that can be drawn from a node: those of free outputs first, then by what is near."""
    node, free = scenario.node(source), free_port(scenario, source)
    ports = sorted(KINDS[node.type].ports(node.params), key=lambda port: port.name != free)
    others = sorted(
        scenario.nodes, key=lambda one: abs(one.at[0] - node.at[0]) + abs(one.at[1] - node.at[1]) - one.at[0] / 1e6
    )
    titles = _titles(scenario)
    found = []
    for port in ports:
        leading = f"{port.label} → " if len(ports) > 1 else "→ "
        for other in others:
            edge = Edge(source, port.name, other.id)
            if not why_not(scenario, edge):
                found.append(PossibleWire(edge, leading + titles[other.id]))
    return found


def _titles(scenario: Scenario) -> dict[NodeId, str]:
    """What each node is called in a list; those called alike are counted from left to right, as Find does."""
    in_order = sorted(scenario.nodes, key=lambda node: node.at)
    titles = {node.id: _title(node) for node in in_order}
    many, met = Counter(titles.values()), Counter[str]()
    for node in in_order:
        title = titles[node.id]
        met[title] += 1
        if many[title] > 1:
            sources = (edge.source for edge in scenario.edges if edge.target == node.id)
            before = next((f", after {label_of(scenario.node(source))}" for source in sources), "")
            titles[node.id] = f"{title}, {met[title]} of {many[title]}{before}"
    return titles


def _title(node: Node) -> str:
    title = KINDS[node.type].title
    return title if node.label in ("", title) else f"{title}: {node.label}"


def connected(edge: Edge) -> Edit:
    """Draw that wire."""
    return Connect(edge)


def replugged(scenario: Scenario, old: Edge, new: Edge) -> Edit:
    """Put one end of a wire elsewhere; it keeps its place among the wires of the document."""
    return Several((Disconnect(old), Connect(new, scenario.edges.index(old))), "Re-plug wire")
