"""Edits as documents: strict JSON in and out, for whatever listens to a session and replays it later.

Each kind of edit is one row of `FORMS`: the name under the key `edit`, the edit, its document, and the ways between.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field

from app.errors import AppError, Problem
from app.nodes.catalogue import KINDS
from app.nodes.document import Document, Id
from app.nodes.problems import did_you_mean
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
    SetDetails,
    SetLabel,
    SetParams,
    SetSettings,
    Several,
)
from app.scenario.files import (
    EdgeDocument,
    NodeDocument,
    NoteDocument,
    Pair,
    edge_of,
    edge_values,
    make_params,
    node_values,
    note_of,
    note_values,
    pair_values,
)
from app.scenario.graph import Node, NodeId
from app.scenario.reading import dump_document, read_document
from app.scenario.settings import Settings
from app.scenario.tree import read_tree

E = TypeVar("E", bound=Edit)
D = TypeVar("D", bound=Document)
Values = dict[str, Any]
Place = Annotated[int, Field(ge=0)]


class _NodeAt(Document):
    node: NodeDocument
    index: Place | None = None


class _EdgeAt(Document):
    edge: EdgeDocument
    index: Place | None = None


class _NoteAt(Document):
    note: NoteDocument
    index: Place | None = None


class _Edge(Document):
    edge: EdgeDocument


class _Note(Document):
    note: NoteDocument


class _Ids(Document):
    ids: tuple[Id, ...]


class _Places(Document):
    places: dict[Id, Pair]


class _Params(Document):
    id: Id
    type: str
    params: dict[str, Any]


class _Label(Document):
    id: Id
    label: str


class _Settings(Document):
    settings: Settings


class _Details(Document):
    name: str
    description: str


class _Edits(Document):
    title: str
    edits: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Form(Generic[E, D]):
    """How one kind of edit is written and read."""

    edit: type[E]
    document: type[D]
    write: Callable[[E], Values]
    read: Callable[[D], E]


def edit_values(edit: Edit) -> Values:
    """The edit as plain JSON values."""
    name, form = next((name, form) for name, form in FORMS.items() if form.edit is type(edit))
    return {"edit": name, **form.write(edit)}


def read_edit(values: Any) -> Edit:
    """The edit in plain values; AppError says what is wrong with them."""
    if not isinstance(values, dict) or not isinstance(values.get("edit"), str):
        raise AppError('This is no edit: it is no object with the key "edit".')
    name = values["edit"]
    form = FORMS.get(name)
    if form is None:
        words = f"'{name}' is not a kind of edit{did_you_mean(name, FORMS)}"
        raise AppError("This edit cannot be read:", [Problem("unknown-edit", words, where="edit")])
    document, problems = read_document(form.document, {key: part for key, part in values.items() if key != "edit"})
    if document is None:
        raise AppError("This edit cannot be read:", problems)
    made: Edit = form.read(document)
    return made


def dump_edit(edit: Edit) -> str:
    """The edit as one line of JSON."""
    return json.dumps(edit_values(edit), ensure_ascii=False)


def parse_edit(text: str | bytes) -> Edit:
    """The edit in a line of JSON; AppError says what is wrong with it."""
    return read_edit(read_tree(text, "The edit"))


def _at(values: Values, index: int | None) -> Values:
    return values if index is None else {**values, "index": index}


def _params(type_: str, values: Mapping[str, Any]) -> Document:
    if type_ not in KINDS:
        words = f"'{type_}' is not a kind of node{did_you_mean(type_, KINDS)}"
        raise AppError("This edit cannot be read:", [Problem("unknown-type", words, where="type")])
    return make_params(KINDS[type_], values)


def _node(document: NodeDocument) -> Node:
    params = _params(document.type, document.params)
    return Node(NodeId(document.id), document.type, document.label, document.at, params)


def _write_params(edit: SetParams) -> Values:
    type_ = next(kind.type for kind in KINDS.values() if kind.params is type(edit.params))
    return {"id": edit.id, "type": type_, "params": dump_document(edit.params)}


def _node_ids(ids: tuple[str, ...]) -> tuple[NodeId, ...]:
    return tuple(map(NodeId, ids))


FORMS: Mapping[str, Form[Any, Any]] = {
    "add_node": Form(
        AddNode,
        _NodeAt,
        lambda edit: _at({"node": node_values(edit.node)}, edit.index),
        lambda read: AddNode(_node(read.node), read.index),
    ),
    "remove_nodes": Form(
        RemoveNodes, _Ids, lambda edit: {"ids": list(edit.ids)}, lambda read: RemoveNodes(_node_ids(read.ids))
    ),
    "connect": Form(
        Connect,
        _EdgeAt,
        lambda edit: _at({"edge": edge_values(edit.edge)}, edit.index),
        lambda read: Connect(edge_of(read.edge), read.index),
    ),
    "disconnect": Form(
        Disconnect, _Edge, lambda edit: {"edge": edge_values(edit.edge)}, lambda read: Disconnect(edge_of(read.edge))
    ),
    "move_nodes": Form(
        MoveNodes,
        _Places,
        lambda edit: {"places": {node_id: pair_values(at) for node_id, at in edit.places.items()}},
        lambda read: MoveNodes({NodeId(node_id): at for node_id, at in read.places.items()}),
    ),
    "set_params": Form(
        SetParams, _Params, _write_params, lambda read: SetParams(NodeId(read.id), _params(read.type, read.params))
    ),
    "set_label": Form(
        SetLabel,
        _Label,
        lambda edit: {"id": edit.id, "label": edit.label},
        lambda read: SetLabel(NodeId(read.id), read.label),
    ),
    "set_settings": Form(
        SetSettings,
        _Settings,
        lambda edit: {"settings": dump_document(edit.settings)},
        lambda read: SetSettings(read.settings),
    ),
    "set_details": Form(
        SetDetails,
        _Details,
        lambda edit: {"name": edit.name, "description": edit.description},
        lambda read: SetDetails(read.name, read.description),
    ),
    "add_note": Form(
        AddNote,
        _NoteAt,
        lambda edit: _at({"note": note_values(edit.note)}, edit.index),
        lambda read: AddNote(note_of(read.note), read.index),
    ),
    "remove_notes": Form(RemoveNotes, _Ids, lambda edit: {"ids": list(edit.ids)}, lambda read: RemoveNotes(read.ids)),
    "change_note": Form(
        ChangeNote, _Note, lambda edit: {"note": note_values(edit.note)}, lambda read: ChangeNote(note_of(read.note))
    ),
    "several": Form(
        Several,
        _Edits,
        lambda edit: {"title": edit.title, "edits": [edit_values(part) for part in edit.edits]},
        lambda read: Several(tuple(map(read_edit, read.edits)), read.title),
    ),
}
