"""Which wires may be drawn, and the edits that draw them. No toolkit."""

from __future__ import annotations

from app.nodes.catalogue import KINDS
from app.scenario.edits import Connect, Disconnect, Edit, Several
from app.scenario.graph import Edge, NodeId, Scenario
from app.scenario.wiring import port_names


def free_port(scenario: Scenario, node_id: NodeId) -> str | None:
    """The first output from which no wire runs yet."""
    taken = {edge.port for edge in scenario.edges if edge.source == node_id}
    return next((name for name in port_names(scenario.node(node_id)) if name not in taken), None)


def why_not(scenario: Scenario, edge: Edge, instead_of: Edge | None = None) -> str:
    """Why that wire cannot be drawn, as a sentence; empty if it can."""
    source, target = scenario.node(edge.source), scenario.node(edge.target)
    name = target.label or KINDS[target.type].title
    if source.id == target.id:
        return f"“{name}” cannot lead straight back to itself."
    if KINDS[target.type].is_entry:
        return f"“{name}” is an entry: journeys begin there, nothing leads to it."
    if not port_names(source):
        return f"“{source.label or KINDS[source.type].title}” ends the journey: nothing follows it."
    if edge != instead_of and edge in scenario.edges:
        return f"This wire to “{name}” is there already."
    return ""


def connected(edge: Edge) -> Edit:
    """Draw that wire."""
    return Connect(edge)


def replugged(scenario: Scenario, old: Edge, new: Edge) -> Edit:
    """Put one end of a wire elsewhere; it keeps its place among the wires of the document."""
    return Several((Disconnect(old), Connect(new, scenario.edges.index(old))), "Re-plug wire")
