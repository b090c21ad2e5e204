"""A template put into a dataset's own words: its events, attributes and properties by their roles."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from app.data.dataset import Schema
from app.data.importing.recognition.headers import plain
from app.data.roles import ATTRIBUTE_ROLES, EVENT_ROLES, PROPERTY_ROLES, Role
from app.nodes.catalogue import KINDS
from app.registry import Registry
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import Scenario

_PLACEHOLDER = re.compile(r"\bcustomer\.(\w+)\b")
_TEXTS = frozenset(name for kind in KINDS.values() for name in kind.templates)


def fitted(scenario: Scenario, schema: Schema, meanings: Mapping[str, str] | None = None) -> Scenario:
    """The scenario with the dataset's names for what it names otherwise and the dataset knows by a role.

    `meanings` are roles of events whose names do not tell. What the dataset knows under the same name, or not at all,
    stays as it is.
    """
    properties = _Words(PROPERTY_ROLES, schema.roles.properties, schema.properties)
    words = {
        "event": _Words(EVENT_ROLES, schema.roles.events, schema.events, meanings or {}),
        "attribute": _Words(ATTRIBUTE_ROLES, schema.roles.attributes, schema.attributes),
        "property": properties,
        "of": properties,
    }
    tree = _renamed(json.loads(dump_scenario(scenario)), words)
    for goal in tree["settings"].get("goals", []):
        if isinstance(goal.get("value"), str):
            goal["value"] = properties.named(goal["value"])
    return parse_scenario(json.dumps(tree), f"The template '{scenario.name}'")


class _Words:
    """What a dataset calls events, attributes or properties of some meaning."""

    def __init__(
        self,
        known: Registry[Role],
        roles: Mapping[str, str],
        there: Collection[str],
        meanings: Mapping[str, str] | None = None,
    ) -> None:
        self._there = there
        self._by_name = {
            name: roles[role.name] for role in known.values() if role.name in roles for name in (role.name, *role.known)
        }
        self._by_name |= {name: roles[role] for name, role in (meanings or {}).items() if role in roles}

    def named(self, name: str) -> str:
        """The dataset's name, or the one that was given."""
        return name if name in self._there else self._by_name.get(plain(name), name)


def _renamed(value: Any, words: Mapping[str, _Words]) -> Any:
    if isinstance(value, list):
        return [_renamed(inner, words) for inner in value]
    if not isinstance(value, dict):
        return value
    return {key: _renamed_text(key, inner, words) for key, inner in value.items()}


def _renamed_text(key: str, value: Any, words: Mapping[str, _Words]) -> Any:
    if not isinstance(value, str):
        return _renamed(value, words)
    if key in words:
        return words[key].named(value)
    if key in _TEXTS:
        return _PLACEHOLDER.sub(lambda found: _placeholder(words["attribute"].named(found.group(1))), value)
    return value


def _placeholder(name: str) -> str:
    return f"customer.{name}" if name.isidentifier() else f'customer["{name}"]'
