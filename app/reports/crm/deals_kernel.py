"""The loops that put opportunities together: each runs compiled, and of each there is the same in Python (`…_of`).

What they read and write are the columns of `deals`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.crm.deals import Became, Events, Noted, Won
from app.reports.crm.grouping import LOSES, LOST, OPEN, OPENS, WINS, WON
from app.reports.crm.way import NEVER
from app.runtime.native.jit import compiled, jitable

Longs = NDArray[np.int64]
Codes = NDArray[np.int32]
_MOST_MOVED = 64  # of a customer's opportunities that are put into order one by one


@jitable
def _count_begun(codes: Codes, means: Longs, row: int, end: int) -> int:
    """How many opportunities begin among a customer's events: at each opening, and with what speaks before any."""
    while row < end and means[codes[row] + 1] == 0:
        row += 1
    if row == end:
        return 0
    begun = OPENS - (means[codes[row] + 1] & OPENS)
    for each in range(row, end):
        begun += means[codes[each] + 1] & OPENS
    return int(begun)


@jitable
def count_deals_of(e: Events, first: int, stop: int, counts: Longs) -> int:
    """How many opportunities without an id customers `first:stop` have, each from an opening until the next.

    `counts` (1,) is how often one could begin, be it with an id or without.
    """
    many = 0
    for customer in range(first, stop):
        if len(e.ids) == 0:
            begun = _count_begun(e.codes, e.means, e.offsets[customer], e.offsets[customer + 1])
            counts[0] += begun
            many += begun
            continue
        is_begun = is_there = False
        for row in range(e.offsets[customer], e.offsets[customer + 1]):
            mean = e.means[e.codes[row] + 1]
            if mean == 0:
                continue
            if mean & OPENS or not is_begun:
                counts[0] += 1
                is_begun, is_there = True, False
            if not is_there and e.ids[row] < 0:
                is_there = True
                many += 1
    return many


@compiled
def count_deals(e: Events, first: int, stop: int, counts: Longs) -> int:
    """`count_deals_of`, compiled."""
    return count_deals_of(e, first, stop, counts)


@jitable
def _rather_opens(e: Events, row: int, other: int) -> bool:
    """Whether a row opens the opportunity rather than another: those that open, then by instant, then as they stand."""
    if other < 0:
        return True
    opens, does_other = e.means[e.codes[row] + 1] & OPENS, e.means[e.codes[other] + 1] & OPENS
    if opens != does_other:
        return bool(opens > does_other)
    return bool(e.at[row] < e.at[other] or (e.at[row] == e.at[other] and row < other))


@jitable
def _is_later(e: Events, row: int, other: int) -> bool:
    """Whether a row comes after another: by its instant, those that open first, then as they stand."""
    if other < 0:
        return True
    if e.at[row] != e.at[other]:
        return bool(e.at[row] > e.at[other])
    opens, does_other = e.means[e.codes[row] + 1] & OPENS, e.means[e.codes[other] + 1] & OPENS
    return bool(opens < does_other or (opens == does_other and row > other))


@jitable
def _note_id(e: Events, row: int, customer: int, is_worth: bool, noted: Noted) -> None:
    """Note what a row says of the opportunity with its id."""
    id_ = e.ids[row]
    if _rather_opens(e, row, noted.opening[id_]):
        noted.opening[id_] = row
        noted.owner[id_] = customer
    if e.means[e.codes[row] + 1] & (OPENS | WINS | LOSES) and _is_later(e, row, noted.ending[id_]):
        noted.ending[id_] = row
    if is_worth and _is_later(e, row, noted.worth[id_]):
        noted.worth[id_] = row


@jitable
def put_deals_together_of(e: Events, first: int, stop: int, place: int, key: int, made: Became, noted: Noted) -> int:
    """Write the opportunities without an id of customers `first:stop`, from `place` on; their keys follow on `key`.

    Where the data gives no ids at all, `runs_kernel` does it. Of each id note the row that opens it, whose that is, the
    last row that opened or ended it, and the last with an amount; they begin with -1. Returned is the place behind the
    last that was written.
    """
    many = place - 1
    for customer in range(first, stop):
        is_begun = is_there = False
        for row in range(e.offsets[customer], e.offsets[customer + 1]):
            mean = e.means[e.codes[row] + 1]
            if mean == 0:
                continue
            if mean & OPENS or not is_begun:
                key, is_begun, is_there = key + 1, True, False
            is_worth = len(e.amounts) > 0 and e.amounts[row] == e.amounts[row]  # a missing one is not equal to itself
            if e.ids[row] >= 0:
                _note_id(e, row, customer, is_worth, noted)
                continue
            if not is_there:
                is_there = True
                many += 1
                made.key[many], made.customer[many], made.opened[many] = key, customer, e.at[row]
                made.closed[many], made.outcome[many], made.cents[many] = NEVER, OPEN, 0
            if mean & (WINS | LOSES):
                made.outcome[many], made.closed[many] = WON if mean & WINS else LOST, e.at[row]
            if is_worth:
                made.cents[many] = np.int64(np.rint(e.amounts[row] * 100))
    return many + 1


@compiled
def put_deals_together(e: Events, first: int, stop: int, place: int, key: int, made: Became, noted: Noted) -> int:
    """`put_deals_together_of`, compiled."""
    return put_deals_together_of(e, first, stop, place, key, made, noted)


@jitable
def join_ids_of(e: Events, noted: Noted, others: Noted) -> None:
    """Note of each id what others noted of it."""
    for id_ in range(len(noted.opening)):
        row = others.opening[id_]
        if row >= 0 and _rather_opens(e, row, noted.opening[id_]):
            noted.opening[id_] = row
            noted.owner[id_] = others.owner[id_]
        row = others.ending[id_]
        if row >= 0 and _is_later(e, row, noted.ending[id_]):
            noted.ending[id_] = row
        row = others.worth[id_]
        if row >= 0 and _is_later(e, row, noted.worth[id_]):
            noted.worth[id_] = row


@compiled
def join_ids(e: Events, noted: Noted, others: Noted) -> None:
    """`join_ids_of`, compiled."""
    join_ids_of(e, noted, others)


@jitable
def tell_one_by_one(e: Events, noted: Noted, made: Became) -> None:
    """What the rows of each opportunity say, which are -1 where there is none."""
    for place in range(len(noted.opening)):
        made.opened[place] = e.at[noted.opening[place]]
        made.closed[place] = NEVER
        made.outcome[place] = OPEN
        made.cents[place] = 0
        row = noted.ending[place]
        if row >= 0:
            mean = e.means[e.codes[row] + 1]
            if mean & (WINS | LOSES):
                made.outcome[place] = WON if mean & WINS else LOST
                made.closed[place] = e.at[row]
        if len(e.amounts) > 0 and noted.worth[place] >= 0:
            made.cents[place] = np.int64(np.rint(e.amounts[noted.worth[place]] * 100))


@compiled
def tell(e: Events, noted: Noted, made: Became) -> None:
    """`tell_one_by_one`, compiled."""
    tell_one_by_one(e, noted, made)


@jitable
def are_in_order_of(customer: Longs, at: Longs) -> int:
    """1 where they are by customer and instant."""
    for place in range(1, len(customer)):
        before, whose = customer[place - 1], customer[place]
        if whose < before or (whose == before and at[place] < at[place - 1]):
            return 0
    return 1


@compiled
def are_in_order(customer: Longs, at: Longs) -> int:
    """`are_in_order_of`, compiled."""
    return are_in_order_of(customer, at)


@jitable
def put_in_order_of(customer: Longs, at: Longs, starts: Longs, order: Longs) -> int:
    """Write the places by (customer, at, place); 0 where a customer has too many for it to be done one by one.

    `starts` (customers + 1,) holds zeros and is scratch.
    """
    for place in range(len(customer)):
        starts[customer[place] + 1] += 1
    for whose in range(len(starts) - 1):
        starts[whose + 1] += starts[whose]
    for place in range(len(customer)):
        order[starts[customer[place]]] = place
        starts[customer[place]] += 1
    first = 0
    for whose in range(len(starts) - 1):
        stop = starts[whose]
        for place in range(first + 1, stop):
            moved = order[place]
            to = place
            while to > first and at[moved] < at[order[to - 1]]:
                order[to] = order[to - 1]
                to -= 1
                if place - to > _MOST_MOVED:
                    return 0
            order[to] = moved
        first = stop
    return 1


@compiled
def put_in_order(customer: Longs, at: Longs, starts: Longs, order: Longs) -> int:
    """`put_in_order_of`, compiled."""
    return put_in_order_of(customer, at, starts, order)


@jitable
def note_won_of(deals: Became, first: int, stop: int, place: int, won: Won) -> int:
    """Write of the opportunities `first:stop` those that were won, from `place` on; the place behind the last."""
    for row in range(first, stop):
        if deals.outcome[row] == WON:
            won.customer[place] = deals.customer[row]
            won.opened[place] = deals.opened[row]
            won.closed[place] = deals.closed[row]
            won.cents[place] = deals.cents[row]
            place += 1
    return place


@compiled
def note_won(deals: Became, first: int, stop: int, place: int, won: Won) -> int:
    """`note_won_of`, compiled."""
    return note_won_of(deals, first, stop, place, won)
