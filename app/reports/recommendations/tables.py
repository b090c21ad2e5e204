"""The tables that the back-test reads and writes: addresses when compiled, arrays in plain Python."""

from __future__ import annotations

from typing import Any

from app.reports.counting.kernel_tables import elements_of, set_tables
from app.runtime.program.row_layout import Flag, Int, Int32, Rows


class _Fields:
    """m events on p products by n customers in time, the model and that of what is popular, and room for tests."""

    # Events by customer, then in order; months count from the first.
    offsets: Rows[Int]  # (n + 1,)
    at: Rows[Int]  # (m,)
    product: Rows[Int32]  # (m,)
    month: Rows[Int32]  # (m,)
    # The models, see `Model`; `table` says which of their months counts in each, `counts` how many there are, and which
    # slot is what is popular. Of the model of what is popular that slot is the only one.
    table: Rows[Int32]
    counts: Rows[Int]  # (2,)
    slots: Rows[Int32]  # (p,)
    begins: Rows[Int]
    sizes: Rows[Int32]
    of: Rows[Int32]
    products: Rows[Int32]
    popular_begins: Rows[Int]
    popular_sizes: Rows[Int32]
    popular_products: Rows[Int32]
    # Of the customer at work: whose number, plus 1, a product bears, and their first event on it.
    owner: Rows[Int32]  # (p,)
    met: Rows[Int]  # (p,)
    # What is found; `named` are products that the model recommended.
    named: Rows[Flag]  # (p,)
    customers: Rows[Int32]
    months: Rows[Int32]
    ranks: Rows[Int32]
    popular_ranks: Rows[Int32]


ELEMENTS = elements_of(_Fields)


class Tables(_Fields):
    """Those tables, for the plain loop."""

    def __init__(self, *tables: Any) -> None:
        set_tables(self, ELEMENTS, tables)
