"""What stands for a role in a template: `{"role": "purchase"}`, or `{"role": "cart", "name": "view_cart"}`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

EVENT, ATTRIBUTE, PROPERTY = "event", "attribute", "property"
_KEYS = {
    "event": EVENT,
    "attribute": ATTRIBUTE,
    "property": PROPERTY,
    "of": PROPERTY,
    "key": PROPERTY,
    "value": PROPERTY,
    "from_entry": PROPERTY,
}
"""Under which keys of a scenario names stand, and of what."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Names by role, of events, attributes and properties."""

    events: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> Mapping[str, str]:
        """Those of one kind: EVENT, ATTRIBUTE or PROPERTY."""
        return {EVENT: self.events, ATTRIBUTE: self.attributes, PROPERTY: self.properties}[kind]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that a template uses: of what kind, by which role (empty: by none), and what it is called by itself."""

    kind: str
    role: str
    name: str


def named(tree: Any, names: Naming) -> Any:
    """The scenario with every role by the name that is given for it, else by the role's own."""

    def by_itself(mention: Mention) -> str:
        return mention.name or names.of(mention.kind).get(mention.role, mention.role)

    return renamed(tree, by_itself)


def renamed(value: Any, name_of: Callable[[Mention], str]) -> Any:
    """The scenario with each mention by the name that `name_of` gives it."""
    if isinstance(value, list):
        return [renamed(inner, name_of) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        key: renamed(inner, name_of) if mention is None else name_of(mention)
        for key, inner in value.items()
        for mention in (_mention(key, inner),)
    }


def mentions(value: Any) -> Iterator[Mention]:
    """Every mention of a scenario, as often as it stands there."""
    if isinstance(value, list):
        for inner in value:
            yield from mentions(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            mention = _mention(key, inner)
            if mention is None:
                yield from mentions(inner)
            else:
                yield mention


def _mention(key: str, value: Any) -> Mention | None:
    kind = _KEYS.get(key)
    if kind is None:
        return None
    if isinstance(value, dict) and isinstance(value.get("role"), str):
        return Mention(kind, value["role"], str(value.get("name", "")))
    is_name = isinstance(value, str) and key in ("event", "attribute", "property", "of", "from_entry")
    return Mention(kind, "", value) if is_name else None
