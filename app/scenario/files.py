"""Scenario files: strict JSON in, with every problem at once, and stable JSON out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from app.data.dataset import Schema
from app.errors import AppError, Problem
from app.nodes.catalogue import KINDS
from app.nodes.document import Document, Id
from app.nodes.kind import Kind
from app.nodes.problems import did_you_mean
from app.numbers import number
from app.scenario.graph import Edge, Node, NodeId, Note, Scenario, ScenarioId
from app.scenario.reading import dump_document, read_document
from app.scenario.settings import Settings
from app.scenario.tree import read_tree
from app.scenario.wiring import misfit

FORMAT = "rehearse/scenario"
VERSION = 1
FARTHEST = 1_000_000


def _pair(value: object) -> object:
    items = value if isinstance(value, list | tuple) else ()
    numbers = [float(item) for item in items if isinstance(item, int | float) and not isinstance(item, bool)]
    if not len(items) == len(numbers) == 2 or any(abs(number) > FARTHEST for number in numbers):
        raise ValueError(f"this must be two numbers like [0, 120], neither beyond {number(FARTHEST)}")
    return tuple(numbers)


Pair = Annotated[tuple[float, float], BeforeValidator(_pair)]


class NodeDocument(Document):
    """A node as the file holds it; `params` are those of its kind."""

    id: Id
    type: str
    label: str = ""
    at: Pair = (0.0, 0.0)
    params: dict[str, Any] = {}


class EdgeDocument(Document):
    """An edge as the file holds it."""

    from_: Id = Field(alias="from")
    port: Id
    to: Id


class NoteDocument(Document):
    """A note as the file holds it."""

    id: Id
    at: Pair
    size: Pair
    text: str


class _ScenarioDocument(Document):
    format: str
    version: int
    id: Id
    name: str
    description: str = ""
    settings: Settings = Settings()
    nodes: tuple[NodeDocument, ...] = ()
    edges: tuple[EdgeDocument, ...] = ()
    notes: tuple[NoteDocument, ...] = ()


def parse_scenario(text: str | bytes, source: str = "", schema: Schema | None = None) -> Scenario:
    """The scenario in a file's text; AppError with every problem and its JSON path, `source` names the file.

    If it cannot be read, what is wrong with the part that can be read is told as well, names and types too when
    `schema` is given: all at once.
    """
    name = source or "The scenario"
    tree = read_tree(text, name)
    _refuse_foreign(tree, name)
    document, problems = read_document(_ScenarioDocument, tree)
    params, more = _read_params(tree.get("nodes"))
    problems += more
    if document is not None:
        problems += _duplicates("nodes", [node.id for node in document.nodes])
        problems += _duplicates("notes", [note.id for note in document.notes])
        problems += _misfits(document, params)
    if document is None or problems:
        from app.scenario.checks.salvage import further_problems  # networkx with it, which no sound document needs

        raise AppError(f"{name} cannot be read:", [*problems, *further_problems(tree, params, schema)])
    return _scenario(document, params)


def dump_scenario(scenario: Scenario) -> str:
    """The file's text: one line for each node, edge and note, keys in a fixed order, only what was set."""
    head = {"format": FORMAT, "version": VERSION, "id": scenario.id, "name": scenario.name}
    if scenario.description:
        head["description"] = scenario.description
    parts = [f'"{key}": {_line(value)}' for key, value in head.items()]
    settings = dump_document(scenario.settings)
    parts.append(_block("settings", [f"{_line(key)}: {_line(value)}" for key, value in settings.items()], ("{", "}")))
    parts.append(_block("nodes", [_line(node_values(node)) for node in scenario.nodes]))
    parts.append(_block("edges", [_line(edge_values(edge)) for edge in scenario.edges]))
    if scenario.notes:
        parts.append(_block("notes", [_line(note_values(note)) for note in scenario.notes]))
    return "{\n  " + ",\n  ".join(parts) + "\n}\n"


def parse_params(type_: str, text: str) -> Document:
    """The params of a kind from JSON text; AppError with every problem."""
    return make_params(KINDS[type_], read_tree(text, "The parameters"))


def make_params(kind: Kind[Any], values: Mapping[str, Any]) -> Document:
    """The params of a kind from plain values, as the file would hold them; AppError with every problem."""
    document, problems = read_document(kind.params, values)
    if document is None:
        raise AppError(f"These parameters do not fit a node of the kind {kind.title}:", problems)
    return document


def make_settings(values: Mapping[str, Any]) -> Settings:
    """Settings from plain values, as the file would hold them; AppError with every problem."""
    settings, problems = read_document(Settings, values)
    if settings is None:
        raise AppError("These settings cannot be used:", problems)
    return settings


def new_node(type_: str, node_id: str, label: str, at: tuple[float, float]) -> Node:
    """A node fresh from the palette, with its kind's defaults."""
    kind = KINDS[type_]
    return Node(NodeId(node_id), type_, label, at, make_params(kind, kind.defaults()))


def _refuse_foreign(tree: Any, name: str) -> None:
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise AppError(f'{name} is not a scenario: it has no "format": "{FORMAT}".')
    version = tree.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise AppError(f"{name} was written by a newer Rehearse (version {version} of the format); update to open it.")
    if version is not None and version != VERSION:
        raise AppError(f"{name} has no version of the format that Rehearse knows; the first is {VERSION}.")


def _read_params(nodes: Any) -> tuple[dict[int, Document], list[Problem]]:
    """The params that can be read, by the node's place in the list, and what is wrong with the others."""
    params: dict[int, Document] = {}
    problems: list[Problem] = []
    for i, values in enumerate(nodes if isinstance(nodes, list) else []):
        type_ = values.get("type") if isinstance(values, dict) else None
        if not isinstance(type_, str) or not isinstance(values.get("params", {}), dict):
            continue
        if type_ not in KINDS:
            hint = did_you_mean(type_, KINDS) or f"; known are {', '.join(KINDS)}"
            problems.append(Problem("unknown-type", f"'{type_}' is not a kind of node{hint}", where=f"nodes[{i}].type"))
            continue
        document, found = read_document(KINDS[type_].params, values.get("params", {}), f"nodes[{i}].params")
        problems += [replace(problem, node=str(values.get("id", ""))) for problem in found]
        if document is not None:
            params[i] = document
    return params, problems


def _node(document: NodeDocument, params: Document) -> Node:
    return Node(NodeId(document.id), document.type, document.label, document.at, params)


def edge_of(document: EdgeDocument) -> Edge:
    """The edge itself."""
    return Edge(NodeId(document.from_), document.port, NodeId(document.to))


def note_of(document: NoteDocument) -> Note:
    """The note itself."""
    return Note(document.id, document.at, document.size, document.text)


def _scenario(document: _ScenarioDocument, params: Mapping[int, Document]) -> Scenario:
    return Scenario(
        id=ScenarioId(document.id),
        name=document.name,
        description=document.description,
        settings=document.settings,
        nodes=tuple(_node(node, params[i]) for i, node in enumerate(document.nodes)),
        edges=tuple(map(edge_of, document.edges)),
        notes=tuple(map(note_of, document.notes)),
    )


def _duplicates(what: str, ids: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for i, id_ in enumerate(ids):
        if id_ in seen:
            words = f"another of the {what} already has the id '{id_}'"
            yield Problem("duplicate-id", words, where=f"{what}[{i}].id")
        seen.add(id_)


def _misfits(document: _ScenarioDocument, params: Mapping[int, Document]) -> Iterator[Problem]:
    """Edges that cannot be; those at a node whose params cannot be read are left for when they can."""
    nodes = {node.id: _node(node, params[i]) for i, node in enumerate(document.nodes) if i in params}
    unread = {node.id for node in document.nodes} - set(nodes)
    before: set[Edge] = set()
    for i, edge in enumerate(map(edge_of, document.edges)):
        found = None if {edge.source, edge.target} & unread else misfit(edge, nodes, before)
        if found:
            yield replace(found, where=f"edges[{i}].{found.field}")
        before.add(edge)


def node_values(node: Node) -> dict[str, Any]:
    """The node as the file holds it."""
    params = dump_document(node.params)
    return {"id": node.id, "type": node.type, "label": node.label, "at": pair_values(node.at), "params": params}


def edge_values(edge: Edge) -> dict[str, Any]:
    """The edge as the file holds it."""
    return {"from": edge.source, "port": edge.port, "to": edge.target}


def note_values(note: Note) -> dict[str, Any]:
    """The note as the file holds it."""
    return {"id": note.id, "at": pair_values(note.at), "size": pair_values(note.size), "text": note.text}


def pair_values(pair: tuple[float, float]) -> list[float]:
    """Two numbers as the file holds them: whole where they are."""
    return [int(number) if float(number).is_integer() else number for number in pair]


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _block(key: str, lines: list[str], brackets: tuple[str, str] = ("[", "]")) -> str:
    inside = "\n    " + ",\n    ".join(lines) + "\n  " if lines else ""
    return f'"{key}": {inside.join(brackets)}'
