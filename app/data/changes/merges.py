"""Which customers became one, kept with the dataset, and one of them taken out again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.assembling.assemble import assemble
from app.data.assembling.fingerprint import signed
from app.data.assembling.rows import CustomerRows, EventRows
from app.data.assembling.stacking import stacked
from app.data.columns.arrow import equals, keep, numpy_of, pick, whole
from app.data.columns.column import Column, ColumnType, missing_column
from app.data.columns.selection import concatenate, last_filled, places, take
from app.data.columns.texts import Texts, text_column
from app.data.dataset import Dataset
from app.data.merged import RECORDED, Merged
from app.errors import AppError


def records_of_rows(rows: CustomerRows, recorded: Column, ids: Collection[str]) -> Merged:
    """What rows of people say of those of these ids, each by its own."""
    wanted = numpy_of(pc.is_in(recorded.words, pa.array(sorted(ids), pa.string())))
    codes = np.append(np.where(wanted, np.cumsum(wanted) - 1, -1), -1)[recorded.values]
    filled = np.flatnonzero(codes >= 0)
    words = keep(recorded.words, wanted)
    which = codes[filled].astype(np.int32)
    owners = np.zeros(len(words), np.int64)
    owners[which] = rows.ids.codes[filled]
    columns = {name: last_filled(take(column, filled), which, len(words)) for name, column in rows.attributes.items()}
    return Merged(words, pick(rows.ids.distinct, owners), columns)


def recorded(dataset: Dataset, kept: pa.StringArray, ids: Collection[str]) -> tuple[Dataset, Merged]:
    """A dataset whose customers are about to become others: their events say by which id they were recorded.

    `kept` are the ids that its customers will have; `ids` name those who become one with somebody.
    """
    rows = np.flatnonzero(numpy_of(pc.is_in(dataset.customer_ids, pa.array(sorted(ids), pa.string()))))
    known = records_of(dataset.merged, dataset.customer_ids)
    known = replace(known, kept=_followed(known.kept, dataset.customer_ids, kept))
    rows = np.setdiff1d(rows, places(keep(known.ids, _there(known.ids, dataset)), dataset.customer_ids))
    own = np.full(dataset.customer_count, -1, np.int64)
    own[rows] = np.arange(len(rows))
    words = pick(dataset.customer_ids, rows)
    said = text_column(Texts(words, own[dataset.event_customers()].astype(np.int32)))
    before = dataset.properties.get(RECORDED)
    if before is not None:
        said = _filled_by(before, said)
    columns = {name: take(column, rows) for name, column in dataset.attributes.items()}
    fresh = Merged(words, pick(kept, rows), columns)
    properties = {**dataset.properties, RECORDED: said} if len(rows) or before is not None else dataset.properties
    return replace(dataset, properties=properties), combined([known, fresh])


def records_of(merged: Merged, ids: pa.StringArray) -> Merged:
    """The records that are part of these customers: no others can be told apart from anybody."""
    is_theirs = numpy_of(pc.is_in(merged.kept, ids)) if len(merged) else np.ones(0, np.bool_)
    if is_theirs.all():
        return merged
    rows = np.flatnonzero(is_theirs)
    columns = {name: take(column, rows) for name, column in merged.columns.items()}
    return Merged(pick(merged.ids, rows), pick(merged.kept, rows), columns)


def combined(parts: Sequence[Merged]) -> Merged:
    """All records; where an id is in two, the later filled values count."""
    ids = whole(pa.chunked_array([part.ids for part in parts], pa.string()))
    if not len(ids):
        return Merged()
    kept = whole(pa.chunked_array([part.kept for part in parts], pa.string()))
    columns = stacked([part.columns for part in parts], [len(part) for part in parts])
    words = whole(pa.chunked_array([ids.unique()], pa.string()))
    which = places(ids, words)
    owners = np.zeros(len(words), np.int64)
    owners[which] = np.arange(len(ids))
    return Merged(
        words,
        pick(kept, owners),
        {name: last_filled(column, which, len(words)) for name, column in columns.items()},
    )


def undone(dataset: Dataset, id_: str) -> Dataset:
    """The dataset in which this id is a customer of its own again, with what was recorded under it.

    Its lists hold both. An AppError where no merge took the id in, or it is the one that stayed.
    """
    merged = dataset.merged
    found = np.flatnonzero(equals(merged.ids, id_))
    if not len(found) or str(merged.kept[int(found[0])]) == id_:
        raise AppError(f"“{id_}” is not an id that was merged into another. Nothing was changed.")
    record = int(found[0])
    owner = str(merged.kept[record])
    others = np.setdiff1d(np.flatnonzero(equals(merged.kept, owner)), [record])
    ids = pa.concat_arrays([dataset.customer_ids, pa.array([id_], pa.string())])
    row = int(places(pa.array([owner], pa.string()), dataset.customer_ids)[0])
    attributes = {
        name: _told_apart(column, merged.columns.get(name), row, record, others)
        for name, column in dataset.attributes.items()
    }
    owners = dataset.event_customers().astype(np.int32)
    owners[_recorded_as(dataset, id_, row)] = dataset.customer_count
    made = assemble(
        dataset.name,
        CustomerRows(Texts(ids, np.arange(len(ids), dtype=np.int32)), attributes),
        EventRows(Texts(ids, owners), dataset.at, dataset.names, dataset.properties),
        roles=dataset.roles,
        timezone=dataset.timezone,
        lists={name: _members(ids, members, row) for name, members in dataset.lists.items()},
        pools=dataset.pools,
    )
    is_last = bool(equals(pick(merged.ids, others), owner).all())
    left = np.setdiff1d(np.arange(len(merged)), [record, *others] if is_last else [record])
    rest = Merged(
        pick(merged.ids, left),
        pick(merged.kept, left),
        {name: take(column, left) for name, column in merged.columns.items()},
    )
    return signed(replace(made, products=dataset.products, merged=rest))


def _told_apart(column: Column, records: Column | None, row: int, record: int, others: NDArray[np.int64]) -> Column:
    """An attribute with the one customer's value below, and what that leaves of the other's."""
    if records is None or records.type is not column.type:
        return concatenate([column, missing_column(column.type, 1)])
    one = np.zeros(len(others) + 1, np.int32)
    together = last_filled(take(records, np.append(others, record)), one, 1)
    now = take(column, np.array([row]))
    left = last_filled(take(records, others), one[:-1], 1)
    above, below = take(column, np.arange(row)), take(column, np.arange(row + 1, len(column)))
    is_theirs = _value(now) == _value(together) or _value(now) == _value(take(records, np.array([record])))
    return concatenate([above, left if is_theirs else now, below, take(records, np.array([record]))])


def _value(column: Column) -> object:
    if not column.filled[0]:
        return None
    return str(column.words[0]) if column.type is ColumnType.TEXT else column.values[0]


def _recorded_as(dataset: Dataset, id_: str, row: int) -> NDArray[np.int64]:
    """The events of a customer that were recorded under an id."""
    said = dataset.properties.get(RECORDED)
    first, last = int(dataset.offsets[row]), int(dataset.offsets[row + 1])
    if said is None:
        return np.array([], np.int64)
    code = int(pc.index(said.words, pa.scalar(id_)).as_py())
    return first + np.flatnonzero((said.values[first:last] == code) & (code >= 0))


def _members(ids: pa.StringArray, members: NDArray[np.bool_], row: int) -> pa.StringArray:
    return keep(ids, np.append(members, members[row]))


def _followed(kept: pa.StringArray, before: pa.StringArray, after: pa.StringArray) -> pa.StringArray:
    """Ids of customers as they are after these became those."""
    return pick(after, places(kept, before)) if len(kept) else kept


def _there(ids: pa.StringArray, dataset: Dataset) -> NDArray[np.bool_]:
    return numpy_of(pc.is_in(ids, dataset.customer_ids))


def _filled_by(first: Column, second: Column) -> Column:
    """The first's values, where it has none the second's."""
    both = concatenate([first, second])
    count = len(first)
    rows = np.where(first.filled, np.arange(count), np.arange(count) + count)
    return take(both, rows)
