"""The main path of a scenario: the longest way from an entry, the same whatever a run makes of it."""

from __future__ import annotations

import networkx as nx

from app.scenario.checks.graph import scenario_graph
from app.scenario.graph import Node, Scenario


def main_path(scenario: Scenario) -> tuple[Node, ...]:
    """The nodes of the longest way, edges that lead back aside; of equally long ones that of the earlier edges."""
    graph = scenario_graph(scenario)
    order = list(nx.dfs_postorder_nodes(graph))  # a node stands after all it leads to, except on a way back
    place = {node: index for index, node in enumerate(order)}
    ways: dict[str, tuple[str, ...]] = {}
    for node in order:
        onwards = (ways[after] for after in graph.successors(node) if place[after] < place[node])
        ways[node] = (node, *max(onwards, key=len, default=()))
    longest = max((ways[node.id] for node in scenario.nodes), key=len, default=())
    return tuple(scenario.node(node) for node in longest)
