"""New nodes: where they land, what they are wired to, and who makes room. No toolkit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

import networkx as nx

from app.canvas.geometry import CARD_WIDTH, PORT_TOP, STEP, Point, card_box, snapped
from app.canvas.operations.connecting import free_port
from app.nodes.catalogue import KINDS
from app.scenario.checks.graph import scenario_graph
from app.scenario.edits import AddNode, Connect, Disconnect, Edit, MoveNodes, Several
from app.scenario.files import new_node
from app.scenario.graph import Edge, Node, NodeId, Scenario
from app.scenario.layout import free_place
from app.scenario.wiring import port_names

GAP = 128.0
"""The room between two cards in line."""

_NEAREST = 64.0


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a new node goes: at a place or in line, wired from an output or to an input."""

    at: Point | None = None
    source: NodeId | None = None
    port: str | None = None
    target: NodeId | None = None
    wire: Edge | None = None


def landed(scenario: Scenario, type_: str, landing: Landing) -> tuple[Edit, NodeId]:
    """A new node of that kind in that place, with its wires; and its id."""
    if landing.wire is not None and is_passage(type_):
        return spliced(scenario, type_, landing.wire, landing.at)
    if landing.at is None:
        return appended(scenario, type_, landing.source, landing.port)
    if landing.source is not None and landing.port is not None:
        return linked(scenario, type_, landing.at, landing.source, landing.port)
    if landing.target is not None:
        return preceding(scenario, type_, landing.at, landing.target)
    return added(scenario, type_, landing.at)


def fits(type_: str, landing: Landing) -> bool:
    """A node of that kind can be wired as the landing wants."""
    if landing.wire is not None:
        return is_passage(type_)
    if landing.source is not None and landing.port is not None:
        return not KINDS[type_].is_entry
    return landing.target is None or bool(port_names(new_node(type_, "new", "", (0.0, 0.0))))


def next_place(scenario: Scenario, landing: Landing) -> Point:
    """About where a new node will stand."""
    if landing.at is not None:
        return landing.at
    if landing.wire is not None:
        source = scenario.node(landing.wire.source)
        return source.at[0] + CARD_WIDTH + GAP / 2, source.at[1]
    return free_place(scenario, landing.source)


def is_passage(type_: str) -> bool:
    """Nodes of that kind have an input and, with their defaults, an output."""
    return not KINDS[type_].is_entry and bool(port_names(new_node(type_, "new", "", (0.0, 0.0))))


def fresh_id(taken: Iterable[str], stem: str) -> NodeId:
    """An id that is not taken: the stem with the first free number."""
    used = set(taken)
    number = 1
    while f"{stem}{number}" in used:
        number += 1
    return NodeId(f"{stem}{number}")


def fresh_node(scenario: Scenario, type_: str, at: Point) -> Node:
    """A node of that kind with its defaults and the kind's title as label."""
    taken = (node.id for node in scenario.nodes)
    return new_node(type_, fresh_id(taken, f"{type_}_"), KINDS[type_].title, at)


def added(scenario: Scenario, type_: str, at: Point) -> tuple[Edit, NodeId]:
    """A node on its own, at the nearest place of the grid that is free."""
    node = fresh_node(scenario, type_, _clear_of_cards(scenario, (snapped(at[0]), snapped(at[1]))))
    return AddNode(node), node.id


def appended(scenario: Scenario, type_: str, source: NodeId | None, port: str | None = None) -> tuple[Edit, NodeId]:
    """A node in line after `source`, wired to that output or its first free one; with only one wire, into that."""
    place = free_place(scenario, source)
    if source is None or KINDS[type_].is_entry:
        return added(scenario, type_, place)
    out = port or free_port(scenario, source)
    onward = [edge for edge in scenario.edges if edge.source == source]
    if out is None and len(onward) == 1 and is_passage(type_):
        return spliced(scenario, type_, onward[0])
    if out is None:
        return added(scenario, type_, place)
    return linked(scenario, type_, place, source, out)


def linked(scenario: Scenario, type_: str, at: Point, source: NodeId, port: str) -> tuple[Edit, NodeId]:
    """A node at that place with a wire from the given output."""
    node = fresh_node(scenario, type_, _clear_of_cards(scenario, (snapped(at[0]), snapped(at[1]))))
    if KINDS[type_].is_entry:
        return AddNode(node), node.id
    return Several((AddNode(node), Connect(Edge(source, port, node.id))), f"Add {KINDS[type_].title}"), node.id


def preceding(scenario: Scenario, type_: str, at: Point, target: NodeId) -> tuple[Edit, NodeId]:
    """A node at that place with a wire from its first output to `target`."""
    node = fresh_node(scenario, type_, _clear_of_cards(scenario, (snapped(at[0]), snapped(at[1]))))
    ports = port_names(node)
    if not ports:
        return AddNode(node), node.id
    return Several((AddNode(node), Connect(Edge(node.id, ports[0], target))), f"Add {KINDS[type_].title}"), node.id


def spliced(scenario: Scenario, type_: str, wire: Edge, at: Point | None = None) -> tuple[Edit, NodeId]:
    """A new node in the middle of a wire; what follows makes room."""
    target = scenario.node(wire.target)
    wanted = at or (scenario.node(wire.source).at[0] + CARD_WIDTH + GAP, target.at[1])
    node = fresh_node(scenario, type_, place_between(scenario, wire, (snapped(wanted[0]), wanted[1])))
    return Several((AddNode(node), *splicing(scenario, node, wire)), f"Insert {KINDS[type_].title}"), node.id


def place_between(scenario: Scenario, wire: Edge, at: Point) -> Point:
    """The place with even gaps on both sides of the new card; the place itself on a wire that leads back.

    Where there is too little room, the gap before the card is the one between cards in line; what follows then moves.
    """
    source, target = scenario.node(wire.source), scenario.node(wire.target)
    if target.at[0] < source.at[0] + CARD_WIDTH:
        return at
    gap = (target.at[0] - source.at[0] - 2 * CARD_WIDTH) / 2
    return source.at[0] + CARD_WIDTH + (floor(gap / STEP) * STEP if gap >= _NEAREST else GAP), at[1]


def can_splice(scenario: Scenario, node: Node) -> bool:
    """A node with an input and an output, and no wire yet."""
    is_loose = not any(node.id in (edge.source, edge.target) for edge in scenario.edges)
    return is_loose and not KINDS[node.type].is_entry and bool(port_names(node))


def splicing(scenario: Scenario, node: Node, wire: Edge) -> tuple[Edit, ...]:
    """The edits that lead a wire through a node standing at its place."""
    before, after = Edge(wire.source, wire.port, node.id), Edge(node.id, port_names(node)[0], wire.target)
    index = scenario.edges.index(wire)
    moves = _room_for(scenario, node, wire)
    return Disconnect(wire), Connect(before, index), Connect(after), *moves


def place_on(wire_y: float, x: float) -> Point:
    """Where a card stands so that a level wire at that height runs through its middle line."""
    return snapped(x - CARD_WIDTH / 2), wire_y - PORT_TOP


def _room_for(scenario: Scenario, node: Node, wire: Edge) -> tuple[Edit, ...]:
    """Moves the wire's target and all that follows it to the right, if it stands too near; never backwards."""
    target = scenario.node(wire.target)
    needed = node.at[0] + CARD_WIDTH + GAP - target.at[0]
    if target.at[0] - node.at[0] - CARD_WIDTH >= _NEAREST or target.at[0] < scenario.node(wire.source).at[0]:
        return ()
    by = ceil(needed / STEP) * STEP
    follow = {wire.target, *nx.descendants(scenario_graph(scenario), wire.target)}
    places = {
        one.id: (one.at[0] + by, one.at[1])
        for one in scenario.nodes
        if one.id in follow and one.at[0] >= target.at[0] and one.id not in (wire.source, node.id)
    }
    return (MoveNodes(places),)


def _clear_of_cards(scenario: Scenario, at: Point) -> Point:
    """The place itself, or the first one below it where no card stands."""
    boxes = [card_box(node.at, len(port_names(node))) for node in scenario.nodes]
    x, y = at
    while any(card_box((x, y), 1).grown(STEP).overlaps(box) for box in boxes):
        y += STEP
    return x, y
