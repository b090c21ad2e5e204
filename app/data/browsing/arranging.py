"""A table's rows as the user wants to see them: some of them, in some order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import numpy_of
from app.data.browsing.finding import Bits, containing, matching
from app.data.browsing.table import Table
from app.data.columns import Column, ColumnType
from app.progress import Progress, silent

Rows = NDArray[np.int64]

_SORTING = "Sorting"
_OF_LONG_KEYS = (ColumnType.NUMBER, ColumnType.INSTANT)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is wanted of a table; columns are named by their places."""

    search: str = ""
    """Rows that have this in any column."""
    filters: Mapping[int, str] = field(default_factory=dict)
    """What is written over which column; all of it must hold."""
    sort: int | None = None
    descending: bool = False

    @property
    def finds_all(self) -> bool:
        """Whether no row is left out."""
        return not self.search.strip() and not any(text.strip() for text in self.filters.values())


def arranged(table: Table, wanted: Arrangement, progress: Progress = silent) -> Rows | None:
    """The table's rows that are wanted, in that order; None for all of them as they are.

    Equal values keep their order, and what is missing stands last either way. AppError where a filter cannot be meant.
    """
    rows = None if wanted.finds_all else np.flatnonzero(_found(table, wanted, progress))
    if wanted.sort is None:
        return rows
    progress(0, 0, _SORTING)
    return _sorted(table.columns[wanted.sort].values(), rows, progress, descending=wanted.descending)


def _found(table: Table, wanted: Arrangement, progress: Progress) -> Bits:
    found: Bits = np.ones(table.rows, np.bool_)
    for at, text in wanted.filters.items():
        if text.strip():
            progress(0, 0, "Filtering")
            found &= matching(table.columns[at].values(), text)
    if text := wanted.search.strip():
        anywhere: Bits = np.zeros(table.rows, np.bool_)
        for at, column in enumerate(table.columns):
            progress(at, len(table.columns), "Searching")
            anywhere |= containing(column.values(), text)
        found &= anywhere
    return found


def _sorted(column: Column, rows: Rows | None, progress: Progress, *, descending: bool) -> Rows:
    values, filled = column.values, column.filled
    if rows is not None:
        values, filled = values[rows], filled[rows]
    if filled.all():
        order = _order(column.type, values, progress, descending=descending)
        return order if rows is None else rows[order]
    rows = np.arange(len(column)) if rows is None else rows
    order = _order(column.type, values[filled], progress, descending=descending)
    return np.concatenate((rows[filled][order], rows[~filled]))


def _order(kind: ColumnType, values: NDArray[Any], progress: Progress, *, descending: bool) -> Rows:
    """Where the values stand in order; equal ones stay as they are."""
    keys = -values.astype(np.promote_types(values.dtype, np.int16)) if descending else values
    if kind in _OF_LONG_KEYS:
        return _stable_order(keys, progress)
    return numpy_of(pc.array_sort_indices(pa.array(keys))).astype(np.int64)  # counts instead of comparing


def _stable_order(keys: NDArray[Any], progress: Progress) -> Rows:
    """As `argsort(kind="stable")`, in less time: what need not be stable is sorted by vector instructions."""
    order = np.argsort(keys)
    progress(1, 2, _SORTING)
    ordered = keys[order]
    places = np.zeros(len(keys), np.int64)
    np.cumsum(ordered[1:] != ordered[:-1], out=places[1:])
    places *= len(keys)  # equal keys have one place; within it the rows decide
    places += order
    places.sort()
    return places % max(len(keys), 1)
