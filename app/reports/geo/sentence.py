"""Geo's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.definition.breakdown import Breakdown
from app.reports.definition.sentence import WHERE, Choice, Part, Sentence, event_part, where_part, with_where
from app.reports.geo.definition import GeoDefinition

_ANY, _NONE = "(any)", ""
_AXES = ("latitude", "longitude")
_LIKE_LONGITUDE = ("lon", "lng")
_NO_DOTS, _WITH = "no dots", "\x1f"


def sentence(dataset: Dataset, definition: GeoDefinition) -> Sentence:
    """`A map of customers by their country; events are those of purchase, revenue is their amount`."""
    country = definition.country.in_words() if definition.country else "no country"
    return (
        "A map of",
        Part("measure", definition.measure, tuple(Choice(each, each) for each in _measures(definition))),
        "by",
        Part("country", country, _countries(dataset, definition)),
        "; events are those of",
        event_part(
            "event", definition.step.event if definition.step else "any kind", dataset, [Choice("any kind", _ANY)]
        ),
        *((where_part("event", definition.step, dataset),) if definition.step else ()),
        "; revenue is",
        Part("amount", definition.amount or "not counted", _amounts(dataset)),
        *_dots(dataset, definition),
    )


def _dots(dataset: Dataset, definition: GeoDefinition) -> Iterator[str | Part]:
    """Where customers are, by two of their numbers; a latitude brings the longitude that most likely goes with it."""
    numbers = sorted(name for name, column in dataset.attributes.items() if column.type is ColumnType.NUMBER)
    if len(numbers) < len(_AXES) and not definition.latitude:
        return
    yield "; dots by the latitude"
    pairs = [Choice(name, f"{name}{_WITH}{_longitude(dataset, name, numbers)}") for name in numbers]
    none = [Choice(_NO_DOTS, _WITH)] if definition.country else []
    yield Part("latitude", definition.latitude or _NO_DOTS, (*pairs, *none))
    if definition.latitude:
        yield "and the longitude"
        yield Part("longitude", definition.longitude, tuple(Choice(name, name) for name in numbers))


def _longitude(dataset: Dataset, latitude: str, numbers: list[str]) -> str:
    by_role = dataset.roles.attributes.get("longitude", "")
    others = [name for name in numbers if name != latitude]
    likely = [name for name in others if name == by_role or name.casefold().startswith(_LIKE_LONGITUDE)]
    return next(iter((*likely, *others)), "")


def _measures(definition: GeoDefinition) -> tuple[str, ...]:
    return ("customers", "events", "revenue") if definition.amount else ("customers", "events")


def _countries(dataset: Dataset, definition: GeoDefinition) -> tuple[Choice, ...]:
    """Texts of customers, then of events."""
    people = [
        Breakdown("customer", name) for name, column in dataset.attributes.items() if column.type is ColumnType.TEXT
    ]
    events = [Breakdown("event", name) for name, column in dataset.properties.items() if column.type is ColumnType.TEXT]
    none = [Choice("no country", _NONE)] if definition.latitude else []
    return (*(Choice(each.in_words(), each.written()) for each in (*people, *events)), *none)


def _amounts(dataset: Dataset) -> tuple[Choice, ...]:
    numbers = sorted(name for name, column in dataset.properties.items() if column.type is ColumnType.NUMBER)
    return (Choice("not counted", _NONE), *(Choice(name, name) for name in numbers))


def changed(definition: GeoDefinition, field: str, value: str) -> GeoDefinition:
    """The definition with that part changed."""
    if field == "event":
        return replace(definition, step=None if value == _ANY else Step(event=value))
    if field == f"{WHERE} event" and definition.step:
        return replace(definition, step=with_where(definition.step, value))
    if field == "latitude":
        latitude, _, longitude = value.partition(_WITH)
        return replace(definition, latitude=latitude, longitude=longitude)
    if field == "country" and not value:
        return replace(definition, country=None)
    if field == "country":
        of, _, name = value.partition(".")
        return replace(definition, country=Breakdown("customer" if of == "customer" else "event", name))
    new: dict[str, Any] = {field: value}
    if field == "amount" and not value and definition.measure == "revenue":
        new["measure"] = "customers"
    return replace(definition, **new)
