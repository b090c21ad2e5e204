"""Copy and paste: a part of a scenario as the text of a scenario file, across scenarios and workspaces. No toolkit."""

from __future__ import annotations

import json
from dataclasses import replace
from math import ceil
from typing import Any, TypeVar

from app.canvas.geometry import STEP, Box, Point, around, card_box, snapped
from app.canvas.operations.adding import fresh_id
from app.canvas.selection import Selection
from app.errors import AppError
from app.scenario.edits import AddNode, AddNote, Connect, Edit, Several
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import Node, NodeId, Note, Scenario
from app.scenario.references import with_references
from app.scenario.wiring import port_names

ROOM = 3 * STEP
"""The least room between a copy and what is there."""

_SOURCE = "The clipboard"
_Placed = TypeVar("_Placed", Node, Note)


def copied(scenario: Scenario, selection: Selection) -> str:
    """The selected nodes and notes and the wires between them; empty if nothing is selected."""
    nodes = tuple(node for node in scenario.nodes if node.id in selection.nodes)
    notes = tuple(note for note in scenario.notes if note.id in selection.notes)
    if not nodes and not notes:
        return ""
    edges = tuple(e for e in scenario.edges if e.source in selection.nodes and e.target in selection.nodes)
    return dump_scenario(Scenario(scenario.id, scenario.name, nodes=nodes, edges=edges, notes=notes))


def pasted(
    scenario: Scenario, text: str, at: Point | None = None, is_own: bool | None = None
) -> tuple[Edit, Selection]:
    """The edit that brings the copied part in under new ids, and what to select then.

    `at` is where its top left corner lands; without it, where it was, or beside what is there now. `is_own` tells that
    the part was copied from this scenario; without it, the id in the text tells. AppError if the text is none.
    """
    part = parse_scenario(_renamed(text, scenario, is_own), _SOURCE)
    corners = [*(node.at for node in part.nodes), *(note.at for note in part.notes)]
    if not corners:
        raise AppError("There is nothing to paste: the clipboard holds a scenario without nodes.")
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    dx, dy = (snapped(at[0]) - left, snapped(at[1]) - top) if at else _beside(scenario, part)
    edits: list[Edit] = [AddNode(_moved(node, dx, dy)) for node in part.nodes]
    edits += [AddNote(_moved(note, dx, dy)) for note in part.notes]
    edits += [Connect(edge) for edge in part.edges]
    selection = Selection(frozenset(node.id for node in part.nodes), notes=frozenset(note.id for note in part.notes))
    return Several(tuple(edits), "Paste"), selection


def _moved(one: _Placed, dx: float, dy: float) -> _Placed:
    return replace(one, at=(one.at[0] + dx, one.at[1] + dy))


def _beside(scenario: Scenario, part: Scenario) -> Point:
    """How far the copy goes down, or to the right if that is less, so that it covers nothing that is there."""
    has_notes = bool(part.notes)
    own = around(_boxes(part, has_notes=has_notes)).grown(ROOM)
    taken = _boxes(scenario, has_notes=has_notes)
    below = [(box.top, box.bottom) for box in taken if box.left < own.right and own.left < box.right]
    right = [(box.left, box.right) for box in taken if box.top < own.bottom and own.top < box.bottom]
    down, across = _free_from(own.top, own.bottom, below), _free_from(own.left, own.right, right)
    return (0.0, down) if down <= across else (across, 0.0)


def _free_from(begin: float, end: float, taken: list[tuple[float, float]]) -> float:
    """How far a stretch has to go on, on the grid, so that it meets none of these."""
    by = 0.0
    for low, high in sorted(taken):
        if low < end + by and begin + by < high:
            by = ceil((high - begin) / STEP) * STEP
    return by


def _boxes(scenario: Scenario, *, has_notes: bool) -> list[Box]:
    boxes = [card_box(node.at, len(port_names(node))) for node in scenario.nodes]
    notes = scenario.notes if has_notes else ()
    return [*boxes, *(Box(*note.at, note.at[0] + note.size[0], note.at[1] + note.size[1]) for note in notes)]


def _renamed(text: str, scenario: Scenario, is_own: bool | None) -> str:
    """The same document under ids that are free in `scenario`, also where params name a node."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise AppError("There is nothing to paste: the clipboard holds no part of a scenario.") from error
    if not isinstance(document, dict):
        raise AppError("There is nothing to paste: the clipboard holds no part of a scenario.")
    taken = {str(node.id) for node in scenario.nodes}
    names: dict[str, NodeId] = {}
    for node in _dicts(document.get("nodes")):
        new = fresh_id(taken, f"{node.get('type')}_")
        taken.add(new)
        names[str(node.get("id"))] = new
        node["id"] = new
    stays = document.get("id") == scenario.id if is_own is None else is_own
    for node in _dicts(document.get("nodes")):
        node["params"] = with_references(node.get("params"), lambda name: names.get(name, name if stays else ""))
    for edge in _dicts(document.get("edges")):
        edge["from"], edge["to"] = names.get(edge.get("from", "")), names.get(edge.get("to", ""))
    taken_notes = {note.id for note in scenario.notes}
    for note in _dicts(document.get("notes")):
        note["id"] = fresh_id(taken_notes, "note_")
        taken_notes.add(note["id"])
    return json.dumps(document)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
