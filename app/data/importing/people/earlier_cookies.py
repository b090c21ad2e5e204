"""Cookies of customers that files of people name and that a later value of their column takes the place of.

The column holds the latest. The others are kept as records of merged ids, so that visits with them join the customer
in later imports, they are listed with the merges, and can be told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.assembling.fingerprint import signed
from app.data.changes.merges import combined
from app.data.columns.arrow import numpy_of, pick, whole
from app.data.columns.column import Column, ColumnType, missing_column
from app.data.columns.selection import codes_in
from app.data.columns.texts import Texts, encode, text_column, trimmed
from app.data.dataset import Dataset
from app.data.importing.parts_of_plan import Part
from app.data.merged import Merged
from app.data.vocabulary.headers import COOKIES, plain


class _Pairs(NamedTuple):
    """Customers and the cookies that some file gives them, row by row."""

    customers: pa.StringArray
    cookies: pa.StringArray


def with_earlier_cookies(
    made: Dataset,
    parts: Sequence[Part],
    before: Dataset | None,
    ids: pa.StringArray | None,
    apart: frozenset[str],
) -> Dataset:
    """The dataset with a record for each cookie that its column holds no longer.

    `before` is the dataset that the parts came to, and `ids` what its customers are called now. A device of several
    customers names none of them, and what was told apart is left alone.
    """
    records = []
    for name, column in made.attributes.items():
        if plain(name) not in COOKIES or column.type is not ColumnType.TEXT:
            continue
        pairs = [
            *_of_parts(name, parts),
            *(_of_dataset(name, before, ids) if before is not None and ids is not None else ()),
        ]
        record = _earlier(made, name, column, pairs, apart) if pairs else None
        if record is not None:
            records.append(record)
    return signed(replace(made, merged=combined([made.merged, *records]))) if records else made


def _of_parts(name: str, parts: Sequence[Part]) -> Iterator[_Pairs]:
    for part in parts:
        if part.is_people and name in part.origin.table.column_names and name not in part.file.leave_out:
            yield _pairs(encode(part.table.column(part.label)), trimmed(encode(part.origin.table.column(name))))


def _of_dataset(name: str, before: Dataset, ids: pa.StringArray) -> Iterator[_Pairs]:
    column = before.attributes.get(name)
    if column is not None and column.type is ColumnType.TEXT:
        yield _pairs(encode(ids), Texts(column.words, column.values))


def _pairs(customers: Texts, cookies: Texts) -> _Pairs:
    both = np.flatnonzero((customers.codes >= 0) & (cookies.codes >= 0))
    return _Pairs(pick(customers.distinct, customers.codes[both]), pick(cookies.distinct, cookies.codes[both]))


def _earlier(made: Dataset, name: str, column: Column, found: Sequence[_Pairs], apart: frozenset[str]) -> Merged | None:
    """The cookies of one column that belong to one customer alone, who has another one there now."""
    cookies = encode(pa.chunked_array([pairs.cookies for pairs in found], pa.string()))
    names = codes_in(whole(pa.chunked_array([pairs.customers for pairs in found], pa.string())), made.customer_ids)
    rows = np.flatnonzero(names >= 0)
    pairs = np.unique(names[rows] << 32 | cookies.codes[rows])
    alone = np.bincount(pairs & 0xFFFFFFFF, minlength=len(cookies.distinct)) == 1
    pairs = pairs[alone[pairs & 0xFFFFFFFF]]
    owners, words = pairs >> 32, pick(cookies.distinct, pairs & 0xFFFFFFFF)
    now = codes_in(words, column.words)
    is_now = (now >= 0) & (column.values[owners] == now)
    is_other = numpy_of(pc.is_in(words, value_set=pa.array(sorted(apart), pa.string())))
    is_other |= numpy_of(pc.is_in(words, value_set=made.customer_ids))
    is_other |= numpy_of(pc.is_in(words, value_set=made.merged.ids))
    left = np.flatnonzero(~is_now & ~is_other)
    if not len(left):
        return None
    ids = pick(words, left)
    return Merged(ids, pick(made.customer_ids, owners[left]), _columns(made, name, ids))


def _columns(made: Dataset, name: str, ids: pa.StringArray) -> Mapping[str, Column]:
    """The cookies as the values of their column, beside what other records hold."""
    others = {title: missing_column(column.type, len(ids)) for title, column in made.merged.columns.items()}
    return {**others, name: text_column(Texts(ids, np.arange(len(ids), dtype=np.int32)))}
