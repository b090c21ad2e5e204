"""The accounts' definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.accounts.definition import TOUCH, AccountsDefinition
from app.reports.crm.way_sentence import deal_parts, is_of_way, way_changed, way_parts
from app.reports.definition.event_conditions import conditions_of, with_conditions
from app.reports.definition.sentence import (
    WHERE,
    Choice,
    Part,
    Sentence,
    columns_part,
    events_of,
    events_part,
    texts_of,
    where_of,
    where_part,
    zone_of,
    zone_part,
)

_NONE = Choice("nothing", "")


def sentence(dataset: Dataset, definition: AccountsDefinition) -> Sentence:
    """`Accounts by company, else by the domain of email, with the score lead_score`."""
    texts = texts_of(dataset.attributes)
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
        "; touches have a",
        columns_part("touch", definition.touch, _NONE.words, texts_of(dataset.properties)),
        *((where_part("touch", _like(definition, TOUCH), dataset),) if definition.touch else ()),
        ";",
        *way_parts(dataset, definition.way, ("opportunity", "won", "lost")),
        *(deal_parts(dataset, definition.way) if definition.way.opportunity else ()),
        "; no activity is",
        events_part("passive", definition.passive, "nothing", dataset),
        *_of_passive(dataset, definition),
        "; days are those of",
        zone_part("zone", definition.zone, dataset),
    )


def _like(definition: AccountsDefinition, name: str) -> Step:
    return Step(event=name, where=conditions_of(definition.where, name))


def _of_passive(dataset: Dataset, definition: AccountsDefinition) -> Iterator[str | Part]:
    """What each of these events has to be like; of several it is said which."""
    for place, name in enumerate(definition.passive):
        if len(definition.passive) > 1:
            yield f"{',' if place else '–'} {name}"
        yield where_part(f"passive {name}", _like(definition, name), dataset)


def _part(field: str, chosen: str, names: list[str]) -> Part:
    choices = (*(Choice(name, name) for name in sorted(set(names))), _NONE)
    return Part(field, chosen or _NONE.words, choices)


def changed(definition: AccountsDefinition, field: str, value: str) -> AccountsDefinition:
    """The definition with that part changed."""
    if is_of_way(field):
        return replace(definition, way=way_changed(definition.way, field, value))
    if field.startswith(f"{WHERE} "):
        name = TOUCH if field == f"{WHERE} touch" else field.removeprefix(f"{WHERE} passive ")
        return replace(definition, where=with_conditions(definition.where, name, where_of(value)))
    if field in ("passive", "touch"):
        several: dict[str, Any] = {field: events_of(value)}
        return replace(definition, **several)
    new: dict[str, Any] = {field: zone_of(value) if field == "zone" else value}
    return replace(definition, **new)
