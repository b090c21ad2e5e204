"""A table's rows as the user wants to see them: some of them, in some order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.data.browsing.finding import Bits, containing, matching
from app.data.browsing.table import Table
from app.data.columns.column import Column
from app.data.columns.cores import looked_up
from app.data.columns.ordering import order_of
from app.data.columns.selection import reorder
from app.progress import Progress, silent

Rows = NDArray[np.int64]

_SORTING = "Sorting"


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
    if rows is None:
        return order_of(column, progress, descending=descending)
    order = order_of(reorder(column, rows), progress, descending=descending)
    return looked_up(rows, order)
