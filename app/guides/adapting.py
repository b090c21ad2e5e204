"""A template adapted to a dataset: in its words, in its time, and without what the data cannot answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.data.dataset import Dataset, Schema
from app.guides.fitting import fitted
from app.guides.moving import moved_into
from app.guides.templates import Template, load_template
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import Scenario


@dataclass(frozen=True, slots=True)
class Adapted:
    """A template's scenario as it can be run over a dataset.

    `events` are those it names and the dataset has, `missing` those the dataset does not have. `left_out` says in
    sentences what it does without.
    """

    template: Template
    scenario: Scenario
    events: tuple[str, ...]
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def adapted(template: Template, dataset: Dataset) -> Adapted:
    """The template in the dataset's words, without questions that nothing there answers, within the data's time."""
    schema = dataset.schema()
    tree = json.loads(dump_scenario(fitted(load_template(template.id), schema, template.meanings)))
    left_out = (*_without_tests(tree, schema), *_without_nodes(tree, template.optional, schema))
    if dataset.timezone != "UTC":
        tree["settings"]["timezone"] = dataset.timezone
    moved_into(tree, dataset)
    tree["description"] = "\n".join([tree.get("description", ""), *left_out]).strip()
    events = _named([tree["nodes"], tree["settings"]], "event")
    return Adapted(
        template,
        parse_scenario(json.dumps(tree), f"The template '{template.title}'"),
        tuple(name for name in events if name in schema.events),
        tuple(name for name in events if name not in schema.events),
        left_out,
    )


def _without_tests(tree: dict[str, Any], schema: Schema) -> Iterator[str]:
    """What asks for properties of an event that none has asks for them no more."""
    for node in tree["nodes"]:
        where = node["params"].get("where", [])
        known = [test for test in where if not _unknown(test, schema)]
        if len(known) < len(where):
            node["params"]["where"] = known
            yield f"“{node['label']}” takes all of them: {_nothing(_unknown(where, schema))}"


def _without_nodes(tree: dict[str, Any], optional: Mapping[str, str], schema: Schema) -> Iterator[str]:
    """Nodes that a template can do without, where they ask for what is not known; the way of one port is kept."""
    nodes = {node["id"]: node for node in tree["nodes"]}
    for name, port in optional.items():
        unknown = _unknown(nodes[name]["params"], schema)
        if unknown:
            _splice(tree, name, port)
            yield f"“{nodes[name]['label']}” is left out: {_nothing(unknown)}"


def _splice(tree: dict[str, Any], name: str, port: str) -> None:
    """Lead those who came to a node on by one of its ports, and forget what nobody reaches then."""
    kept = next(edge["to"] for edge in tree["edges"] if edge["from"] == name and edge["port"] == port)
    ahead = [edge for edge in tree["edges"] if edge["from"] != name]
    tree["edges"] = [{**edge, "to": kept} if edge["to"] == name else edge for edge in ahead]
    reached = {node["id"] for node in tree["nodes"] if node["type"].startswith("entry_")}
    while more := {edge["to"] for edge in tree["edges"] if edge["from"] in reached} - reached:
        reached |= more
    tree["edges"] = [edge for edge in tree["edges"] if edge["from"] in reached]
    tree["nodes"] = [_placeless(node) for node in tree["nodes"] if node["id"] in reached]


def _placeless(node: dict[str, Any]) -> dict[str, Any]:
    """The node without its place, so that all of them are laid out anew."""
    return {key: value for key, value in node.items() if key != "at"}


def _unknown(value: Any, schema: Schema) -> list[str]:
    """The attributes and properties that a condition names and the dataset does not have."""
    of_attributes = [name for name in _named(value, "attribute") if name not in schema.attributes]
    return [*of_attributes, *(name for name in _named(value, "property") if name not in schema.properties)]


def _named(value: Any, key: str) -> list[str]:
    """All texts under a key, however deep, each once."""
    if isinstance(value, list):
        return list(dict.fromkeys(name for inner in value for name in _named(inner, key)))
    if not isinstance(value, dict):
        return []
    own = [value[key]] if isinstance(value.get(key), str) else []
    return list(dict.fromkeys([*own, *_named(list(value.values()), key)]))


def _nothing(names: Sequence[str]) -> str:
    return f"nothing in the data says {' or '.join(f'“{name}”' for name in names)}."
