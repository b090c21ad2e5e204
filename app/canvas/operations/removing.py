"""Taking things away, with or without closing the gap. No toolkit."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx

from app.canvas.operations.connecting import why_not
from app.canvas.operations.placing import moved_back
from app.canvas.selection import Selection
from app.scenario.checks.graph import scenario_graph
from app.scenario.edits import Connect, Disconnect, Edit, RemoveNodes, RemoveNotes, Several
from app.scenario.graph import Edge, NodeId, Scenario
from app.scenario.wiring import port_names


def removed(scenario: Scenario, selection: Selection) -> Edit | None:
    """Remove what is selected with the wires that hang on it; None if nothing is."""
    edits: list[Edit] = [
        Disconnect(edge) for edge in scenario.edges if edge in selection.edges and not _hangs_on(edge, selection)
    ]
    if selection.nodes:
        edits.append(RemoveNodes(tuple(node.id for node in scenario.nodes if node.id in selection.nodes)))
    if selection.notes:
        edits.append(RemoveNotes(tuple(note.id for note in scenario.notes if note.id in selection.notes)))
    return _together(edits, "Delete")


def healed(scenario: Scenario, selection: Selection) -> Edit | None:
    """Remove the selected nodes and lead each wire that came in to where the first wired output led on."""
    if not selection.nodes:
        return removed(scenario, selection)
    edits: list[Edit] = [RemoveNodes(tuple(node.id for node in scenario.nodes if node.id in selection.nodes))]
    drawn = set(scenario.edges)
    for edge in scenario.edges:
        if edge.target not in selection.nodes or edge.source in selection.nodes:
            continue
        for target in _onward(scenario, edge.target, selection.nodes):
            bridge = Edge(edge.source, edge.port, target)
            if bridge not in drawn and not why_not(scenario, bridge):
                drawn.add(bridge)
                edits.append(Connect(bridge))
    closing = _closed_up(scenario, selection.nodes, [edit.edge for edit in edits if isinstance(edit, Connect)])
    return _together(edits + ([closing] if closing is not None else []), "Delete and close the gap")


def _closed_up(scenario: Scenario, gone: frozenset[NodeId], bridges: list[Edge]) -> Edit | None:
    """What followed moves up to where the first removed node stood, or as near to it as what stays leaves room.

    None where the wires part or meet again at the gap, or run backwards: there is no one place to close.
    """
    targets, sources = {bridge.target for bridge in bridges}, {bridge.source for bridge in bridges}
    if len(targets) != 1:
        return None
    target = scenario.node(next(iter(targets)))
    left = min(scenario.node(node_id).at[0] for node_id in gone)
    follow = {target.id, *nx.descendants(scenario_graph(scenario), target.id)} - gone
    if left >= target.at[0] or sources & follow:
        return None
    rest = replace(scenario, nodes=tuple(node for node in scenario.nodes if node.id not in gone), edges=())
    return moved_back(rest, frozenset(NodeId(node_id) for node_id in follow), target.at[0] - left)


def _onward(scenario: Scenario, start: NodeId, gone: frozenset[NodeId]) -> list[NodeId]:
    """The nodes that stay, to which the first wired output leads, through as many removed ones as it takes."""
    found: list[NodeId] = []
    seen, waiting = {start}, [start]
    while waiting:
        node_id = waiting.pop(0)
        for target in _main_targets(scenario, node_id):
            if target not in gone:
                found.append(target)
            elif target not in seen:
                seen.add(target)
                waiting.append(target)
    return found


def _main_targets(scenario: Scenario, node_id: NodeId) -> list[NodeId]:
    onward = [edge for edge in scenario.edges if edge.source == node_id]
    for port in port_names(scenario.node(node_id)):
        targets = [edge.target for edge in onward if edge.port == port]
        if targets:
            return targets
    return []


def _hangs_on(edge: Edge, selection: Selection) -> bool:
    return edge.source in selection.nodes or edge.target in selection.nodes


def _together(edits: list[Edit], title: str) -> Edit | None:
    if not edits:
        return None
    return Several(tuple(edits), title)
