"""What figures are broken down by: an attribute of customers or a property of events; the greatest, and others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.errors import Problem
from app.numbers import data_instant, exact
from app.reports.definition.sentence import Choice

OTHER, NONE = "(other)", "(none)"
_EPOCH = date(1970, 1, 1)
_OF = {"customer": "customers’", "event": "the event’s"}


class Breakdown(NamedTuple):
    """A column of customers or of events, by its name."""

    of: Literal["customer", "event"]
    name: str

    def in_words(self) -> str:
        """`customers’ country`, `the event’s channel`."""
        return f"{_OF[self.of]} {self.name}"

    def written(self) -> str:
        """`customer.country`, `event.channel`, as it can be given again."""
        return f"{self.of}.{self.name}"


@dataclass(frozen=True, slots=True)
class Groups:
    """The g values that are shown, the most frequent first, `(other)` last where there are more.

    `codes` holds for each of the row lists that were given the group of each row.
    """

    names: tuple[str, ...]
    codes: tuple[NDArray[np.int64], ...]


def breakdown_of(dataset: Dataset, text: str) -> Breakdown | None:
    """What is meant by `customer.NAME`, `event.NAME`, or a name alone, first of a property; None for nothing known."""
    kind, _, name = text.partition(".")
    if kind == "customer" and name in dataset.attributes:
        return Breakdown("customer", name)
    if kind == "event" and name in dataset.properties:
        return Breakdown("event", name)
    if text in dataset.properties:
        return Breakdown("event", text)
    return Breakdown("customer", text) if text in dataset.attributes else None


def breakdown_problem(dataset: Dataset, by: Breakdown | None, field: str) -> list[Problem]:
    """What is wrong with it for this dataset."""
    if by is None or by.name in (dataset.attributes if by.of == "customer" else dataset.properties):
        return []
    column = "attribute of the customers" if by.of == "customer" else "property of any event"
    return [Problem("breakdown-unknown", f"“{by.name}” is no {column}", field)]


def breakdown_choices(dataset: Dataset, none: str) -> tuple[Choice, ...]:
    """What a sentence offers: nothing, texts and truths of events, then those of customers."""
    fitting = (ColumnType.TEXT, ColumnType.BOOLEAN)
    events = [Breakdown("event", name) for name, column in dataset.properties.items() if column.type in fitting]
    people = [Breakdown("customer", name) for name, column in dataset.attributes.items() if column.type in fitting]
    return (Choice(none, ""), *(Choice(each.in_words(), each.written()) for each in (*events, *people)))


def grouped(
    dataset: Dataset,
    by: Breakdown | None,
    rows: Sequence[NDArray[np.int64]],
    customers: Sequence[NDArray[np.int32]],
    top: int,
) -> Groups:
    """The group of each event in these lists of rows; without a breakdown all are of one group that has no name."""
    if by is None:
        return Groups(("",), tuple(np.zeros(len(each), np.int64) for each in rows))
    column = (dataset.attributes if by.of == "customer" else dataset.properties)[by.name]
    values, names = _coded(column)
    found = [values[where] for where in (customers if by.of == "customer" else rows)]
    counts = sum((np.bincount(codes, minlength=len(names)) for codes in found), np.zeros(len(names), np.int64))
    titles, place = most_frequent(counts, names, top)
    return Groups(titles, tuple(place[codes] for codes in found))


def most_frequent(
    counts: NDArray[np.int64], names: Sequence[str], top: int
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The groups that are shown of so many events of each value, and the group of each value."""
    order = np.argsort(-counts, kind="stable")
    shown = order[:top][counts[order[:top]] > 0]
    place = np.full(len(names), len(shown))
    place[shown] = np.arange(len(shown))
    more = int(np.count_nonzero(counts)) > len(shown)
    titles = [names[code] for code in shown.tolist()] + [OTHER] * more
    return tuple(titles) or ("",), place


def _coded(column: Column) -> tuple[NDArray[np.int64], list[str]]:
    """The code of each value and what the codes say; the last one is that of a missing value."""
    if column.type is ColumnType.TEXT:
        words = [str(word) for word in column.words.to_pylist()]
        return np.where(column.values < 0, len(words), column.values).astype(np.int64), [*words, NONE]
    values, codes = np.unique(column.values, return_inverse=True)
    names = [_said(value, column.type) for value in values.tolist()]
    coded = np.where(column.filled, codes.reshape(-1), len(names))
    return coded.astype(np.int64), [*names, NONE]


def _said(value: Any, of_type: ColumnType) -> str:
    if of_type is ColumnType.BOOLEAN:
        return "yes" if value == 1 else "no"
    if of_type is ColumnType.DATE:
        return _day(value)
    return data_instant(value) if of_type is ColumnType.INSTANT else exact(value)


def _day(days: int) -> str:
    try:
        return (_EPOCH + timedelta(days=days)).isoformat()
    except OverflowError:
        return str(days)
