"""The back-test's loop: `examine_customers` runs compiled, `examine_customers_of` is the same as plain Python."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.recommendations.tables import ELEMENTS, Tables
from app.runtime.native.addresses import StructureType, structure_at
from app.runtime.native.jit import compiled, jitable

_tables_at = structure_at(StructureType("Recommendations", ELEMENTS))


@jitable
def examine_customers_of(t: Tables, first: int, end: int, wanted: int) -> int:
    """Test customers `first:end` in each month in which they had something new; how many tests there are.

    `wanted` is how many products are recommended.
    """
    tests = 0
    for customer in range(first, end):
        begin, stop = t.offsets[customer], t.offsets[customer + 1]
        meet_products(t, customer, begin, stop)
        opening, tested = begin, -1
        for event in range(begin, stop):
            if t.month[event] != t.month[opening]:
                opening = event
            if opening == begin or tested == opening or t.met[t.product[event]] != event:
                continue
            tested = opening
            t.customers[tests] = customer
            t.months[tests] = t.month[event]
            t.ranks[tests] = rank_of(t, 0, customer, opening, event, wanted)
            t.popular_ranks[tests] = rank_of(t, 1, customer, opening, event, wanted)
            tests += 1
    return tests


@jitable
def meet_products(t: Tables, customer: int, begin: int, stop: int) -> None:
    """Note the customer's first event on each product; whoever has one bears their number."""
    for event in range(begin, stop):
        product = t.product[event]
        if t.owner[product] != customer + 1:
            t.owner[product] = customer + 1
            t.met[product] = event


@jitable
def rank_of(t: Tables, popular: int, customer: int, opening: int, new: int, wanted: int) -> int:
    """At which place the new product stood in the list for a month whose first event this is; 0 for none of so many.

    `popular` 1 takes the second model, and what it recommends is not noted.
    """
    place = place_of(t, popular, opening)
    begins, sizes, products = t.begins, t.sizes, t.products
    if popular == 1:
        begins, sizes, products = t.popular_begins, t.popular_sizes, t.popular_products
    found, rank = 0, 0
    for row in range(begins[place], begins[place] + sizes[place]):
        product = products[row]
        is_own = t.owner[product] == customer + 1
        if is_own and t.met[product] < opening:
            continue
        found += 1
        if popular == 0:
            t.named[product] = 1
        if is_own and rank == 0 and t.at[t.met[product]] == t.at[new]:
            rank = found
        if found == wanted:
            break
    return rank


@jitable
def place_of(t: Tables, popular: int, opening: int) -> int:
    """The list of the month in which an event opens, for the product before it; else that of what is popular."""
    month = t.table[t.month[opening]]
    if popular == 1:
        return month
    slot = t.slots[t.product[opening - 1]]
    place = slot * t.counts[0] + month
    return place if slot >= 0 and t.of[place] > 0 else t.counts[1] * t.counts[0] + month


@compiled
def examine_customers(addresses: NDArray[np.int64], first: int, end: int, wanted: int) -> int:
    """`examine_customers_of` on tables at these addresses."""
    return examine_customers_of(_tables_at(addresses), first, end, wanted)
