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
from app.reports.crm.speaking import Speaking

Longs = NDArray[np.int64]


class Became(NamedTuple):
    """o opportunities: the key of its id or its own, whose it is, when opened and closed, what became of it, amount."""

    key: Longs
    customer: Longs
    opened: Longs
    closed: Longs
    outcome: Longs
    cents: Longs


class Ids(NamedTuple):
    """The ids that events may have, ascending, and the place of each event's, -1 for none; without ids no rows."""

    words: pa.Array[Any]
    codes: NDArray[np.int32]


class _Noted(NamedTuple):
    """For each id whose it is, and rows of events as in `Grouped`."""

    owner: Longs
    opening: Longs
    ending: Longs
    worth: Longs


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


def opened_by_customers(dataset: Dataset, events: Speaking, amounts: NDArray[np.float64], ids: Ids) -> Became:
    """All opportunities: those with an id by it, then the others by customer."""
    from app.reports.crm.deals_kernel import count_deals, put_deals_together  # late: numba takes a while to import

    asked = events.codes, dataset.offsets, dataset.at, events.means, ids.codes
    begun: dict[tuple[int, int], int] = {}
    parts: list[_Noted] = []

    def count(first: int, stop: int) -> int:
        counts = np.zeros(1, np.int64)
        many = count_deals(events.codes, dataset.offsets, events.means, ids.codes, first, stop, counts)
        begun[first, stop] = int(counts[0])
        return many

    def fill(first: int, stop: int, place: int, made: Became) -> None:
        noted = _Noted(*(np.full(len(ids.words), -1, np.int64) for _ in range(4)))
        key = len(ids.words) + sum(many for (_, end), many in begun.items() if end <= first)
        put_deals_together(*asked, amounts, first, stop, place, key, *made, *noted)
        parts.append(noted)

    made: Became = counted_then_filled(
        dataset, count, lambda many: Became(*(np.empty(many, np.int64) for _ in range(6))), fill
    )
    return _with_ids(dataset, events, amounts, parts, made) if len(ids.words) else made


def _with_ids(
    dataset: Dataset, events: Speaking, amounts: NDArray[np.float64], parts: Sequence[_Noted], others: Became
) -> Became:
    """What is noted of all ids, and the others behind them."""
    from app.reports.crm.deals_kernel import join_ids, tell  # late: numba takes a while to import

    noted, *beside = parts
    for each in beside:
        join_ids(events.codes, dataset.at, events.means, *noted, *each)
    used = np.flatnonzero(noted.opening >= 0)
    if not len(used):
        return others
    owner, opening, ending, worth = (each[used] for each in noted)
    told = Became(used, owner, *(np.empty(len(used), np.int64) for _ in range(4)))
    tell(opening, ending, worth, events.codes, events.means, dataset.at, amounts, *told[2:])
    return Became(*(np.concatenate(each) for each in zip(told, others, strict=True))) if len(others.key) else told
