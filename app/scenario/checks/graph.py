"""Checks of a scenario's graph: entries, edges, ways that lead nowhere, cycles without a rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import networkx as nx

from app.errors import Problem, Severity
from app.nodes.catalogue import KINDS
from app.nodes.durations import Duration
from app.nodes.instructions import ChangeScore, EnterOnScore, Wait, WaitForEvent, WaitForMessage
from app.nodes.problems import listed
from app.scenario.graph import Edge, Node, Scenario
from app.scenario.wiring import misfit

SHORTEST_REST_US = 60_000_000


def graph_problems(scenario: Scenario) -> Iterator[Problem]:
    """Every problem of nodes and edges as a graph."""
    yield from _id_problems(scenario)
    yield from _edge_problems(scenario)
    if not any(KINDS[node.type].is_entry for node in scenario.nodes):
        yield Problem("no-entry", "The scenario has no entry, so nobody can come in; add one", where="nodes")
    graph = scenario_graph(scenario)
    yield from _unreachable_problems(scenario, graph)
    yield from _cycle_problems(scenario, graph)


def scenario_graph(scenario: Scenario) -> nx.DiGraph[str]:
    """Node ids and what leads where, in document order; edges at nodes that are not there are left out."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(node.id for node in scenario.nodes)
    graph.add_edges_from(
        (edge.source, edge.target) for edge in scenario.edges if edge.source in graph and edge.target in graph
    )
    return graph


def _id_problems(scenario: Scenario) -> Iterator[Problem]:
    for id_, count in Counter(node.id for node in scenario.nodes).items():
        if count > 1:
            yield Problem("duplicate-id", f"{count} nodes have the id '{id_}'", where="nodes", node=id_)


def _edge_problems(scenario: Scenario) -> Iterator[Problem]:
    nodes = {str(node.id): node for node in scenario.nodes}
    before: set[Edge] = set()
    for i, edge in enumerate(scenario.edges):
        if found := misfit(edge, nodes, before):
            yield replace(found, where=f"edges[{i}].{found.field}")
        before.add(edge)


def _unreachable_problems(scenario: Scenario, graph: nx.DiGraph[str]) -> Iterator[Problem]:
    entries = [str(node.id) for node in scenario.nodes if KINDS[node.type].is_entry]
    if not entries:
        return
    reached = set(entries).union(*(nx.descendants(graph, entry) for entry in entries))
    for i, node in enumerate(scenario.nodes):
        if node.id not in reached:
            alone = graph.in_degree(node.id) == 0
            words = (
                "Nothing leads here, so nobody comes" if alone else "No way from an entry leads here, so nobody comes"
            )
            yield Problem("unreachable", words, f"nodes[{i}]", node.id, severity=Severity.REMARK)


def _cycle_problems(scenario: Scenario, graph: nx.DiGraph[str]) -> Iterator[Problem]:
    """A cycle has to pass a rest of at least a minute; without such nodes the graph must have none.

    A node that raises a score leads to the entries that wait for it, where their journey lowers it as well.
    """
    order = {str(node.id): i for i, node in enumerate(scenario.nodes)}
    restless = nx.DiGraph(graph.subgraph([node.id for node in scenario.nodes if not _rests(node)]))
    rises = _rises_again(scenario, restless)
    restless.add_edges_from(rises)
    for knot in nx.strongly_connected_components(restless):
        first = min(knot, key=order.__getitem__)
        if len(knot) > 1 or restless.has_edge(first, first):
            cycle = [source for source, _ in nx.find_cycle(restless.subgraph(knot), first)]
            by_score = any(way in rises for way in pairwise([*cycle, first]))
            circle = "in a circle, back to their own score, without" if by_score else "in a circle without"
            words = (
                f"{listed(cycle)} lead round {circle} a wait; "
                "put in a wait for at least a minute, or lead the way out of it"
            )
            yield Problem("cycle", words, where=f"nodes[{order[first]}]", node=first)


def _rises_again(scenario: Scenario, restless: nx.DiGraph[str]) -> list[tuple[str, str]]:
    """Score nodes, each with an entry that it can raise a score to which the entry's journey lowers."""
    instructions = {str(node.id): KINDS[node.type].compile(node.params) for node in scenario.nodes}
    changes = {id_: change for id_, change in instructions.items() if isinstance(change, ChangeScore)}
    entries = {id_: entry for id_, entry in instructions.items() if isinstance(entry, EnterOnScore)}
    rises = [(id_, at) for id_, change in changes.items() for at, entry in entries.items() if _raises(change, entry)]
    ways = nx.DiGraph(restless)
    ways.add_edges_from(rises)
    lowered = {
        at
        for at, entry in entries.items()
        if any(id_ in changes and _lowers(changes[id_], entry) for id_ in nx.descendants(ways, at))
    }
    return [rise for rise in rises if rise[1] in lowered]


def _raises(change: ChangeScore, entry: EnterOnScore) -> bool:
    enough = change.amount >= entry.reaches if change.replaces else change.amount > 0
    return enough and change.score == entry.score


def _lowers(change: ChangeScore, entry: EnterOnScore) -> bool:
    too_little = change.amount < entry.reaches if change.replaces else change.amount < 0
    return too_little and change.score == entry.score


def _rests(node: Node) -> bool:
    match KINDS[node.type].compile(node.params):
        case Wait(duration=duration):
            return duration is not None and _is_rest(duration)
        case WaitForEvent(timeout=timeout) | WaitForMessage(timeout=timeout):
            return _is_rest(timeout)
        case _:
            return False


def _is_rest(duration: Duration) -> bool:
    return duration.months > 0 or duration.days > 0 or duration.time_us >= SHORTEST_REST_US
