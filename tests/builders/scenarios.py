"""Scenarios for tests, from the essentials of their file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.scenario.files import new_node, parse_scenario
from app.scenario.graph import Edge, NodeId, Scenario, ScenarioId

Json = dict[str, Any]
Nodes = Mapping[str, tuple[str, Json]]
Edges = str | Sequence[tuple[str, str, str] | Json]
MESSAGE = {"subject": "Hello", "body": "Hello {{ unsubscribe_url }}"}


def document(nodes: Nodes | Sequence[Json], edges: Edges = (), **more: Any) -> Json:
    """The file of a scenario.

    Nodes as `id: (type, params)` or as the file has them, edges as `a.port>b c.port>d` (`out` where no port is named)
    or as (source, port, target), or as the file has them.
    """
    return {
        "format": "rehearse/scenario",
        "version": 1,
        "id": "journey",
        "name": "A journey",
        "nodes": _labelled(nodes) if isinstance(nodes, Mapping) else list(nodes),
        "edges": [_edge(each) for each in (_edges(edges) if isinstance(edges, str) else edges)],
        **more,
    }


def scenario(nodes: Nodes | Sequence[Json], edges: Edges = (), **settings: Any) -> Scenario:
    """The scenario of that file, with these settings."""
    return scenario_of(document(nodes, edges, settings=settings))


def scenario_of(file: Json) -> Scenario:
    """The scenario of a whole file."""
    return parse_scenario(json.dumps(file))


def placed(nodes: Mapping[str, tuple[str, float, float]], edges: Sequence[tuple[str, str, str]] = ()) -> Scenario:
    """A scenario drawn on a canvas, of new nodes as `id: (type, x, y)` and (source, port, target)."""
    made = tuple(new_node(type_, id_, id_.title(), (x, y)) for id_, (type_, x, y) in nodes.items())
    wires = tuple(Edge(NodeId(source), port, NodeId(target)) for source, port, target in edges)
    return Scenario(ScenarioId("test"), "Test", nodes=made, edges=wires)


def kind(node_id: str, type_: str, **params: Any) -> Json:
    """A node's file form; `for_` stands for the key `for`."""
    return {"id": node_id, "type": type_, "params": {key.rstrip("_"): value for key, value in params.items()}}


START = kind("start", "entry_event", event="purchase")


def _labelled(nodes: Nodes) -> list[Json]:
    return [
        {"id": id_, "type": type_, "label": id_, "at": [0, 0], "params": params}
        for id_, (type_, params) in nodes.items()
    ]


def _edge(given: tuple[str, str, str] | Json) -> Json:
    if isinstance(given, tuple):
        return dict(zip(("from", "port", "to"), given, strict=True))
    return given


def _edges(words: str) -> list[tuple[str, str, str]]:
    pairs = [edge.split(">") for edge in words.split()]
    return [(source.partition(".")[0], source.partition(".")[2] or "out", target) for source, target in pairs]
