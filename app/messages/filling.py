"""One message as one recipient gets it, and which of its placeholders had nothing to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.errors import AppError
from app.messages.context.recipients import Recipient
from app.messages.mail_html import is_html
from app.messages.rendering.budget import USUAL_CUSTOMS, Customs
from app.messages.rendering.templates import rendered
from app.nodes.catalogue import KINDS
from app.scenario.graph import Node

Place = tuple[str, int]
"""A placeholder: the field of the message, and its place among the field's placeholders."""


@dataclass(frozen=True, slots=True)
class FilledMessage:
    """The texts of a message by field; `failure` says why there are none."""

    to: Recipient
    texts: Mapping[str, str] = field(default_factory=dict)
    shown: frozenset[Place] = frozenset()
    empty: frozenset[Place] = frozenset()
    address: str = ""
    failure: str = ""


def fill(
    node: Node, to: Recipient, values: Mapping[str, Any], address: str = "", customs: Customs = USUAL_CUSTOMS
) -> FilledMessage:
    """The message of a node to one recipient, who sees these values."""
    texts: dict[str, str] = {}
    shown: set[Place] = set()
    empty: set[Place] = set()
    for name in KINDS[node.type].templates:
        source = getattr(node.params, name, None) or ""
        try:
            made = rendered(source, values, autoescape=is_html(source), customs=customs)
        except AppError as error:
            return FilledMessage(to, address=address, failure=f"The {name}: {error}")
        texts[name] = made.text
        shown |= {(name, place) for place in made.shown}
        empty |= {(name, place) for place in made.empty}
    return FilledMessage(to, texts, frozenset(shown), frozenset(empty), address)
