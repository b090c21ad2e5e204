"""Ways through a scenario that lead to a message."""

from __future__ import annotations

import networkx as nx

from app.nodes.catalogue import KINDS
from app.scenario.graph import Scenario


def is_reached_without(scenario: Scenario, node: str, taking: set[str]) -> bool:
    """Whether a way leads from an entry to a node that passes through none of the others by `out`."""
    ways: nx.DiGraph[str] = nx.DiGraph()
    ways.add_nodes_from(str(each.id) for each in scenario.nodes)
    ways.add_edges_from(
        (str(edge.source), str(edge.target))
        for edge in scenario.edges
        if not (edge.source in taking and edge.port == "out")
    )
    entries = [str(each.id) for each in scenario.nodes if KINDS[each.type].is_entry]
    return any(nx.has_path(ways, entry, node) for entry in entries)
