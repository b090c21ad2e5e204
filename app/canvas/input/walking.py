"""Where an arrow key leads: along wires to the right and left, else to the nearest node that way. No toolkit."""

from __future__ import annotations

from enum import Enum

from app.canvas.geometry import Point
from app.scenario.graph import Node, NodeId, Scenario


class Direction(Enum):
    """A way to go, as a step on the canvas."""

    LEFT = (-1, 0)
    RIGHT = (1, 0)
    UP = (0, -1)
    DOWN = (0, 1)


def neighbour(scenario: Scenario, here: NodeId, direction: Direction) -> NodeId | None:
    """The node that an arrow key leads to; None at the border."""
    if direction is Direction.RIGHT:
        along = [edge.target for edge in scenario.edges if edge.source == here]
    elif direction is Direction.LEFT:
        along = [edge.source for edge in scenario.edges if edge.target == here]
    else:
        along = []
    start = scenario.node(here)
    if along:
        return min((scenario.node(node_id) for node_id in along), key=lambda node: abs(node.at[1] - start.at[1])).id
    return nearest(start.at, direction, [node for node in scenario.nodes if node.id != here])


def nearest(start: Point, direction: Direction, among: list[Node]) -> NodeId | None:
    """The nearest of the nodes that lie more that way than aside; going aside counts double."""
    dx, dy = direction.value
    best: tuple[float, NodeId] | None = None
    for node in among:
        x, y = node.at[0] - start[0], node.at[1] - start[1]
        ahead, aside = x * dx + y * dy, abs(x * dy) + abs(y * dx)
        if ahead <= 0 or (dx and aside > ahead * 2):
            continue
        cost = ahead + 2 * aside
        if best is None or cost < best[0]:
            best = (cost, node.id)
    return best[1] if best else None


def first_node(scenario: Scenario) -> NodeId | None:
    """Where walking begins: the leftmost node, the upper one of two."""
    return min(scenario.nodes, key=lambda node: node.at).id if scenario.nodes else None
