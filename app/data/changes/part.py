"""A part of a dataset: some of its customers with all that happened to them, or all that happened up to an instant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.changes.merges import records_of
from app.data.columns.arrow import pick
from app.data.columns.column import Column, PickedColumns
from app.data.columns.cores import each, filtered, in_parts, looked_up
from app.data.columns.selection import filtered_column, picked
from app.data.dataset import Dataset

_CUSTOMERS_AT_ONCE = 10_000  # what is noted of their events mostly stays in the processor's cache


def of_customers(dataset: Dataset, rows: NDArray[np.int64]) -> Dataset:
    """The customers in these rows, ascending. As time goes, the part ends where the whole does.

    It keeps the fingerprint, which says what it was taken from. A column is picked when somebody asks for it: whoever
    looks at the part once mostly needs few of them.
    """
    stays = np.zeros(dataset.customer_count, np.bool_)
    stays[rows] = True
    many = np.diff(dataset.offsets)
    events = _events(dataset, lambda first, last: np.repeat(stays[first:last], many[first:last]))
    offsets = np.zeros(len(rows) + 1, np.int64)
    np.cumsum(many[rows], out=offsets[1:])
    left: dict[str, Any] = {
        "customer_ids": pick(dataset.customer_ids, rows),
        "attributes": PickedColumns(dataset.attributes, lambda column: picked(column, rows)),
        "offsets": offsets,
        "at": looked_up(dataset.at, events),
        "names": picked(dataset.names, events),
        "properties": PickedColumns(dataset.properties, lambda column: picked(column, events)),
        "lists": {name: members[rows] for name, members in dataset.lists.items()},
    }
    left["merged"] = records_of(dataset.merged, left["customer_ids"])
    return replace(dataset, **left, known_until=dataset.data_end)


def on_its_own(part: Dataset) -> Dataset:
    """The part with all its columns, which holds on to nothing of the data it was taken from."""
    for columns in (part.attributes, part.properties):
        each(columns.__getitem__, list(columns))
    return replace(part, attributes=dict(part.attributes), properties=dict(part.properties))


def up_to(dataset: Dataset, end_us: int) -> Dataset:
    """All customers with what happened to them up to that instant, as if the data had ended there.

    Attributes are as they are known now: they have no date. It keeps the fingerprint, and the names of events that came
    only later, which nobody did by then.
    """
    if dataset.data_end is None or dataset.data_end <= end_us:
        return dataset
    at, begins, names = dataset.at, dataset.offsets, dataset.names
    stays = np.empty(len(at), np.bool_)

    def part(first: int, last: int) -> NDArray[np.int64]:
        """How many of its events stay of each customer."""
        low, high = begins[first], begins[last]
        np.less_equal(at[low:high], end_us, out=stays[low:high])
        before = np.zeros(high - low + 1, np.int64)
        np.cumsum(stays[low:high], out=before[1:])
        many: NDArray[np.int64] = np.diff(before[begins[first : last + 1] - low])
        return many

    stayed = in_parts(dataset.customer_count, part, _CUSTOMERS_AT_ONCE)
    left: dict[str, Any] = {
        "offsets": np.cumsum(np.concatenate([np.zeros(1, np.int64), *stayed])),
        "at": filtered(at, stays),
        "names": Column(names.type, filtered(names.values, stays), names.words),
        "properties": PickedColumns(dataset.properties, lambda column: filtered_column(column, stays)),
    }
    return replace(dataset, **left, known_until=end_us)


def _events(dataset: Dataset, fits: Callable[[int, int], NDArray[np.bool_]]) -> NDArray[np.int64]:
    """The rows, ascending, of the events that fit; `fits` says it of those of customers from one to before another."""

    def part(first: int, last: int) -> NDArray[np.int64]:
        rows = np.flatnonzero(fits(first, last))
        rows += dataset.offsets[first]
        return rows

    return np.concatenate([np.zeros(0, np.int64), *in_parts(dataset.customer_count, part)])
