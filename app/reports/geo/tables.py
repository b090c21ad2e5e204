"""The tables that the map's kernel reads and writes: addresses when compiled, arrays in plain Python."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from app.reports.counting.kernel_tables import checked, elements_of, set_tables
from app.runtime.program.row_layout import Flag, Float, Int, Int32, Rows


class _Fields:
    """Events, which of them count, and what is found at each of p places."""

    offsets: Rows[Int]  # (n + 1,)
    codes: Rows[Int32]  # (m,), -1 for none
    fits: Rows[Flag]  # whether an event of each code counts, the first for none
    words: Rows[Int32]  # (m,) the text that names a place, -1 for none
    place_of: Rows[Int32]  # the place of each text, the first for none
    values: Rows[Float]  # (m,), or none
    events: Rows[Int]  # (p,)
    revenue: Rows[Float]  # (p,)
    seen: Rows[Int]  # (p,) the customer seen there last, -1 for none
    places: Rows[Int32]  # a customer at a place, each once, by customer: the place, and
    customers: Rows[Int32]  # the customer


ELEMENTS = elements_of(_Fields)


class Tables(_Fields):
    """Them in plain Python."""

    def __init__(self, *tables: NDArray[Any]) -> None:
        """Take the tables in the order of the fields."""
        set_tables(self, ELEMENTS, tables)


def checked_tables(tables: tuple[NDArray[Any], ...]) -> tuple[NDArray[Any], ...]:
    """The tables, if they are laid out as the kernel reads them."""
    return checked(tables, ELEMENTS, "The map's")
