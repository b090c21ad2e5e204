"""What an edit did, in words to be said: "Connected Wait to E-mail: Reminder". No toolkit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.canvas.selection import Selection
from app.errors import Problem
from app.nodes.catalogue import KINDS
from app.scenario.edits import (
    AddNode,
    AddNote,
    ChangeNote,
    Connect,
    Disconnect,
    Edit,
    MoveNodes,
    RemoveNodes,
    RemoveNotes,
    SetLabel,
    Several,
)
from app.scenario.graph import Edge, NodeId, Scenario


def name_of(scenario: Scenario, node_id: NodeId) -> str:
    """How a node is called when it is spoken of: its kind, and its label where that says more."""
    node = next((node for node in scenario.nodes if node.id == node_id), None)
    if node is None:
        return "a node"
    title = KINDS[node.type].title
    return title if node.label in ("", title) else f"{title}: {node.label}"


def said(edit: Edit, before: Scenario, after: Scenario) -> str:
    """What the edit did to the scenario; empty for what a form says itself."""
    match edit:
        case AddNode(node=node):
            return f"Added {name_of(after, node.id)}"
        case RemoveNodes(ids=ids):
            return f"Deleted {_names(before, ids)}"
        case Connect(edge=edge):
            return f"Connected {_ends(after, edge)}"
        case Disconnect(edge=edge):
            return f"Disconnected {_ends(before, edge)}"
        case SetLabel(id=node_id):
            return f"Renamed to {name_of(after, node_id)}"
        case MoveNodes(places=places):
            return f"Moved {_names(after, places)}"
        case AddNote(note=note):
            return f"Added {note_named(note.text)}"
        case RemoveNotes(ids=ids):
            gone = [note.text for note in before.notes if note.id in ids]
            return f"Deleted {note_named(gone[0]) if len(gone) == 1 else f'{len(gone)} notes'}"
        case ChangeNote(note=note):
            return f"Changed {note_named(note.text)}"
        case Several():
            return _of_several(edit, before, after)
        case _:
            return ""


def note_named(text: str) -> str:
    """How a note is called when it is spoken of."""
    return f"the note “{_in_a_line(text)}”" if text.strip() else "an empty note"


def named(selection: Selection, scenario: Scenario) -> str:
    """How what is selected is called when it is spoken of: one thing by its name, several by their numbers."""
    nodes, edges, notes = selection.nodes, selection.edges, selection.notes
    match len(nodes), len(edges), len(notes):
        case 1, 0, 0:
            return name_of(scenario, next(iter(nodes)))
        case 0, 1, 0:
            return f"the wire from {_ends(scenario, next(iter(edges)))}"
        case 0, 0, 1:
            return note_named(next((note.text for note in scenario.notes if note.id in notes), ""))
    parts = ((len(nodes), "node"), (len(edges), "wire"), (len(notes), "note"))
    return " and ".join(f"{count} {noun if count == 1 else noun + 's'}" for count, noun in parts if count)


def chosen(selection: Selection, scenario: Scenario) -> str:
    """What is selected; empty for one node, which has the keyboard and says so itself."""
    if len(selection.nodes) == 1 and not selection.edges and not selection.notes:
        return ""
    return f"Selected {named(selection, scenario)}" if selection else "Nothing is selected"


def wrong_since(before: Iterable[Problem], after: Sequence[Problem], scenario: Scenario) -> str:
    """What is wrong that was not, or that nothing is wrong any more; empty where neither is so."""
    known = set(before)
    new = [problem for problem in after if problem not in known]
    if not new:
        return "No problems are left" if known and not after else ""
    first = new[0]
    where = f"{name_of(scenario, NodeId(first.node))}: " if first.node else ""
    more = f", and {len(new) - 1} more" if len(new) > 1 else ""
    return _in_a_line(f"{'Remark' if first.is_remark else 'Problem'}: {where}{first.message}{more}")


def _in_a_line(text: str) -> str:
    return " ".join(text.split())


def _of_several(edit: Several, before: Scenario, after: Scenario) -> str:
    """What is new or gone; where that is neither, what the step is called."""
    old, new = {node.id for node in before.nodes}, {node.id for node in after.nodes}
    wired = set(before.edges)
    wires = [edge for edge in after.edges if edge not in wired]
    added = [node.id for node in after.nodes if node.id not in old]
    if len(added) == 1:
        leading = next((edge for edge in wires if edge.target == added[0]), None)
        words = f"Added {name_of(after, added[0])}"
        return f"{words} after {name_of(after, leading.source)}" if leading is not None else words
    if added:
        return f"Added {len(added)} nodes"
    gone = [node.id for node in before.nodes if node.id not in new]
    if gone:
        healed = f", connected {_ends(after, wires[0])}" if len(wires) == 1 else ""
        return f"Deleted {_names(before, gone)}{healed}"
    return edit.title


def _ends(scenario: Scenario, edge: Edge) -> str:
    return f"{name_of(scenario, edge.source)} to {name_of(scenario, edge.target)}"


def _names(scenario: Scenario, ids: Iterable[NodeId]) -> str:
    named = list(ids)
    return name_of(scenario, named[0]) if len(named) == 1 else f"{len(named)} nodes"
