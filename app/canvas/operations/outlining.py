"""The scenario as an indented list: each node once, under what leads to it. No toolkit."""

from __future__ import annotations

from dataclasses import dataclass

from app.nodes.catalogue import KINDS
from app.scenario.graph import Edge, Node, NodeId, Scenario


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One line: a node, how far it is indented, and the wire that leads there.

    What was listed before `is_again`: the list goes on with it where it stood first.
    """

    node: NodeId
    depth: int
    wire: Edge | None
    port: str  # the label of the output that leads here, where the node before has several
    is_again: bool


def outline(scenario: Scenario) -> list[OutlineLine]:
    """The lines from the entries on, in the order of outputs; what follows one after another is not indented."""
    onward = _onward(scenario)
    seen: set[NodeId] = set()
    lines: list[OutlineLine] = []
    for root in _roots(scenario):
        waiting = [] if root in seen else [OutlineLine(root, 0, None, "", is_again=False)]
        while waiting:
            line = waiting.pop()
            is_again = line.node in seen
            lines.append(OutlineLine(line.node, line.depth, line.wire, line.port, is_again))
            if is_again:
                continue
            seen.add(line.node)
            wires = onward.get(line.node, [])
            depth = line.depth + (len(wires) > 1)
            waiting += [OutlineLine(edge.target, depth, edge, port, is_again=False) for edge, port in reversed(wires)]
    return lines


def reading_order(scenario: Scenario) -> list[NodeId]:
    """Every node once, in the order of the list."""
    return [line.node for line in outline(scenario) if not line.is_again]


def _roots(scenario: Scenario) -> list[NodeId]:
    """Where lists begin: entries first, then what nothing leads to, then whatever is left, from above to below."""
    led_to = {edge.target for edge in scenario.edges}

    def rank(node: Node) -> tuple[bool, bool, float, float]:
        return not KINDS[node.type].is_entry, node.id in led_to, node.at[1], node.at[0]

    return [node.id for node in sorted(scenario.nodes, key=rank)]


def _onward(scenario: Scenario) -> dict[NodeId, list[tuple[Edge, str]]]:
    """The wires of each node in the order of its outputs, with the output's label where there are several outputs."""
    order: dict[NodeId, dict[str, tuple[int, str]]] = {}
    for node in scenario.nodes:
        ports = KINDS[node.type].ports(node.params)
        labels = [port.label if len(ports) > 1 else "" for port in ports]
        order[node.id] = {port.name: (at, label) for at, (port, label) in enumerate(zip(ports, labels, strict=True))}
    onward: dict[NodeId, list[tuple[Edge, str]]] = {}
    for edge in scenario.edges:
        _, label = order[edge.source].get(edge.port, (0, edge.port))
        onward.setdefault(edge.source, []).append((edge, label))
    for source, wires in onward.items():
        wires.sort(key=lambda wire: order[source].get(wire[0].port, (0, ""))[0])
    return onward
