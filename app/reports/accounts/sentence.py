"""The accounts' definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.reports.accounts.definition import AccountsDefinition
from app.reports.sentence import Choice, Part, Sentence, events_of, events_part, zone_of, zone_part

_NONE = Choice("nothing", "")


def sentence(dataset: Dataset, definition: AccountsDefinition) -> Sentence:
    """`Accounts by company, else by the domain of email, with the score lead_score`."""
    texts = [name for name, column in dataset.attributes.items() if column.type is ColumnType.TEXT]
    numbers = [
        name
        for columns in (dataset.properties, dataset.attributes)
        for name, column in columns.items()
        if column.type is ColumnType.NUMBER
    ]
    return (
        "Accounts by",
        _part("company", definition.company, texts),
        "else by the domain of",
        _part("email", definition.email, texts),
        "with the score",
        _part("score", definition.score, numbers),
        "; no activity is",
        events_part("passive", definition.passive, "nothing", dataset),
        "; days are those of",
        zone_part("zone", definition.zone, dataset),
    )


def _part(field: str, chosen: str, names: list[str]) -> Part:
    choices = (*(Choice(name, name) for name in sorted(set(names))), _NONE)
    return Part(field, chosen or _NONE.words, choices)


def changed(definition: AccountsDefinition, field: str, value: str) -> AccountsDefinition:
    """The definition with that part changed."""
    if field == "passive":
        return replace(definition, passive=events_of(value))
    new: dict[str, Any] = {field: zone_of(value) if field == "zone" else value}
    return replace(definition, **new)
