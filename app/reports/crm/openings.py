"""Opportunities of many events, by the compiled loops: by ids, else from one opening of a customer to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.reports.by_customer.counting import counted_then_filled
from app.reports.crm.deals import Became, Events, Noted

Longs = NDArray[np.int64]


class Ids(NamedTuple):
    """The ids that events may have, ascending, and the place of each event's, -1 for none; without ids no rows."""

    words: pa.Array[Any]
    codes: NDArray[np.int32]


def ids_of(dataset: Dataset, name: str) -> Ids:
    """The texts of a property, or its values as they were read; worked out once. "" is none."""
    column = dataset.properties.get(name)
    if column is None:
        return Ids(pa.array([], pa.string()), np.zeros(0, np.int32))
    if column.type is ColumnType.TEXT:
        return Ids(column.words, column.values)
    return dataset.kept(("ids", name), lambda: _by_value(column))


def _by_value(column: Column) -> Ids:
    encoded = pa.array(column.values).dictionary_encode()
    values = encoded.dictionary.to_numpy()
    order = np.argsort(values)
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order))
    codes = np.where(column.filled, place[encoded.indices.to_numpy()], -1).astype(np.int32)
    return Ids(pa.array(values[order]), codes)


def opened_by_customers(dataset: Dataset, events: Events, words: int) -> Became:
    """All opportunities: those with one of so many ids by it, then the others by customer."""
    from app.reports.crm.deals_kernel import count_deals, put_deals_together  # late: numba takes a while to import
    from app.reports.crm.runs_kernel import put_runs_together, room_to_speak

    begun: dict[tuple[int, int], int] = {}
    parts: list[Noted] = []

    def count(first: int, stop: int) -> int:
        counts = np.zeros(1, np.int64)
        many = count_deals(events, first, stop, counts)
        begun[first, stop] = int(counts[0])
        return many

    def fill(first: int, stop: int, place: int, made: Became) -> None:
        key = words + sum(many for (_, end), many in begun.items() if end <= first)
        if not len(events.ids):
            put_runs_together(events, first, stop, place, key, made, room_to_speak())
            return
        noted = nothing_noted(words)
        put_deals_together(events, first, stop, place, key, made, noted)
        parts.append(noted)

    made: Became = counted_then_filled(dataset, count, room_for, fill)
    if not parts:
        return made
    told = told_by_ids(events, parts)
    if not len(told.key):
        return made
    return Became(*(np.concatenate(each) for each in zip(told, made, strict=True))) if len(made.key) else told


def room_for(many: int) -> Became:
    """So many opportunities, of which nothing is known yet."""
    return Became(*(np.empty(many, np.int64) for _ in range(6)))


def nothing_noted(words: int) -> Noted:
    """So many ids, of which nothing is known yet."""
    return Noted(*(np.full(words, -1, np.int64) for _ in range(4)))


def told_by_ids(events: Events, parts: Sequence[Noted]) -> Became:
    """The opportunities with ids, by what parts of the customers' events say of them."""
    from app.reports.crm.deals_kernel import join_ids, tell  # late: numba takes a while to import

    noted, *beside = parts
    for each in beside:
        join_ids(events, noted, each)
    used = np.flatnonzero(noted.opening >= 0)
    told = room_for(len(used))._replace(key=used, customer=noted.owner[used])
    tell(events, Noted(*(each[used] for each in noted)), told)
    return told
