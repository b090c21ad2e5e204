"""A node changes places with the one that follows it: wires and places on the canvas alike. No toolkit."""

from __future__ import annotations

from app.nodes.catalogue import KINDS
from app.scenario.edits import Connect, Disconnect, Edit, MoveNodes, Several
from app.scenario.graph import Edge, NodeId, Scenario
from app.scenario.wiring import port_names


def moved_later(scenario: Scenario, node_id: NodeId) -> Edit | None:
    """The node after the one that its first wired output leads to; None where nothing can change places with it."""
    wire = _main_wire(scenario, node_id)
    if wire is None or KINDS[scenario.node(node_id).type].is_entry:
        return None
    follower = wire.target
    ports = port_names(scenario.node(follower))
    if (
        not ports
        or follower == node_id
        or any(edge.target == node_id and edge.source == follower for edge in scenario.edges)
    ):
        return None
    onward = _main_wire(scenario, follower)
    after = Edge(follower, onward.port if onward else ports[0], node_id)
    arriving = [edge for edge in scenario.edges if edge.target == node_id]
    led = [Edge(edge.source, edge.port, follower) for edge in arriving]
    if any(edge in scenario.edges for edge in led):
        return None
    gone = [*arriving, wire, *([onward] if onward else [])]
    drawn = [*led, after, *([Edge(node_id, wire.port, onward.target)] if onward else [])]
    here, there = scenario.node(node_id).at, scenario.node(follower).at
    edits: tuple[Edit, ...] = (
        *map(Disconnect, gone),
        *map(Connect, drawn),
        MoveNodes({node_id: there, follower: here}),
    )
    return Several(edits, f"Move {KINDS[scenario.node(node_id).type].title} later")


def moved_earlier(scenario: Scenario, node_id: NodeId) -> Edit | None:
    """The node before the only one whose main wire leads to it; None where there is no such node."""
    before = {edge.source for edge in scenario.edges if edge.target == node_id}
    if len(before) != 1:
        return None
    (source,) = before
    wire = _main_wire(scenario, source)
    if wire is None or wire.target != node_id:
        return None
    edit = moved_later(scenario, source)
    if not isinstance(edit, Several):
        return None
    return Several(edit.edits, f"Move {KINDS[scenario.node(node_id).type].title} earlier")


def _main_wire(scenario: Scenario, node_id: NodeId) -> Edge | None:
    """The wire of the first wired output."""
    wires = {edge.port: edge for edge in reversed(scenario.edges) if edge.source == node_id}
    return next((wires[port] for port in port_names(scenario.node(node_id)) if port in wires), None)
