"""The tables that the flow's kernel reads and writes: addresses when compiled, arrays in plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.reports.counting.kernel_tables import checked, elements_of, set_tables
from app.runtime.program.row_layout import Int, Int32, Rows


class _Fields:
    """Events, who is followed from which event on, and where each of them is at each step."""

    names: Rows[Int32]  # (m,)
    offsets: Rows[Int]  # (n + 1,)
    customers: Rows[Int]  # (k,)
    anchors: Rows[Int]  # (k,) the event from which each is followed
    codes: Rows[Int32]  # ((steps + 1) * k,) a step after the other, -1 for those who did nothing more


ELEMENTS = elements_of(_Fields)


class Tables(_Fields):
    """Them in plain Python."""

    def __init__(self, *tables: NDArray[Any]) -> None:
        """Take the tables in the order of the fields."""
        set_tables(self, ELEMENTS, tables)


def tables_for(
    names: NDArray[np.int32], offsets: NDArray[np.int64], customers: NDArray[np.int64], anchors: NDArray[np.int64],
    codes: NDArray[np.int32],
) -> tuple[NDArray[Any], ...]:  # fmt: skip
    """All tables."""
    return checked((names, offsets, customers, anchors, codes), ELEMENTS, "The flow's")
