"""A dataset of people who do not exist: who they were cannot be told from it, what they did can.

Ids, addresses, phones and names become others by a keyed hash: the same text becomes the same pseudonym wherever it
stands, and nobody can find out which without the key. Instants and dates are moved by whole weeks, each customer's by a
number of their own, so that days of the week and the time between events stay. Any other text stays only where several
customers share it, and without the addresses and ids in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.assembling.fingerprint import signed
from app.data.columns.arrow import numpy_of, pick, words_of
from app.data.columns.column import MISSING_CODE, Column, ColumnType
from app.data.columns.selection import places, reorder
from app.data.dataset import Dataset, Roles
from app.data.merged import Merged
from app.data.products import Products
from app.data.pseudonyms.known import Of
from app.data.pseudonyms.renaming import Renaming
from app.progress import Progress, silent

_WEEK_US = 7 * 86_400_000_000
_WEEK_DAYS = 7
_FIRST_US, _LAST_US = -62_135_596_800_000_000, 253_402_300_799_999_999  # the years 1 to 9999
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896
NAMING = "Giving other names"
_BETWEEN_REPORTS = 10_000
_ROWS_AT_ONCE = 1 << 20
_Given = TypeVar("_Given")
_PLACES = frozenset({"latitude", "longitude"})


def pseudonymised(dataset: Dataset, renaming: Renaming, progress: Progress = silent) -> Dataset:
    """The dataset with other people in it, in the same columns; `renaming` has learnt of all that it holds."""
    names, masked = renaming.names, renaming.masked
    given = partial(_texts, progress=progress)
    people, owners = np.arange(dataset.customer_count), dataset.event_customers()
    weeks = np.array(_each(dataset.customer_ids, names.weeks, progress), np.int64)
    columns = _Columns(renaming, weeks, progress)
    made = replace(
        dataset,
        name=masked(dataset.name),
        customer_ids=given(dataset.customer_ids, names.id),
        attributes={masked(t): columns.of(("attribute", t), c, people) for t, c in dataset.attributes.items()},
        at=_moved(dataset.at, weeks * _WEEK_US, owners, _FIRST_US, _LAST_US),
        names=_sorted(dataset.names, _texts(dataset.names.words, masked)),
        properties={masked(t): columns.of(("property", t), c, owners) for t, c in dataset.properties.items()},
        lists={masked(title): members for title, members in dataset.lists.items()},
        roles=_roles(dataset.roles, masked),
        pools={masked(title): given(codes, names.code) for title, codes in dataset.pools.items()},
        products=_products(dataset.products, masked),
        merged=_merged(dataset, columns),
    )
    return signed(_in_order(made))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns with other values; `weeks` (n,) says by how many weeks each customer's move."""

    renaming: Renaming
    weeks: NDArray[np.int64]
    progress: Progress

    def of(self, of: Of, column: Column, owners: NDArray[np.integer]) -> Column:
        """A column whose row i belongs to the customer `owners[i]`."""
        if column.type is ColumnType.INSTANT:
            return replace(column, values=_moved(column.values, self.weeks * _WEEK_US, owners, _FIRST_US, _LAST_US))
        if column.type is ColumnType.DATE:
            days = _moved(column.values, self.weeks * _WEEK_DAYS, owners, _FIRST_DAY, _LAST_DAY)
            return replace(column, values=days.astype(column.values.dtype))
        if column.type is ColumnType.TEXT:
            return _sorted(column, _texts(column.words, lambda word: self.renaming.word(of, word), self.progress))
        return self._numbers(of, column) if column.type is ColumnType.NUMBER else column

    def _numbers(self, of: Of, column: Column) -> Column:
        """Numbers that name somebody become others; places are told to about ten kilometres."""
        if self.renaming.known.roles.get(of) in _PLACES:
            return replace(column, values=np.round(column.values, 1))
        if of not in self.renaming.known.numbering:
            return column
        distinct, codes = np.unique(column.values, return_inverse=True)
        others = np.array([self.renaming.names.number(value) for value in distinct.tolist()])
        return replace(column, values=others[codes.reshape(-1)])


def _texts(texts: pa.StringArray, name: Callable[[str], str], progress: Progress = silent) -> pa.StringArray:
    return pa.array(_each(texts, name, progress), pa.string())


def _each(texts: pa.StringArray, name: Callable[[str], _Given], progress: Progress) -> list[_Given]:
    """What each text is given; between some of them it is told how far that is."""
    given: list[_Given] = []
    for first in range(0, len(texts), _BETWEEN_REPORTS):
        progress(first, len(texts), NAMING)
        given += map(name, words_of(texts.slice(first, _BETWEEN_REPORTS)))
    return given


def _roles(roles: Roles, masked: Callable[[str], str]) -> Roles:
    def values(of: Mapping[str, str]) -> dict[str, str]:
        return {role: masked(title) for role, title in of.items()}

    def keys(of: Mapping[str, str]) -> dict[str, str]:
        return {masked(title): currency for title, currency in of.items()}

    return Roles(
        values(roles.attributes),
        values(roles.events),
        values(roles.properties),
        keys(roles.attribute_currencies),
        keys(roles.property_currencies),
    )


def _products(products: Products, masked: Callable[[str], str]) -> Products:
    """The catalogue, without the addresses and ids of customers in its texts."""
    ids = _texts(products.ids, masked)
    distinct = pc.unique(ids)
    ordered = pick(distinct, numpy_of(pc.sort_indices(distinct)))
    rows = places(ordered, ids).astype(np.int64)
    columns = {
        masked(title): reorder(
            _sorted(column, _texts(column.words, masked)) if column.type is ColumnType.TEXT else column, rows
        )
        for title, column in products.columns.items()
    }
    return Products(ordered, columns, {role: masked(title) for role, title in products.roles.items()})


def _merged(dataset: Dataset, columns: _Columns) -> Merged:
    merged, names = dataset.merged, columns.renaming.names
    if not len(merged):
        return merged
    owners = places(merged.kept, dataset.customer_ids)
    made = {
        columns.renaming.masked(title): columns.of(("attribute", title), column, owners)
        for title, column in merged.columns.items()
    }
    return Merged(_texts(merged.ids, names.id), _texts(merged.kept, names.id), made)


def _sorted(column: Column, words: pa.StringArray) -> Column:
    """The column with other words in place of its own, which may be fewer and stand in another order."""
    distinct = pc.unique(words)
    ordered = pick(distinct, numpy_of(pc.sort_indices(distinct)))
    codes = np.append(places(words, ordered), np.int32(MISSING_CODE))
    return Column(column.type, codes[column.values].astype(np.int32), ordered)


def _moved(
    values: NDArray[np.integer], by: NDArray[np.int64], owners: NDArray[np.integer], first: int, last: int
) -> NDArray[np.int64]:
    """Instants or days moved by what their customer's are; missing ones, or beyond the years 1 to 9999, stay."""
    made = np.empty(len(values), np.int64)
    for begin in range(0, len(values), _ROWS_AT_ONCE):
        rows = slice(begin, begin + _ROWS_AT_ONCE)
        stayed = values[rows].astype(np.int64)
        is_there = (stayed >= first) & (stayed <= last)
        moved = np.where(is_there, stayed, 0) + by[owners[rows]]
        made[rows] = np.where(is_there & (moved >= first) & (moved <= last), moved, stayed)
    return made


def _in_order(dataset: Dataset) -> Dataset:
    """The customers sorted by their new ids, and their events with them."""
    order = numpy_of(pc.sort_indices(dataset.customer_ids)).astype(np.int64)
    counts = np.diff(dataset.offsets)[order]
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)])
    first = np.repeat(dataset.offsets[:-1][order] - offsets[:-1], counts)
    events = np.arange(dataset.event_count, dtype=np.int64) + first
    return replace(
        dataset,
        customer_ids=pick(dataset.customer_ids, order),
        attributes={title: reorder(column, order) for title, column in dataset.attributes.items()},
        offsets=offsets,
        at=dataset.at[events],
        names=reorder(dataset.names, events),
        properties={title: reorder(column, events) for title, column in dataset.properties.items()},
        lists={title: members[order] for title, members in dataset.lists.items()},
    )
