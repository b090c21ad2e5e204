"""The loops over each customer's events: `tally` runs compiled, `tally_customers` is the same as plain Python.

`note_firsts` is quicker where nothing but the first event is asked for, whenever it was.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.by_customer.tables import ELEMENTS, Tables
from app.runtime.native.addresses import StructureType, structure_at
from app.runtime.native.jit import compiled, jitable

Longs = NDArray[np.int64]
_tables_at = structure_at(StructureType("ByCustomer", ELEMENTS))


@jitable
def _note(t: Tables, customer: int, row: int, low: int, high: int, is_valued: bool, least: float) -> None:
    """Count an event for its customer if it counts."""
    now = t.at[row]
    if now < low or now > high or (len(t.apart) > 0 and t.apart[customer] == row):
        return
    if is_valued and not t.values[row] >= least:  # a missing value is not
        return
    if len(t.count) > 0:
        t.count[customer] += 1
    if len(t.total) > 0 and t.values[row] == t.values[row]:
        t.total[customer] += t.values[row]
    if len(t.last) > 0:
        t.last[customer] = row
    if len(t.first) > 0:
        if t.first[customer] < 0:
            t.first[customer] = row
        elif len(t.mixed) > 0 and t.codes[row] != t.codes[t.first[customer]]:
            t.mixed[customer] = 1


@jitable
def tally_customers(
    t: Tables, first: int, stop: int, since: int, until: int, within: int, is_valued: bool, least: float, place: int
) -> None:
    """Fill what is asked for of customers `first:stop`.

    Events count from `since` to `until`, or, where `begins` has rows, from each customer's begin and `within` so long
    after it if that is not -1; where `is_valued`, those alone whose value is `least` or more. `place` is the first of
    `rows` that may be of these customers.
    """
    low, high = since, until
    only_rows = len(t.rows) > 0
    for customer in range(first, stop):
        row, end = t.offsets[customer], t.offsets[customer + 1]
        if len(t.begins) > 0:
            low = t.begins[customer]
            high = low + within if within >= 0 else until
        if only_rows:
            while place < len(t.rows) and t.rows[place] < end:
                _note(t, customer, t.rows[place], low, high, is_valued, least)
                place += 1
            continue
        while row < end:
            if t.fits[t.codes[row] + 1]:
                _note(t, customer, row, low, high, is_valued, least)
            row += 1


@compiled
def tally(
    addresses: NDArray[np.int64],
    first: int,
    stop: int,
    since: int,
    until: int,
    within: int,
    is_valued: int,
    least: float,
    place: int,
) -> None:
    """`tally_customers` on tables at these addresses."""
    tally_customers(_tables_at(addresses), first, stop, since, until, within, is_valued != 0, least, place)


@jitable
def note_firsts_of(
    codes: NDArray[np.int32], fits: NDArray[np.uint8], offsets: Longs, first: int, stop: int, found: Longs
) -> None:
    """Write of customers `first:stop` the first event whose code fits, -1 for none: the last that is met backwards."""
    for customer in range(first, stop):
        begin, earliest = offsets[customer], -1
        row = offsets[customer + 1] - 1
        while row >= begin:
            earliest = row if fits[codes[row] + 1] else earliest
            row -= 1
        found[customer] = earliest


@compiled
def note_firsts(
    codes: NDArray[np.int32], fits: NDArray[np.uint8], offsets: Longs, first: int, stop: int, found: Longs
) -> None:
    """`note_firsts_of`, compiled."""
    note_firsts_of(codes, fits, offsets, first, stop, found)
