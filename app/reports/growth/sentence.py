"""Growth's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.reports.counting.buckets import Period
from app.reports.counting.fitting_periods import periods_offered
from app.reports.definition.event_conditions import with_conditions
from app.reports.definition.sentence import (
    WHERE,
    Choice,
    Part,
    Sentence,
    event_part,
    events_of,
    events_part,
    one_of,
    where_of,
    where_part,
    zone_of,
    zone_part,
)
from app.reports.growth.definition import GrowthDefinition

_FIRST, _NEVER = "(first)", "(never)"  # the latter as kept reports may name it
_BY_EVENT, _BY_ATTRIBUTE = "event:", "attribute:"


def sentence(dataset: Dataset, definition: GrowthDefinition) -> Sentence:
    """`Who joined by created_at and left by unsubscribed, by month`."""
    return (
        "Who joined by",
        _joined(dataset, definition),
        *((where_part("joined", definition.step(definition.event), dataset),) if definition.event else ()),
        "and left by",
        events_part("left", definition.left, "never", dataset),
        *_of_left(dataset, definition),
        "in each",
        one_of("period", definition.period, periods_offered(dataset, definition.period)),
        "of",
        zone_part("zone", definition.zone, dataset),
    )


def _of_left(dataset: Dataset, definition: GrowthDefinition) -> Iterator[str | Part]:
    """What each of these events has to be like; of several it is said which."""
    for place, name in enumerate(definition.left):
        if len(definition.left) > 1:
            yield f"{',' if place else '–'} {name}"
        yield where_part(f"left {name}", definition.step(name), dataset)


def _joined(dataset: Dataset, definition: GrowthDefinition) -> Part:
    dates = [
        Choice(f"their {name}", f"{_BY_ATTRIBUTE}{name}")
        for name, column in dataset.attributes.items()
        if column.type in (ColumnType.DATE, ColumnType.INSTANT)
    ]
    events = [
        Choice(f"their first {choice.value}", f"{_BY_EVENT}{choice.value}")
        for choice in event_part("joined", "", dataset).choices
    ]
    shown = f"their {definition.attribute}" if definition.attribute else "their first event"
    if definition.event:
        shown = f"their first {definition.event}"
    return Part("joined", shown, (*dates, Choice("their first event", _FIRST), *events))


def changed(definition: GrowthDefinition, field: str, value: str) -> GrowthDefinition:
    """The definition with that part changed."""
    if field.startswith(f"{WHERE} "):
        name = definition.event if field == f"{WHERE} joined" else field.removeprefix(f"{WHERE} left ")
        return replace(definition, where=with_conditions(definition.where, name, where_of(value)))
    if field == "period":
        return replace(definition, period=next(period for period in get_args(Period) if period == value))
    if field == "left":
        return replace(definition, left=() if value == _NEVER else events_of(value))
    if field == "zone":
        return replace(definition, zone=zone_of(value))
    if value.startswith(_BY_ATTRIBUTE):
        return replace(definition, attribute=value.removeprefix(_BY_ATTRIBUTE), event="")
    return replace(definition, attribute="", event=value.removeprefix(_BY_EVENT) if value != _FIRST else "")
