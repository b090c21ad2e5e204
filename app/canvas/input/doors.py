"""The numbers of the canvas that lead to the customers behind them: on cards of any size, at ports, on wires."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from app.canvas.compact import COMPACT
from app.canvas.figures import Door, NodePart
from app.canvas.geometry import Point
from app.canvas.items.node_item import NodeItem
from app.canvas.items.small_count import count_places
from app.canvas.scene import CanvasScene


@dataclass(frozen=True, slots=True)
class Number:
    """A number under the pointer: what it leads to, in words, and the card on which it stands, if it does."""

    door: Door
    words: str
    card: NodeItem | None


def number_at(canvas: CanvasScene, place: Point, scale: float) -> Number | None:
    """The number at that place of the scene, as it is painted at that zoom."""
    if canvas.session.summary is None:
        return None
    return next(_numbers(canvas, QPointF(*place), scale), None)


def _numbers(canvas: CanvasScene, at: QPointF, scale: float) -> Iterator[Number]:
    for item in canvas.nodes_in(QRectF(at.x() - 1, at.y() - 1, 2, 2)):
        places = item.doors if scale >= COMPACT else small_doors(item, scale)
        for place, part, detail in places:
            if place.contains(at - item.pos()):
                door = Door(item.node.id, part, detail)
                yield Number(door, door_words(item, door), item)
    edge = canvas.numbers.edge_at((at.x(), at.y()), scale)
    if edge is not None:
        door = Door(edge.source, NodePart.LEFT, edge.port)
        yield Number(door, door_words(canvas.nodes[edge.source], door), None)


def small_doors(item: NodeItem, scale: float) -> list[tuple[QRectF, NodePart, str]]:
    """Where the numbers of a small card stand, as `doors` of the card at full size has them."""
    if item.small_count is None:
        return []
    places = zip(count_places(item.height, scale, item.small_count), (NodePart.ARRIVED, NodePart.MODELLED), strict=True)
    return [(place, part, "") for place, part in places if place is not None]


def door_words(item: NodeItem, door: Door) -> str:
    """What the customers behind a number have in common."""
    ports = {port.name: port.label for port in item.ports}
    what = f"left by {ports.get(door.detail, door.detail)}" if door.detail else "arrived"
    return f"{what}: “{item.node.label or item.node.type}”"
