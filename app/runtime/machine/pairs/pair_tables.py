"""The tables that the counting of pairs reads and writes: addresses when compiled, lists in plain Python."""

from __future__ import annotations

from typing import Any, ClassVar, get_args, get_type_hints

from app.runtime.program.row_layout import Flag, Float, Int, Int32, Rows


class PairTables:
    """m events on p products by n customers, and tables for t months; what is counted, and the ranked rows.

    A product stands for its place among the ids. `known` is the first month whose table may know an event. Notes are
    pairs of an anchor, one after the other (`cursors`): the month that knows them first times p, plus the other
    product; the anchor itself stands for a customer who has it.
    """

    # Events, by customer, then in order.
    offsets: Rows[Int]  # (n + 1,)
    at: Rows[Int]  # (m,)
    product: Rows[Int32]  # (m,)
    known: Rows[Int32]  # (m,)
    of_order: Rows[Int32]  # (m,) events by order, of those that have one
    order_first: Rows[Int32]  # (m,) where the event's order begins there; without one, an order of nothing
    order_end: Rows[Int32]  # (m,)
    months: Rows[Int]  # (t,) the first instant of each
    # What is noted of each customer.
    head: Rows[Int32]  # (p,) the customer's first event on a product
    following: Rows[Int32]  # (m,) the customer's next event on the same one, -1 for none
    met: Rows[Int]  # (p,) the stamp of when a product was met last
    best: Rows[Int]  # (p,) the first month that knows a pair
    touched: Rows[Int32]  # (p,)
    stamp: Rows[Int]  # (1,)
    most: Rows[Int]  # (1,) how many different products a customer has at most
    counts: Rows[Int]  # (p,) how many notes an anchor has
    cursors: Rows[Int]  # (p,)
    notes: Rows[Int]
    # Popularity.
    popular: Rows[Int32]  # (t * p,)
    popular_of: Rows[Int]  # (t,)
    # Ranking.
    allowed: Rows[Flag]  # (p,) whether a product may be recommended at all
    category: Rows[Int32]  # (p,)
    cover: Rows[Float]  # (t * p,), or empty where nobody knows a stock
    support: Rows[Int32]  # (p,)
    by_month: Rows[Int]  # (t + 1,)
    sorted: Rows[Int32]  # room for the notes of one anchor
    active: Rows[Int32]  # (p,)
    heap_product: Rows[Int32]  # (keep,)
    heap_score: Rows[Float]  # (keep,)
    # Ranked rows: those of a slot and month are `sizes` from `begins` on; `of` is 0 where nothing has enough support.
    slots: Rows[Int32]  # (p,) of an anchor, -1 where nothing ever has
    begins: Rows[Int]  # (slots * t,)
    sizes: Rows[Int32]
    of: Rows[Int32]
    row_product: Rows[Int32]
    row_support: Rows[Int32]
    row_score: Rows[Float]
    written: Rows[Int]  # (2,) rows, and slots

    ELEMENTS: ClassVar[dict[str, Any]]

    def __init__(self, *tables: Any) -> None:
        """Take the tables in the order of the fields."""
        for name, table in zip(self.ELEMENTS, tables, strict=True):
            setattr(self, name, table)


PairTables.ELEMENTS = {
    name: get_args(hint)[0]
    for name, hint in get_type_hints(PairTables, include_extras=True).items()
    if hint != ClassVar[dict[str, Any]]
}
