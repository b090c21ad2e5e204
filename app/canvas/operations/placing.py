"""Nodes in line with one another, evenly apart, or out of the way. No toolkit.

Each function gives the edit, or None where everything stands so already. Cards of any height line up at their input,
which is also their first output: so that wires between them run straight.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from enum import Enum

from app.canvas.geometry import CARD_WIDTH, STEP, Box, Point, card_box, snapped
from app.scenario.edits import MoveNodes
from app.scenario.graph import Node, NodeId, Scenario
from app.scenario.layout import arrange
from app.scenario.wiring import port_names

ROOM = 3 * STEP
"""The least room between two cards that were put in line."""

Nodes = Collection[NodeId]


class Side(Enum):
    """What lines up with one another."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


_MIDDLES: Mapping[Side, Callable[[Box], float]] = {
    Side.LEFT: lambda box: box.left,
    Side.CENTRE: lambda box: (box.left + box.right) / 2,
    Side.RIGHT: lambda box: box.right,
    Side.TOP: lambda box: box.top,
    Side.MIDDLE: lambda box: (box.top + box.bottom) / 2,
    Side.BOTTOM: lambda box: box.bottom,
}
_ALONG_X = (Side.LEFT, Side.CENTRE, Side.RIGHT)


def aligned(scenario: Scenario, nodes: Nodes, side: Side) -> MoveNodes | None:
    """The nodes with that side in one line: the outermost one's, or halfway between the outermost for the middles.

    A node that would come to stand on another one of them is put beside it, in the order in which they stood.
    """
    boxes = _boxes(scenario, nodes)
    if len(boxes) < 2:
        return None
    read, is_across = _MIDDLES[side], side in _ALONG_X
    values = [read(box) for box in boxes.values()]
    ends = {Side.LEFT: min(values), Side.TOP: min(values), Side.RIGHT: max(values), Side.BOTTOM: max(values)}
    line = ends.get(side, snapped((min(values) + max(values)) / 2))
    moved = {
        node_id: box.moved(line - read(box), 0.0) if is_across else box.moved(0.0, line - read(box))
        for node_id, box in boxes.items()
    }
    return _moves(scenario, _apart(moved, is_across))


def distributed(scenario: Scenario, nodes: Nodes, *, across: bool) -> MoveNodes | None:
    """The nodes with equal gaps between them, across (from left to right) or down; the outermost two stay.

    Where they would overlap, the first one stays and the rest follow with the least room between them.
    """
    boxes = _boxes(scenario, nodes)
    if len(boxes) < 3:
        return None
    order = sorted(boxes, key=lambda node_id: (_start(boxes[node_id], across), node_id))
    last = max(boxes.values(), key=lambda box: _end(box, across))
    whole = _end(last, across) - _start(boxes[order[0]], across)
    gap = (whole - sum(_length(box, across) for box in boxes.values())) / (len(order) - 1)
    gap = max(gap, ROOM)
    places: dict[NodeId, Point] = {}
    at = _start(boxes[order[0]], across)
    for node_id in order:
        box = boxes[node_id]
        places[node_id] = (at, box.top) if across else (box.left, at)
        at += _length(box, across) + gap
    return _moves(scenario, places)


def arranged(scenario: Scenario, nodes: Nodes) -> MoveNodes | None:
    """The nodes in columns and rows among themselves, at the corner where they stood; the others stay."""
    chosen = tuple(node for node in scenario.nodes if node.id in nodes)
    if not chosen:
        return None
    edges = tuple(edge for edge in scenario.edges if edge.source in nodes and edge.target in nodes)
    return _moves(scenario, arrange(replace(scenario, nodes=chosen, edges=edges, notes=())).places)


def pushed(scenario: Scenario, start: float, by: float, *, across: bool) -> MoveNodes | None:
    """Everything that begins right of `start` (or below it) moved by `by`; back only as far as there is room."""
    boxes = {node.id: _box(node) for node in scenario.nodes}
    beyond = [node_id for node_id, box in boxes.items() if _start(box, across) >= start]
    by = by if by >= 0 else -_room_back(boxes, frozenset(beyond), -by, across)
    return _moves(
        scenario,
        {
            node_id: (boxes[node_id].left + by, boxes[node_id].top)
            if across
            else (boxes[node_id].left, boxes[node_id].top + by)
            for node_id in beyond
        },
    )


def moved_back(scenario: Scenario, nodes: Nodes, by: float) -> MoveNodes | None:
    """The nodes moved to the left, all alike, as far as no other one stands in their way."""
    boxes = {node.id: _box(node) for node in scenario.nodes}
    by = _room_back(boxes, frozenset(nodes), by, across=True)
    return _moves(scenario, {node_id: (boxes[node_id].left - by, boxes[node_id].top) for node_id in nodes})


def _room_back(boxes: Mapping[NodeId, Box], moving: frozenset[NodeId], by: float, across: bool) -> float:
    """How far the moving ones can go back before one of them stands nearer to one that stays than cards may."""
    for node_id in moving:
        for other, stays in boxes.items():
            is_beyond = _start(stays, across) >= _end(boxes[node_id], across)
            if other in moving or is_beyond or not _face(boxes[node_id], stays, across):
                continue
            by = min(by, max(0.0, _start(boxes[node_id], across) - _end(stays, across) - ROOM))
    return by // STEP * STEP


def _face(one: Box, other: Box, across: bool) -> bool:
    """They share a row (or a column), so that one can run into the other."""
    if across:
        return one.top < other.bottom + ROOM and other.top < one.bottom + ROOM
    return one.left < other.right + ROOM and other.left < one.right + ROOM


def _apart(boxes: Mapping[NodeId, Box], is_across: bool) -> dict[NodeId, Point]:
    """The same boxes, those that overlap moved on along the line in which they stand."""
    order = sorted(boxes, key=lambda node_id: (boxes[node_id][1] if is_across else boxes[node_id][0], node_id))
    places: dict[NodeId, Point] = {}
    end = float("-inf")
    for node_id in order:
        box = boxes[node_id]
        lack = max(0.0, end + ROOM - _start(box, not is_across)) if places else 0.0
        box = box.moved(0.0, lack) if is_across else box.moved(lack, 0.0)
        places[node_id] = (box.left, box.top)
        end = _end(box, not is_across)
    return places


def _start(box: Box, across: bool) -> float:
    return box.left if across else box.top


def _end(box: Box, across: bool) -> float:
    return box.right if across else box.bottom


def _length(box: Box, across: bool) -> float:
    return CARD_WIDTH if across else box.bottom - box.top


def _boxes(scenario: Scenario, nodes: Nodes) -> dict[NodeId, Box]:
    return {node.id: _box(node) for node in scenario.nodes if node.id in nodes}


def _box(node: Node) -> Box:
    return card_box(node.at, len(port_names(node)))


def _moves(scenario: Scenario, places: Mapping[NodeId, Point]) -> MoveNodes | None:
    moved = {node_id: at for node_id, at in places.items() if scenario.node(node_id).at != at}
    return MoveNodes(moved) if moved else None
