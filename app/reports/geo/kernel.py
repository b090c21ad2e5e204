"""The map's loop over events that name a place: `place` runs compiled, `place_customers` the same in plain Python."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.geo.tables import ELEMENTS, Tables
from app.runtime.native.addresses import StructureType, structure_at
from app.runtime.native.jit import compiled, jitable

_tables_at = structure_at(StructureType("Geo", ELEMENTS))


@jitable
def place_customers(t: Tables, first: int, stop: int) -> int:
    """Add the events of customers `first:stop` to their places; returns how many times a customer is at a place."""
    many = 0
    for customer in range(first, stop):
        for row in range(t.offsets[customer], t.offsets[customer + 1]):
            if not t.fits[t.codes[row] + 1]:
                continue
            place = t.place_of[t.words[row] + 1]
            t.events[place] += 1
            if len(t.values) > 0 and t.values[row] == t.values[row]:  # a missing value is not equal to itself
                t.revenue[place] += t.values[row]
            if t.seen[place] != customer:
                t.seen[place] = customer
                t.places[many] = place
                t.customers[many] = customer
                many += 1
    return many


@compiled
def place(addresses: NDArray[np.int64], first: int, stop: int) -> int:
    """`place_customers` on tables at these addresses."""
    return place_customers(_tables_at(addresses), first, stop)
