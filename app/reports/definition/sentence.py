"""A definition as a sentence whose parts can be changed, each by choosing from a list or by typing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.data.zones import zone_names
from app.errors import AppError
from app.nodes.conditions import Step, Where
from app.nodes.durations import Duration
from app.nodes.words.sentences import where_sentence
from app.numbers import number
from app.reports.definition.event_conditions import Conditions, step_of

WHERE = "where"
"""Begins the field of a part with the conditions of an event."""
_WHERE_READER: TypeAdapter[Where] = TypeAdapter(Where)
_DAYS = (1, 3, 7, 14, 30, 60, 90, 180, 365)
_ZONES = (
    "UTC", "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "America/Sao_Paulo",
    "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney",
)  # fmt: skip
_APART = "\x1f"  # between several events in one value


class Choice(NamedTuple):
    """What a part can become: the words for people, and the value to give back."""

    words: str
    value: str


@dataclass(frozen=True, slots=True)
class Clauses:
    """Conditions that are put together: on which columns, and those there are, as documents."""

    of: Literal["event", "customer"]
    columns: Mapping[str, ColumnType]
    there: tuple[dict[str, Any], ...] = field(default=())


class Part(NamedTuple):
    """Words that can be changed; `typed` says what may be typed instead of choosing, "" that nothing may.

    With `clauses` its value can be put together of conditions, and is given back as a JSON list of them.
    """

    field: str
    words: str
    choices: tuple[Choice, ...]
    typed: Literal["", "days", "day", "formula", "zone", "sizes", "amount"] = ""
    clauses: Clauses | None = None


Sentence = tuple[str | Part, ...]
"""Words that stay, and parts, in the order in which they are read."""


def event_part(field: str, event: str, dataset: Dataset, more: Iterable[Choice] = ()) -> Part:
    """An event, to be chosen from those of the data, the most frequent first."""
    events = sorted(dataset.schema().events.items(), key=lambda each: (-each[1], each[0]))
    choices = [Choice(f"{name}  ({number(count)})", name) for name, count in events]
    return Part(field, event, (*choices, *more))


def events_part(field: str, chosen: tuple[str, ...], none: str, dataset: Dataset) -> Part:
    """Any number of events: a choice adds one, or takes it away where it is there; its value are all of them then."""
    part = event_part(field, " or ".join(chosen) or none, dataset)

    def with_or_without(name: str) -> str:
        return _APART.join([*(each for each in chosen if each != name), *(() if name in chosen else (name,))])

    choices = (
        Choice(f"{'✓ ' if each.value in chosen else ''}{each.words}", with_or_without(each.value))
        for each in part.choices
    )
    return part._replace(choices=(*choices, Choice(none, "")))


def columns_part(field: str, chosen: tuple[str, ...], none: str, names: Iterable[str]) -> Part:
    """Any number of columns, in the order in which they were chosen; a choice adds one, or takes it away."""

    def with_or_without(name: str) -> str:
        return _APART.join([*(each for each in chosen if each != name), *(() if name in chosen else (name,))])

    choices = (Choice(f"{'✓ ' if name in chosen else ''}{name}", with_or_without(name)) for name in names)
    return Part(field, " or else ".join(chosen) or none, (*choices, Choice(none, "")))


def texts_of(columns: Mapping[str, Column]) -> list[str]:
    """The names of the columns that hold texts, sorted."""
    return sorted(name for name, column in columns.items() if column.type is ColumnType.TEXT)


def events_of(value: str) -> tuple[str, ...]:
    """The events, or columns, of such a part's value."""
    return tuple(name for name in value.split(_APART) if name)


def where_part(field: str, step: Step, dataset: Dataset) -> Part:
    """What the event of a step has to be like, to be put together of its properties."""
    columns = {name: column.type for name, column in dataset.properties.items()}
    there = tuple(test.model_dump(mode="json", exclude_defaults=True) for test in step.where)
    words = where_sentence(step.where).strip() or "+ where"
    choices = (Choice("whatever it is like", "[]"),) if step.where else ()
    return Part(f"{WHERE} {field}", words, choices, clauses=Clauses("event", columns, there))


def where_parts(field: str, events: tuple[str, ...], conditions: Conditions, dataset: Dataset) -> Iterator[str | Part]:
    """What each of several events has to be like, under `FIELD EVENT`; of more than one it is said which."""
    for place, name in enumerate(events):
        if len(events) > 1:
            yield f"{',' if place else '–'} {name}"
        yield where_part(f"{field} {name}", step_of(conditions, f"{field} {name}", name), dataset)


def where_of(value: str) -> Where:
    """The conditions that were put together; those without a name are none. AppError where they are no conditions."""
    try:
        where = _WHERE_READER.validate_json(value)
    except (ValidationError, RecursionError) as error:
        raise AppError("These conditions could not be read. Nothing was changed.") from error
    return tuple(test for test in where if test.property)


def with_where(step: Step, value: str) -> Step:
    """The step with the conditions that were put together; AppError where they are no conditions."""
    return Step(event=step.event, where=where_of(value))


def zone_part(field: str, zone: str, dataset: Dataset) -> Part:
    """Whose calendar it is: that of the data, or of another time zone."""
    own = Choice(f"{dataset.timezone}, as the data", "")
    others = (Choice(each, each) for each in _ZONES if each != dataset.timezone)
    return Part(field, zone or dataset.timezone, (own, *others), "zone")


def zone_of(value: str) -> str:
    """The zone that was chosen or typed, "" for that of the data; AppError where there is none of that name."""
    name = value.strip()
    if name and name not in zone_names():
        raise AppError(f"“{value}” is no time zone; write it like Europe/Berlin. Nothing was changed.")
    return name


def property_part(field: str, name: str, dataset: Dataset, type_: ColumnType, more: Iterable[Choice] = ()) -> Part:
    """A property of events of one type."""
    names = sorted(title for title, column in dataset.properties.items() if column.type is type_)
    return Part(field, name, (*(Choice(title, title) for title in names), *more))


def length_part(field: str, length: Duration) -> Part:
    """A length of time in days."""
    return Part(
        field, length.in_words(), tuple(Choice(Duration.parse(f"P{n}D").in_words(), f"{n}") for n in _DAYS), "days"
    )


def length_of(value: str) -> Duration:
    """The days that were chosen or typed; AppError where that is no number of days."""
    text = value.strip().removesuffix("days").removesuffix("day").strip()
    if not text.isdecimal() or not 0 < int(text) < 100_000:
        raise AppError(f"“{value}” is not a number of days. Nothing was changed.")
    return Duration.parse(f"P{int(text)}D")


def one_of(field: str, value: str, words: dict[str, str]) -> Part:
    """One of a few named ways."""
    return Part(field, words[value], tuple(Choice(said, key) for key, said in words.items()))
