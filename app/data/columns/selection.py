"""Rows of columns picked, joined and tidied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import NO_WORDS, keep, numpy_of, pick, whole
from app.data.columns.column import MISSING, MISSING_CODE, Column, ColumnType
from app.data.columns.cores import counted, filtered, looked_up


def take(column: Column, rows: NDArray[Any]) -> Column:
    """The column at those rows; row -1 is missing. Words that no row uses any longer are dropped."""
    lengthened = np.empty(len(column.values) + 1, column.values.dtype)
    lengthened[:-1], lengthened[-1] = column.values, MISSING[column.type]
    return _compact(Column(column.type, lengthened[rows], column.words))


def picked(column: Column, rows: NDArray[Any]) -> Column:
    """The same of rows that are all there, on all cores and without a copy of the whole column."""
    return _compact(Column(column.type, looked_up(column.values, rows), column.words))


def filtered_column(column: Column, stays: NDArray[np.bool_]) -> Column:
    """The column at the rows that stay. Words that no row uses any longer are dropped."""
    return _compact(Column(column.type, filtered(column.values, stays), column.words))


def last_filled(column: Column, which: NDArray[np.int32], count: int) -> Column:
    """One value for each of `count` things: that of its last row that has one; `which` names the thing of each row."""
    last = np.full(count, -1, np.int64)
    filled = np.flatnonzero(column.filled)
    last[which[filled]] = filled  # of equal places numpy keeps the last assignment
    return take(column, last)


def last_filled_of_all(columns: Mapping[str, Column], which: NDArray[np.int32], count: int) -> dict[str, Column]:
    """The same for each column; where no thing has a second row, that row is the last one of every column."""
    if np.bincount(which, minlength=1).max() > 1:
        return {name: last_filled(column, which, count) for name, column in columns.items()}
    rows = np.full(count, -1, np.int64)
    rows[which] = np.arange(len(which))
    return {name: take(column, rows) for name, column in columns.items()}


def reorder(column: Column, order: NDArray[np.integer[Any]]) -> Column:
    """The column in another order of its rows."""
    return Column(column.type, looked_up(column.values, order), column.words)


def concatenate(columns: Sequence[Column]) -> Column:
    """Columns of one type, one after another."""
    if len(columns) == 1:
        return columns[0]
    kind = columns[0].type
    if kind is not ColumnType.TEXT:
        return Column(kind, np.concatenate([column.values for column in columns]), NO_WORDS)
    words = union_of_words([column.words for column in columns])
    return Column(kind, np.concatenate([_recode(column, words) for column in columns]), words)


def union_of_words(parts: Sequence[pa.StringArray]) -> pa.StringArray:
    """All distinct texts of the parts, sorted by code point."""
    together = whole(pa.chunked_array(list(parts), pa.string()).unique())
    return pick(together, numpy_of(pc.sort_indices(together)))


def places(texts: pa.StringArray, words: pa.StringArray) -> NDArray[np.int32]:
    """Where each text stands among the words, all of which are there."""
    return numpy_of(pc.index_in(texts, words))


def codes_in(texts: pa.StringArray, words: pa.StringArray) -> NDArray[np.int64]:
    """Where each text stands among the words; -1 where it does not."""
    found: Any = pc.fill_null(pc.index_in(texts, words), pa.scalar(MISSING_CODE, pa.int32()))
    codes: NDArray[np.int64] = numpy_of(found).astype(np.int64)
    return codes


def appended(first: pa.StringArray, second: pa.StringArray) -> pa.StringArray:
    """The first's texts, then those of the second that the first lacks."""
    new = keep(second, ~numpy_of(pc.is_in(second, value_set=first)))
    return whole(pa.chunked_array([first, new], pa.string()))


def _recode(column: Column, words: pa.StringArray) -> NDArray[np.int32]:
    moved = np.append(places(column.words, words), np.int32(MISSING_CODE))
    codes: NDArray[np.int32] = moved[column.values]
    return codes


def _compact(column: Column) -> Column:
    if column.type is not ColumnType.TEXT:
        return column
    used = counted(column.values, len(column.words)) > 0
    if used.all():
        return column
    moved = np.append(np.cumsum(used, dtype=np.int32) - 1, np.int32(MISSING_CODE))
    return Column(column.type, looked_up(moved, column.values), keep(column.words, used))
