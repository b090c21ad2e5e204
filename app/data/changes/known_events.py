"""Events that a dataset has already, told from those that are new."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.assembling.rows import EventRows
from app.data.changes.mending import without_events
from app.data.columns.arrow import NO_WORDS, numpy_of
from app.data.columns.column import Column, ColumnType, missing_column
from app.data.columns.selection import concatenate, picked, take
from app.data.columns.texts import Texts
from app.data.dataset import Dataset
from app.data.merged import RECORDED

_MIX = np.uint64(0x9E3779B97F4A7C15)


def known_rows(
    rows: EventRows, dataset: Dataset, ids: pa.StringArray | None = None, by: Collection[str] | None = None
) -> NDArray[np.bool_]:
    """Which of the rows are in the dataset already; of equal ones as many as it has, unless they are known `by` an id.

    Two events are the same by customer, instant, name and all properties of either, or `by` these properties alone.
    `ids` are those of the dataset's customers, as they are known by now.
    """
    if not len(dataset.at) or not len(rows.at) or (by and not all(name in dataset.properties for name in by)):
        return np.zeros(len(rows.at), np.bool_)
    between = None if by else (int(rows.at.min()), int(rows.at.max()))
    old, new = _marks(_events_of(dataset, ids, between), rows, by)
    if by:
        return np.isin(new, old) & _filled(rows.properties, by, len(new))
    old.sort()
    there = np.zeros(len(new), np.bool_)
    order = np.argsort(new, kind="stable")
    ranked = new[order]
    starts = np.searchsorted(ranked, ranked, side="left")
    had = np.searchsorted(old, ranked, side="right") - np.searchsorted(old, ranked, side="left")
    there[order] = np.arange(len(new)) - starts < had
    return there


def rows_of_known(rows: EventRows, dataset: Dataset, column: str) -> NDArray[np.bool_]:
    """Which of the rows have a value of that property which events of the dataset have: lines of orders it holds."""
    if column not in dataset.properties or not len(rows.at):
        return np.zeros(len(rows.at), np.bool_)
    old, new = _marks(_events_of(dataset, None), rows, (column,))
    return np.isin(new, old) & _filled(rows.properties, (column,), len(new))


def without_events_of(
    dataset: Dataset, rows: EventRows, ids: pa.StringArray | None = None, by: Collection[str] | None = None
) -> Dataset:
    """The dataset without the events that these rows say anew: of the same customer, instant and name, or the same
    values of `by`."""
    if not len(dataset.at) or (by and not all(name in dataset.properties for name in by)):
        return dataset
    old, new = _marks(_events_of(dataset, ids), rows, by or ())
    gone = np.flatnonzero(np.isin(old, new) & _filled(dataset.properties, by or (), len(old)))
    return without_events(dataset, gone) if len(gone) else dataset


def only_rows(rows: EventRows, mask: NDArray[np.bool_]) -> EventRows:
    """The rows where the mask is true."""
    if mask.all():
        return rows
    kept = np.flatnonzero(mask)
    return EventRows(
        Texts(rows.ids.distinct, rows.ids.codes[kept]),
        rows.at[kept],
        take(rows.names, kept),
        {name: take(column, kept) for name, column in rows.properties.items()},
        None if rows.files is None else rows.files[kept],
        None if rows.rows is None else rows.rows[kept],
    )


def _events_of(dataset: Dataset, ids: pa.StringArray | None, between: tuple[int, int] | None = None) -> EventRows:
    """The dataset's events as rows, or those from one instant to another; `ids` as `known_rows` has them."""
    whose = Texts(dataset.customer_ids if ids is None else ids, dataset.event_customers())
    every = EventRows(whose, dataset.at, dataset.names, dataset.properties)
    if between is None:
        return every
    first, last = between
    near = np.flatnonzero((dataset.at >= first) & (dataset.at <= last))
    properties = {name: picked(column, near) for name, column in dataset.properties.items()}
    return EventRows(
        Texts(whose.distinct, np.take(whose.codes, near)), dataset.at[near], picked(dataset.names, near), properties
    )


def _marks(
    stored: EventRows, rows: EventRows, by: Collection[str] | None
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """A number for each event of the dataset and for each row: equal where the events are, unlike in all likelihood."""
    known, count = stored.ids.distinct, len(stored.at)
    columns: list[Column] = []
    if not by:
        words = pa.concat_arrays([known, rows.ids.distinct])
        codes = numpy_of(words.dictionary_encode().indices).astype(np.int64)
        owners = np.concatenate([codes[: len(known)][stored.ids.codes], codes[len(known) :][rows.ids.codes]])
        at = np.concatenate([stored.at, rows.at])
        columns = [_numbers(owners), _numbers(at), concatenate([stored.names, rows.names])]
    names = [name for name in dict.fromkeys([*stored.properties, *rows.properties]) if name != RECORDED]
    for name in names if by is None else by:
        columns.append(_both(stored.properties.get(name), rows.properties.get(name), count, len(rows.at)))
    marks = np.zeros(count + len(rows.at), np.uint64)
    for column in columns:
        marks = _mixed(marks ^ _bits(column))
    return marks[:count], marks[count:]


def _filled(columns: Mapping[str, Column], by: Collection[str], count: int) -> NDArray[np.bool_]:
    """Where all of these are filled."""
    there = np.ones(count, np.bool_)
    for name in by:
        there &= columns[name].filled
    return there


def _both(first: Column | None, second: Column | None, count: int, more: int) -> Column:
    """A property of both; of two types it is nobody's, so that it is equal only where it is missing."""
    known = second if first is None else first
    type_ = ColumnType.NUMBER if known is None else known.type
    first = missing_column(type_, count) if first is None else first
    second = missing_column(type_, more) if second is None else second
    if first.type is not second.type:
        return _numbers(np.concatenate([first.filled * 1, second.filled * 2]))
    return concatenate([first, second])


def _numbers(values: NDArray[np.int64]) -> Column:
    return Column(ColumnType.INSTANT, values, NO_WORDS)


def _bits(column: Column) -> NDArray[np.uint64]:
    if column.type is ColumnType.NUMBER:
        values = np.where(np.isnan(column.values), np.nan, column.values + 0.0)
        return np.asarray(values, np.float64).view(np.uint64)
    return column.values.astype(np.int64).view(np.uint64)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64 (Steele, Lea and Flood 2014): every bit of a number depends on every other."""
    mixed = values + _MIX
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
