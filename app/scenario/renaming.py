"""Documents in which nobody is to be found: what they compare with is renamed as the columns are, prose is masked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from app.data.pseudonyms.known import Of
from app.data.pseudonyms.renaming import Renaming
from app.errors import AppError
from app.scenario.files import dump_scenario, parse_scenario

_WHOSE: dict[str, Literal["attribute", "property"]] = {
    "attribute": "attribute",
    "entry": "property",
    "property": "property",
}
_IN_PART = frozenset({"contains", "starts_with", "ends_with", "matches"})
_OF_THE_FORM = frozenset({
    "format", "version", "type", "op", "port", "mode", "since", "aggregate", "state", "channel", "exit_timing",
    "on_cap", "on_quiet", "timezone",
})  # fmt: skip
"""Keys whose values are words of the scenario's own language."""


def compared_texts(tree: Any) -> Iterator[str]:
    """Every text with which a document compares a column."""
    if isinstance(tree, dict):
        if _subject(tree) is not None:
            value = tree.get("value")
            yield from (text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str))
        for part in tree.values():
            yield from compared_texts(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from compared_texts(part)


def renamed(tree: Any, renaming: Renaming) -> Any:
    """The document's plain values, with nobody in them."""
    if isinstance(tree, str):
        return renaming.masked(tree)
    if isinstance(tree, list):
        return [renamed(part, renaming) for part in tree]
    if not isinstance(tree, dict):
        return tree
    subject = _subject(tree)
    made = {}
    for key, value in tree.items():
        if key in _OF_THE_FORM and isinstance(value, str):
            made[key] = value
        elif key == "value" and subject is not None:
            made[key] = _literals(subject, tree.get("op"), value, renaming)
        else:
            made[renaming.masked(key)] = renamed(value, renaming)
    return made


def renamed_scenario(text: str, renaming: Renaming) -> str:
    """A scenario's document with nobody in it; AppError where that leaves no scenario."""
    tree = json.loads(text)
    for each in (renaming, replace(renaming, is_cautious=True)):
        try:
            return dump_scenario(parse_scenario(json.dumps(renamed(tree, each))))
        except AppError:
            continue  # a customer's id is a word that the form of scenarios needs
    raise AppError(
        "A scenario could not be given other names: it uses words that are also ids of customers. Nothing was written; "
        "remove that scenario from a copy of the workspace, and give that away."
    )


def _subject(tree: dict[str, Any]) -> Of | None:
    """The column that a condition, or a node that sets an attribute, is about."""
    for key, whose in _WHOSE.items():
        if isinstance(tree.get(key), str) and "value" in tree:
            return whose, tree[key]
    return None


def _literals(subject: Of, op: object, value: Any, renaming: Renaming) -> Any:
    if isinstance(value, list):
        return [_literals(subject, op, part, renaming) for part in value]
    return renaming.literal(subject, value, is_whole=op not in _IN_PART)
