"""Notes and frames: a note that holds cards is a frame, and takes them along. No toolkit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from app.canvas.geometry import STEP, Box, Point, card_box, snapped
from app.canvas.operations.adding import fresh_id
from app.scenario.graph import NodeId, Note, Scenario
from app.scenario.wiring import port_names

LEAST = (96.0, 48.0)
"""The smallest a note can be made."""

_SIZE = (256.0, 96.0)
_AROUND, _ABOVE = 32.0, 56.0  # the room that a frame leaves around its cards; above them stands its text


def new_note(scenario: Scenario, at: Point) -> Note:
    """An empty note with its middle there, or below what stands there: a card would cover its text."""
    left, top = snapped(at[0] - _SIZE[0] / 2), snapped(at[1] - _SIZE[1] / 2)
    note = Note(_fresh(scenario), (left, top), _SIZE, "")
    taken = [card_box(node.at, len(port_names(node))).grown(STEP) for node in scenario.nodes]
    taken += [box_of(other).grown(STEP) for other in scenario.notes if not _is_in(box_of(note), box_of(other))]
    while under := [box.bottom for box in taken if box.overlaps(box_of(note))]:
        note = replace(note, at=(left, snapped(max(under))))
    return note


def frame_around(scenario: Scenario, node_ids: Collection[NodeId]) -> Note:
    """An empty frame around these nodes."""
    boxes = [card_box(node.at, len(port_names(node))) for node in scenario.nodes if node.id in node_ids]
    left, top = min(box.left for box in boxes) - _AROUND, min(box.top for box in boxes) - _ABOVE
    right, bottom = max(box.right for box in boxes) + _AROUND, max(box.bottom for box in boxes) + _AROUND
    return Note(_fresh(scenario), (left, top), (right - left, bottom - top), "")


def held_by(scenario: Scenario, note_ids: Collection[str]) -> tuple[frozenset[NodeId], frozenset[str]]:
    """The nodes whose middle lies in these notes, and the notes that lie wholly in them."""
    sheets = [box_of(note) for note in scenario.notes if note.id in note_ids]
    nodes = set()
    for node in scenario.nodes:
        box = card_box(node.at, len(port_names(node)))
        middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        if any(sheet.contains(*middle) for sheet in sheets):
            nodes.add(node.id)
    inside = {
        note.id
        for note in scenario.notes
        if any(_is_in(box_of(note), sheet) for sheet in sheets if box_of(note) != sheet)
    }
    return frozenset(nodes), frozenset(inside)


def resized(note: Note, corner: Point) -> Note:
    """The note with its lower right corner there, on the grid, and no smaller than it can be."""
    width = max(LEAST[0], snapped(corner[0] - note.at[0]))
    height = max(LEAST[1], snapped(corner[1] - note.at[1]))
    return Note(note.id, note.at, (width, height), note.text)


def box_of(note: Note) -> Box:
    """Its sheet in the scene."""
    return Box(*note.at, note.at[0] + note.size[0], note.at[1] + note.size[1])


def _is_in(inner: Box, outer: Box) -> bool:
    return outer.contains(inner.left, inner.top) and outer.contains(inner.right, inner.bottom)


def _fresh(scenario: Scenario) -> str:
    return str(fresh_id((note.id for note in scenario.notes), "note_"))
