"""Events that a dataset has already, told from those that are new."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.assembling.rows import EventRows
from app.data.changes.mending import without_events
from app.data.columns.arrow import NO_WORDS, numpy_of, words_of
from app.data.columns.column import Column, ColumnType, missing_column
from app.data.columns.selection import concatenate, picked, take
from app.data.columns.texts import Texts
from app.data.dataset import Dataset
from app.data.merged import RECORDED

_AT, _NAME = "\0at", "\0name"  # beside properties, none of which can be called so
_MIX = np.uint64(0x9E3779B97F4A7C15)


def known_rows(
    rows: EventRows, dataset: Dataset, ids: pa.StringArray | None = None, by: Collection[str] | None = None
) -> NDArray[np.bool_]:
    """Which of the rows are in the dataset already; of equal ones as many as it has, unless they are known `by` an id.

    Two events are the same by customer, instant, name and all properties of either, or `by` these properties alone
    where they are filled. `ids` are those of the dataset's customers, as they are known by now.
    """
    if not len(dataset.at) or not len(rows.at):
        return np.zeros(len(rows.at), np.bool_)
    if by:
        known, unnamed = rows_of_known(rows, dataset, by), ~_filled(rows.properties, by, len(rows.at))
        if unnamed.any():
            known[unnamed] = known_rows(only_rows(rows, unnamed), dataset, ids)
        return known
    return known_among(rows, events_of(dataset, ids, (int(rows.at.min()), int(rows.at.max()))))


def known_among(rows: EventRows, stored: EventRows) -> NDArray[np.bool_]:
    """Which of the rows are among those that are stored: of equal ones as many as there are."""
    old, new = _marks(stored, rows, None)
    old.sort()
    there = np.zeros(len(new), np.bool_)
    order = np.argsort(new, kind="stable")
    ranked = new[order]
    starts = np.searchsorted(ranked, ranked, side="left")
    had = np.searchsorted(old, ranked, side="right") - np.searchsorted(old, ranked, side="left")
    there[order] = np.arange(len(new)) - starts < had
    return there


def rows_of_known(
    rows: EventRows, dataset: Dataset, by: Collection[str], names: Collection[str] | None = None
) -> NDArray[np.bool_]:
    """Which of the rows have the values of these properties that events of the dataset have, or those of `names`."""
    named = _filled(rows.properties, by, len(rows.at))
    if not named.any() or not all(name in dataset.properties for name in by):
        return np.zeros(len(rows.at), np.bool_)
    stored = events_of(dataset, None)
    if names is not None:
        is_called = np.append(np.isin(words_of(stored.names.words), list(names)), False)
        stored = only_rows(stored, is_called[stored.names.values])
    old, new = _marks(stored, rows, by)
    return np.isin(new, old) & named


def changed_rows(rows: EventRows, dataset: Dataset, by: Collection[str]) -> NDArray[np.bool_]:
    """Which of the rows have the values of these properties that events of the dataset have, and else say otherwise.

    They are compared by instant, name and the properties that both have: another export may have others.
    """
    known = rows_of_known(rows, dataset, by)
    if known.any():
        shared = [name for name in rows.properties if name in dataset.properties and name != RECORDED]
        stored, said = _told(events_of(dataset, None), shared), _told(rows, shared)
        old, new = _marks(stored, said, [*shared, _AT, _NAME])
        known &= ~np.isin(new, old)
    return known


def _told(events: EventRows, names: Sequence[str]) -> EventRows:
    """The events with these properties, and with instant and name as such."""
    shared = {name: events.properties[name] for name in names}
    return replace(events, properties={**shared, _AT: _numbers(events.at), _NAME: events.names})


def without_events_of(
    dataset: Dataset, rows: EventRows, ids: pa.StringArray | None = None, by: Collection[str] | None = None
) -> Dataset:
    """The dataset without the events that these rows say anew: of the same values of `by`, or where those are not
    filled of the same customer, instant and name."""
    stored = events_of(dataset, ids)
    named, said = (_filled(each.properties, by or (), len(each.at)) & bool(by) for each in (stored, rows))
    again = np.zeros(len(stored.at), np.bool_)
    for of_stored, of_rows, columns in ((named, said, by or ()), (~named, ~said, ())):
        if of_stored.any() and of_rows.any():
            old, new = _marks(stored, rows, columns)
            again |= of_stored & np.isin(old, new[of_rows])
    return without_events(dataset, np.flatnonzero(again)) if again.any() else dataset


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


def events_of(dataset: Dataset, ids: pa.StringArray | None, between: tuple[int, int] | None = None) -> EventRows:
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
    """Where all of these are there and filled."""
    there = np.ones(count, np.bool_)
    for name in by:
        there &= columns[name].filled if name in columns else False
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
