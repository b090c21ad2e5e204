"""The tables that the loop over customers' events reads and writes: addresses when compiled, arrays in plain Python."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from app.reports.counting.kernel_tables import checked, elements_of, set_tables
from app.runtime.program.row_layout import Flag, Float, Int, Int32, Rows


class _Fields:
    """Events, which of them count, and what is found of each customer; a table that is not asked for has no rows."""

    at: Rows[Int]  # (m,)
    offsets: Rows[Int]  # (n + 1,)
    codes: Rows[Int32]  # (m,), -1 for none
    fits: Rows[Flag]  # whether an event of each code counts, the first for none
    rows: Rows[Int]  # the events that may count, ascending, or none: then all may
    values: Rows[Float]  # (m,)
    begins: Rows[Int]  # (n,) the instant from which the customer's events count
    apart: Rows[Int]  # (n,) an event of the customer that does not
    count: Rows[Int32]  # (n,) how many
    total: Rows[Float]  # (n,) the sum of their values
    first: Rows[Int]  # (n,) the first of them, -1 for none
    last: Rows[Int]  # (n,)
    mixed: Rows[Flag]  # (n,) whether they have different codes


ELEMENTS = elements_of(_Fields)


class Tables(_Fields):
    """Them in plain Python."""

    def __init__(self, *tables: NDArray[Any]) -> None:
        """Take the tables in the order of the fields."""
        set_tables(self, ELEMENTS, tables)


def checked_tables(tables: tuple[NDArray[Any], ...]) -> tuple[NDArray[Any], ...]:
    """The tables, if they are laid out as the kernel reads them."""
    return checked(tables, ELEMENTS, "The customers'")
