"""Where the params of a node name another node of the scenario: messages, and events about messages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter

from app.nodes.catalogue import KINDS
from app.nodes.checking.conditions import MESSAGE_EVENTS
from app.nodes.kind import Kind
from app.scenario.graph import Node
from app.scenario.names import label_of

T = TypeVar("T")
_WORD = re.compile(r"[^\s,()]+")

Follow = Callable[[str], str]
"""The new id of a node by its old one; empty where there is no such node."""


def with_references(values: Any, follow: Follow) -> Any:
    """The plain values of params with each id replaced; one that is emptied is a problem of its field from then on."""
    if isinstance(values, list):
        return [with_references(part, follow) for part in values]
    if not isinstance(values, dict):
        return values
    made = {
        key: follow(part) if key == "message" and isinstance(part, str) else with_references(part, follow)
        for key, part in values.items()
    }
    if made.get("event") in MESSAGE_EVENTS and isinstance(made.get("where"), list):
        made["where"] = [_of_message(test, follow) for test in made["where"]]
    return made


def _of_message(test: Any, follow: Follow) -> Any:
    """A clause about the node that sent the message, under its new id; without a value if one of them is not there."""
    if not isinstance(test, dict) or test.get("property") != "node" or "value" not in test:
        return test
    value = test["value"]
    names = [
        follow(name) if isinstance(name, str) else name for name in (value if isinstance(value, list) else [value])
    ]
    rest = {key: part for key, part in test.items() if key != "value"}
    if "" in names:
        return rest
    return {**rest, "value": names if isinstance(value, list) else names[0]}


def with_names(value: T, reader: TypeAdapter[T], names: Mapping[str, str]) -> T:
    """A condition or clauses with each node called by its name instead of its id, to be put into words."""
    plain = reader.dump_python(value, mode="json", by_alias=True, exclude_unset=True)
    named = with_references(plain, lambda id_: names.get(id_, id_))
    return value if named == plain else reader.validate_json(json.dumps(named))


def message_names(nodes: Iterable[Node]) -> dict[str, str]:
    """What each message is called on its card, by its id."""
    return {node.id: label_of(node) for node in nodes if KINDS[node.type].is_message}


def described(node: Node, names: Mapping[str, str]) -> str:
    """What a node does, in words from its parameters, with messages by their names: `Welcome was opened`."""
    kind: Kind[Any] = KINDS[node.type]
    words = kind.describe(node.params)
    if names.keys().isdisjoint(_WORD.findall(words)):
        return words
    return kind.describe(with_names(node.params, TypeAdapter(kind.params), names))
