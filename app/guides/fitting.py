"""A template put into a dataset's own words: its events, attributes and properties by their roles."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from app.data.dataset import Schema
from app.data.vocabulary.headers import plain
from app.data.vocabulary.roles import ATTRIBUTE_ROLES, EVENT_ROLES, PROPERTY_ROLES, Role
from app.guides.naming import ATTRIBUTE, EVENT, PROPERTY, Mention, Naming, mentions, renamed
from app.guides.templates import Template, template_tree
from app.nodes.catalogue import KINDS
from app.registry import Registry

_PLACEHOLDER = re.compile(r"\bcustomer\.(\w+)\b")
_TEXTS = frozenset(name for kind in KINDS.values() for name in kind.templates)


def fitted(template: Template, schema: Schema) -> dict[str, Any]:
    """The template's scenario, as a file would hold it, with the dataset's names for what the dataset knows by a role.

    A name that a role asks for by preference, and the dataset has, comes before the role. What a template names without
    a role is taken by its meaning where the dataset does not have it. What is not known at all keeps its own name.
    """
    words = _words_of(schema)

    def name_of(mention: Mention) -> str:
        return words[mention.kind].name_of(mention, template.names)

    tree: dict[str, Any] = _with_placeholders(renamed(template_tree(template.folder), name_of), words[ATTRIBUTE])
    return tree


def unknown(template: Template, schema: Schema) -> tuple[Mention, ...]:
    """What the template names by a role and the dataset does not have, each once, by the name it goes by then."""
    words = _words_of(schema)
    named_by_role = (each for each in mentions(template_tree(template.folder)) if each.role)
    called = (replace(each, name=words[each.kind].name_of(each, template.names)) for each in named_by_role)
    return tuple(dict.fromkeys(each for each in called if each.name not in words[each.kind]))


def _words_of(schema: Schema) -> Mapping[str, _Words]:
    return {
        EVENT: _Words(EVENT_ROLES, schema.roles.events, schema.events),
        ATTRIBUTE: _Words(ATTRIBUTE_ROLES, schema.roles.attributes, schema.attributes),
        PROPERTY: _Words(PROPERTY_ROLES, schema.roles.properties, schema.properties),
    }


class _Words:
    """What a dataset calls events, attributes or properties of some meaning."""

    def __init__(self, known: Registry[Role], roles: Mapping[str, str], there: Collection[str]) -> None:
        self._there, self._roles = there, roles
        self._by_name = {
            name: roles[role.name] for role in known.values() if role.name in roles for name in (role.name, *role.known)
        }

    def __contains__(self, name: str) -> bool:
        return name in self._there

    def name_of(self, mention: Mention, own: Naming) -> str:
        """The dataset's name for what is mentioned, or the template's own."""
        if not mention.role:
            return self.named(mention.name)
        by_itself = own.of(mention.kind).get(mention.role, mention.role)
        if mention.name in self._there:
            return mention.name
        if mention.role in self._roles:
            return self._roles[mention.role]
        return mention.name or by_itself

    def named(self, name: str) -> str:
        """The dataset's name, or the one that was given."""
        return name if name in self._there else self._by_name.get(plain(name), name)


def _with_placeholders(value: Any, words: _Words) -> Any:
    """Attributes in the texts of messages, too."""
    if isinstance(value, list):
        return [_with_placeholders(inner, words) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _PLACEHOLDER.sub(lambda found: _placeholder(words.named(found.group(1))), inner)
        if key in _TEXTS and isinstance(inner, str)
        else _with_placeholders(inner, words)
        for key, inner in value.items()
    }


def _placeholder(name: str) -> str:
    return f"customer.{name}" if name.isidentifier() else f'customer["{name}"]'
