"""Growth's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.reports.buckets import PERIODS, Period
from app.reports.growth.definition import GrowthDefinition
from app.reports.sentence import (
    Choice,
    Part,
    Sentence,
    event_part,
    events_of,
    events_part,
    one_of,
    zone_of,
    zone_part,
)

_FIRST, _NEVER = "(first)", "(never)"  # the latter as kept reports may name it
_BY_EVENT, _BY_ATTRIBUTE = "event:", "attribute:"


def sentence(dataset: Dataset, definition: GrowthDefinition) -> Sentence:
    """`Who joined by created_at and left by unsubscribed, by month`."""
    return (
        "Who joined by",
        _joined(dataset, definition),
        "and left by",
        events_part("left", definition.left, "never", dataset),
        "in each",
        one_of("period", definition.period, {period: period for period in PERIODS}),
        "of",
        zone_part("zone", definition.zone, dataset),
    )


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
    if field == "period":
        return replace(definition, period=next(period for period in get_args(Period) if period == value))
    if field == "left":
        return replace(definition, left=() if value == _NEVER else events_of(value))
    if field == "zone":
        return replace(definition, zone=zone_of(value))
    if value.startswith(_BY_ATTRIBUTE):
        return replace(definition, attribute=value.removeprefix(_BY_ATTRIBUTE), event="")
    return replace(definition, attribute="", event=value.removeprefix(_BY_EVENT) if value != _FIRST else "")
