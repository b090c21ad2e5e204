"""Which edges fit: what may be connected with what, and why not."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.errors import Problem
from app.nodes.catalogue import KINDS
from app.nodes.problems import did_you_mean, listed
from app.scenario.graph import Edge, Node


def port_names(node: Node) -> tuple[str, ...]:
    """The names of the node's outputs, from top to bottom."""
    return tuple(port.name for port in KINDS[node.type].ports(node.params))


def misfit(edge: Edge, nodes: Mapping[str, Node], others: Collection[Edge]) -> Problem | None:
    """Why an edge cannot be among `nodes` beside `others`; its field is the key of the edge that is wrong."""
    source, target = nodes.get(edge.source), nodes.get(edge.target)
    if source is None:
        return _no_node(edge.source, "from", nodes)
    if target is None:
        return _no_node(edge.target, "to", nodes)
    if edge.port not in port_names(source):
        return _no_port(edge, source)
    if KINDS[target.type].is_entry:
        words = f"'{target.id}' is an entry; nothing leads into an entry"
        return Problem("into-entry", words, node=target.id, field="to")
    if edge in others:
        words = f"'{edge.source}' and '{edge.target}' are already connected by the port '{edge.port}'"
        return Problem("duplicate-edge", words, node=edge.source, field="to")
    return None


def _no_node(node_id: str, field: str, nodes: Mapping[str, Node]) -> Problem:
    return Problem("unknown-node", f"there is no node '{node_id}'{did_you_mean(node_id, nodes)}", field=field)


def _no_port(edge: Edge, source: Node) -> Problem:
    names = port_names(source)
    have = f"{'its only port is' if len(names) == 1 else 'its ports are'} {listed(names)}" if names else "it has none"
    words = f"the node '{source.id}' ({KINDS[source.type].title}) has no port '{edge.port}'; {have}"
    return Problem("unknown-port", words, node=source.id, field="port")
