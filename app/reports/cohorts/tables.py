"""The tables that the cohorts' kernel reads and writes: addresses when compiled, arrays in plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.reports.counting.kernel_tables import checked, elements_of, set_tables
from app.runtime.program.row_layout import Flag, Float, Int, Int32, Rows

START, RETURN = 1, 2


class _Fields:
    """Events, periods, what is found of them, and scratch of one part of the work."""

    marks: Rows[Int32]  # (m,) `START` and `RETURN`
    at: Rows[Int]  # (m,)
    offsets: Rows[Int]  # (n + 1,)
    edges: Rows[Int]  # (b + 1,) where periods begin
    values: Rows[Float]  # (m,), or none: what an event is worth
    sizes: Rows[Int]  # (b,) who started
    counts: Rows[Int]  # (b * p,) who came back
    sums: Rows[Float]  # (b * p,) what that was worth
    chosen: Rows[Flag]  # (n,), or none: who is in the cell that is asked for
    # The starts of one customer: when, in which period, and the last period after it with a return, -1 for none.
    start_at: Rows[Int]
    start_in: Rows[Int]
    last: Rows[Int]


ELEMENTS = elements_of(_Fields)


class Tables(_Fields):
    """Them in plain Python."""

    def __init__(self, *tables: NDArray[Any]) -> None:
        """Take the tables in the order of the fields."""
        set_tables(self, ELEMENTS, tables)


def tables_for(*given: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """All tables, with scratch for as many starts as there are periods; the cells are flat."""
    tables = tuple(table.reshape(-1) for table in given)
    starts = len(given[3])
    tables = (*tables, *(np.empty(starts, np.int64) for _ in range(3)))
    return checked(tables, ELEMENTS, "The cohorts'")
