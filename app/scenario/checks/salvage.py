"""What else is wrong with a file that cannot be read: the checks of all that could be read of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.data.dataset import Schema
from app.errors import Problem
from app.nodes.catalogue import KINDS
from app.nodes.document import Document
from app.scenario.checks.validation import scenario_problems
from app.scenario.graph import Edge, Node, NodeId, Scenario, ScenarioId
from app.scenario.reading import read_document
from app.scenario.settings import Settings
from app.scenario.wiring import misfit

_PLACE = re.compile(r"nodes\[(\d+)\]")


def further_problems(tree: Any, params: Mapping[int, Document], schema: Schema | None) -> list[Problem]:
    """The problems of nodes and settings that could be read, less those that what is unread might explain.

    `tree` is the file's top, `params` what could be read of the nodes by their place in it.
    """
    nodes = tree["nodes"] if isinstance(tree.get("nodes"), list) else []
    kept = [i for i in params if isinstance(nodes[i].get("id"), str)]
    settings, _ = read_document(Settings, tree.get("settings", {}))
    read = tuple(Node(NodeId(nodes[i]["id"]), nodes[i]["type"], "", (0.0, 0.0), params[i]) for i in kept)
    edges = _edges(tree.get("edges"), read)
    scenario = Scenario(ScenarioId("unread"), "", settings=settings or Settings(), nodes=read, edges=edges)
    doubtful = _doubtful(nodes, kept, settings)
    found = scenario_problems(scenario, schema)
    return [_placed(problem, kept) for problem in found if problem.code not in doubtful]


def _doubtful(nodes: Sequence[Any], kept: Sequence[int], settings: Settings | None) -> set[str]:
    codes = {"duplicate-id"}  # reading has told these
    unread = [nodes[i] for i in set(range(len(nodes))) - set(kept)]
    if unread or not nodes:
        codes |= {"no-entry", "unknown-message"}
    if any(not isinstance(node, dict) or _can_write(node.get("type")) for node in unread):
        codes.add("unknown-attribute")
    if settings is None:
        codes.add("no-reentry-key")
    return codes


def _can_write(type_: object) -> bool:
    return isinstance(type_, str) and type_ in KINDS and KINDS[type_].can_write


def _edges(values: Any, nodes: Sequence[Node]) -> tuple[Edge, ...]:
    """Those that fit; reading has told of the others."""
    by_id = {str(node.id): node for node in nodes}
    kept: dict[Edge, None] = {}
    for value in values if isinstance(values, list) else []:
        ends = [value.get(key) for key in ("from", "port", "to")] if isinstance(value, dict) else []
        match ends:
            case [str(source), str(port), str(target)]:
                edge = Edge(NodeId(source), port, NodeId(target))
                if misfit(edge, by_id, kept) is None:
                    kept[edge] = None
    return tuple(kept)


def _placed(problem: Problem, kept: Sequence[int]) -> Problem:
    """With the node's place in the file, not among those that could be read."""
    where = _PLACE.sub(lambda found: f"nodes[{kept[int(found[1])]}]", problem.where, count=1)
    return replace(problem, where=where)
