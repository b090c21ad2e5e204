"""The ways of all wires of a scenario, worked out before anything is drawn; no toolkit, so any thread can do it."""

from __future__ import annotations

from dataclasses import dataclass

from app.canvas.geometry import CARD_WIDTH, Box, Point, card_box, port_y
from app.canvas.routing.routing import Router
from app.nodes.catalogue import KINDS
from app.scenario.graph import Edge, Scenario


@dataclass(frozen=True, slots=True)
class Routes:
    """The way of each edge, the router that knows them and all cards, and the box around the cards."""

    router: Router
    lines: dict[Edge, tuple[Point, ...]]
    extent: Box


def plan_routes(scenario: Scenario) -> Routes:
    """What a canvas that shows this scenario would find, edge by edge in the order of the document."""
    router, ports = Router(), {}
    for node in scenario.nodes:
        ports[node.id] = [port.name for port in KINDS[node.type].ports(node.params)]
        router.obstacles.put(node.id, card_box(node.at, len(ports[node.id])))
    places = {node.id: node.at for node in scenario.nodes}
    lines = {}
    for edge in dict.fromkeys(scenario.edges):
        names, (left, top), (x, y) = ports[edge.source], places[edge.source], places[edge.target]
        index = names.index(edge.port) if edge.port in names else 0
        start, end = (left + CARD_WIDTH, top + port_y(index)), (x, y + port_y(0))
        lines[edge] = router.route(edge, ((edge.source, edge.port), edge.target), start, end)
    boxes = [card_box(node.at, len(ports[node.id])) for node in scenario.nodes] or [Box(0, 0, 0, 0)]
    return Routes(
        router,
        lines,
        Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        ),
    )
