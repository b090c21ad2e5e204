"""RFM's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import Step
from app.numbers import day
from app.reports.counting.buckets import local_days
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
    property_part,
    where_of,
    where_part,
    where_parts,
    with_where,
    zone_of,
    zone_part,
)
from app.reports.rfm.definition import ENGAGED, RfmDefinition

_NONE = ""
_FIFTHS = {"above": "at quantiles plus 1", "quantile": "at quantiles", "ranks": "by rank, of equal size"}
_BACK = ((7, "a week"), (30, "30 days"), (90, "90 days"), (180, "180 days"), (365, "a year"))


def sentence(dataset: Dataset, definition: RfmDefinition) -> Sentence:
    """`Customers who did purchase until 31 May of UTC by their amount, compared with no earlier day …`."""
    return (
        "Customers who did",
        event_part("purchase", definition.purchase.event, dataset),
        where_part("purchase", definition.purchase, dataset),
        "until",
        _on(dataset, definition),
        "of",
        zone_part("zone", definition.zone, dataset),
        "by their",
        property_part("amount", definition.amount, dataset, ColumnType.NUMBER),
        "in fifths",
        one_of("fifths", definition.fifths, _FIFTHS),
        "compared with",
        _before(dataset, definition),
        "; engagement is",
        events_part("engaged", definition.engaged, "not counted", dataset),
        *where_parts(ENGAGED, definition.engaged, definition.where, dataset),
    )


def _last(dataset: Dataset, definition: RfmDefinition) -> date:
    end = dataset.data_end
    if end is None:
        return date.today()
    found: date = local_days(np.array([end]), definition.zone or dataset.timezone)[0].item()
    return found


def _on(dataset: Dataset, definition: RfmDefinition) -> Part:
    last = _last(dataset, definition)
    newest = Choice(f"{day(last)}, the last day of the data", _NONE)
    return Part("on", day(definition.on or last), (newest, *_earlier(last)), "day")


def _before(dataset: Dataset, definition: RfmDefinition) -> Part:
    on = definition.on or _last(dataset, definition)
    words = day(definition.before) if definition.before else "no earlier day"
    return Part("before", words, (Choice("no earlier day", _NONE), *_earlier(on)), "day")


def _earlier(on: date) -> list[Choice]:
    days = [(on - timedelta(back), words) for back, words in _BACK]
    return [Choice(f"{day(before)}, {words} earlier", before.isoformat()) for before, words in days]


def changed(definition: RfmDefinition, field: str, value: str) -> RfmDefinition:
    """The definition with that part changed; AppError where a day is not written like 2024-05-31."""
    if field == "purchase":
        return replace(definition, purchase=Step(event=value))
    if field == f"{WHERE} purchase":
        return replace(definition, purchase=with_where(definition.purchase, value))
    if field.startswith(f"{WHERE} "):
        name = field.removeprefix(f"{WHERE} ")
        return replace(definition, where=with_conditions(definition.where, name, where_of(value)))
    if field == "amount":
        return replace(definition, amount=value)
    if field == "engaged":
        return replace(definition, engaged=events_of(value))
    if field == "fifths":
        rule: dict[str, Any] = {"fifths": value}
        return replace(definition, **rule)
    if field == "zone":
        return replace(definition, zone=zone_of(value))
    try:
        new = date.fromisoformat(value.strip()) if value.strip() else None
    except ValueError:
        raise AppError(f"“{value}” is not a day; write it like 2024-05-31. Nothing was changed.") from None
    return replace(definition, on=new) if field == "on" else replace(definition, before=new)
