"""Geo's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.data.columns import ColumnType
from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.breakdown import Breakdown
from app.reports.geo.definition import GeoDefinition
from app.reports.sentence import WHERE, Choice, Part, Sentence, event_part, where_part, with_where

_ANY, _NONE = "(any)", ""


def sentence(dataset: Dataset, definition: GeoDefinition) -> Sentence:
    """`A map of customers by their country; events are those of purchase, revenue is their amount`."""
    country = definition.country.in_words() if definition.country else "no country"
    return (
        "A map of",
        Part("measure", definition.measure, tuple(Choice(each, each) for each in _measures(definition))),
        "by",
        Part("country", country, _countries(dataset)),
        "; events are those of",
        event_part(
            "event", definition.step.event if definition.step else "any kind", dataset, [Choice("any kind", _ANY)]
        ),
        *((where_part("event", definition.step, dataset),) if definition.step else ()),
        "; revenue is",
        Part("amount", definition.amount or "not counted", _amounts(dataset)),
    )


def _measures(definition: GeoDefinition) -> tuple[str, ...]:
    return ("customers", "events", "revenue") if definition.amount else ("customers", "events")


def _countries(dataset: Dataset) -> tuple[Choice, ...]:
    """Texts of customers, then of events."""
    people = [
        Breakdown("customer", name) for name, column in dataset.attributes.items() if column.type is ColumnType.TEXT
    ]
    events = [Breakdown("event", name) for name, column in dataset.properties.items() if column.type is ColumnType.TEXT]
    return tuple(Choice(each.in_words(), each.written()) for each in (*people, *events))


def _amounts(dataset: Dataset) -> tuple[Choice, ...]:
    numbers = sorted(name for name, column in dataset.properties.items() if column.type is ColumnType.NUMBER)
    return (Choice("not counted", _NONE), *(Choice(name, name) for name in numbers))


def changed(definition: GeoDefinition, field: str, value: str) -> GeoDefinition:
    """The definition with that part changed."""
    if field == "event":
        return replace(definition, step=None if value == _ANY else Step(event=value))
    if field == f"{WHERE} event" and definition.step:
        return replace(definition, step=with_where(definition.step, value))
    if field == "country":
        of, _, name = value.partition(".")
        return replace(definition, country=Breakdown("customer" if of == "customer" else "event", name))
    new: dict[str, Any] = {field: value}
    if field == "amount" and not value and definition.measure == "revenue":
        new["measure"] = "customers"
    return replace(definition, **new)
