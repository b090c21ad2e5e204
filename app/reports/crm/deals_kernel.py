"""The loops that put opportunities together: each runs compiled, and of each there is the same in Python (`…_of`).

`means` are the bits of `grouping` for each code of an event, the first for none; `ids` (events,) are the places of
their ids, -1 for none, or have no rows where the data gives opportunities no ids.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.crm.grouping import LOSES, LOST, OPEN, OPENS, WINS, WON
from app.reports.crm.way import NEVER
from app.runtime.native.jit import compiled, jitable

Longs = NDArray[np.int64]
Codes = NDArray[np.int32]
Floats = NDArray[np.float64]
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
def count_deals_of(codes: Codes, offsets: Longs, means: Longs, ids: Codes, first: int, stop: int, counts: Longs) -> int:
    """How many opportunities without an id customers `first:stop` have, each from an opening until the next.

    `counts` (1,) is how often one could begin, be it with an id or without.
    """
    many = 0
    for customer in range(first, stop):
        if len(ids) == 0:
            begun = _count_begun(codes, means, offsets[customer], offsets[customer + 1])
            counts[0] += begun
            many += begun
            continue
        is_begun = False
        is_there = False
        for row in range(offsets[customer], offsets[customer + 1]):
            mean = means[codes[row] + 1]
            if mean == 0:
                continue
            if mean & OPENS or not is_begun:
                counts[0] += 1
                is_begun = True
                is_there = False
            if not is_there and ids[row] < 0:
                is_there = True
                many += 1
    return many


@compiled
def count_deals(codes: Codes, offsets: Longs, means: Longs, ids: Codes, first: int, stop: int, counts: Longs) -> int:
    """`count_deals_of`, compiled."""
    return count_deals_of(codes, offsets, means, ids, first, stop, counts)


@jitable
def _rather_opens(codes: Codes, at: Longs, means: Longs, row: int, other: int) -> bool:
    """Whether a row opens the opportunity rather than another: those that open, then by instant, then as they stand."""
    if other < 0:
        return True
    opens, does_other = means[codes[row] + 1] & OPENS, means[codes[other] + 1] & OPENS
    if opens != does_other:
        return bool(opens > does_other)
    return bool(at[row] < at[other] or (at[row] == at[other] and row < other))


@jitable
def _is_later(codes: Codes, at: Longs, means: Longs, row: int, other: int) -> bool:
    """Whether a row comes after another: by its instant, those that open first, then as they stand."""
    if other < 0:
        return True
    if at[row] != at[other]:
        return bool(at[row] > at[other])
    opens, does_other = means[codes[row] + 1] & OPENS, means[codes[other] + 1] & OPENS
    return bool(opens < does_other or (opens == does_other and row > other))


@jitable
def _note_id(
    codes: Codes,
    at: Longs,
    means: Longs,
    row: int,
    id_: int,
    customer: int,
    is_worth: bool,
    owner: Longs,
    opening: Longs,
    ending: Longs,
    worth: Longs,
) -> None:
    """Note what a row says of the opportunity with its id."""
    if _rather_opens(codes, at, means, row, opening[id_]):
        opening[id_] = row
        owner[id_] = customer
    if means[codes[row] + 1] & (OPENS | WINS | LOSES) and _is_later(codes, at, means, row, ending[id_]):
        ending[id_] = row
    if is_worth and _is_later(codes, at, means, row, worth[id_]):
        worth[id_] = row


@jitable
def put_deals_together_of(
    codes: Codes,
    offsets: Longs,
    at: Longs,
    means: Longs,
    ids: Codes,
    amounts: Floats,
    first: int,
    stop: int,
    place: int,
    key: int,
    keys: Longs,
    customers: Longs,
    opened: Longs,
    closed: Longs,
    outcome: Longs,
    cents: Longs,
    owner: Longs,
    opening: Longs,
    ending: Longs,
    worth: Longs,
) -> None:
    """Write the opportunities without an id of customers `first:stop`, from `place` on; their keys follow on `key`.

    Of each id note the row that opens it, whose that is, the last row that opened or ended it, and the last with an
    amount; they begin with -1.
    """
    many = place - 1
    for customer in range(first, stop):
        is_begun = is_there = False
        for row in range(offsets[customer], offsets[customer + 1]):
            mean = means[codes[row] + 1]
            if mean == 0:
                continue
            if mean & OPENS or not is_begun:
                key, is_begun, is_there = key + 1, True, False
            is_worth = len(amounts) > 0 and amounts[row] == amounts[row]  # a missing one is not equal to itself
            if len(ids) > 0 and ids[row] >= 0:
                _note_id(codes, at, means, row, ids[row], customer, is_worth, owner, opening, ending, worth)
                continue
            if not is_there:
                is_there = True
                many += 1
                keys[many], customers[many], opened[many], cents[many] = key, customer, at[row], 0
                closed[many], outcome[many] = NEVER, OPEN
            if mean & (WINS | LOSES):
                outcome[many], closed[many] = WON if mean & WINS else LOST, at[row]
            if is_worth:
                cents[many] = np.int64(np.rint(amounts[row] * 100))


@compiled
def put_deals_together(
    codes: Codes,
    offsets: Longs,
    at: Longs,
    means: Longs,
    ids: Codes,
    amounts: Floats,
    first: int,
    stop: int,
    place: int,
    key: int,
    keys: Longs,
    customers: Longs,
    opened: Longs,
    closed: Longs,
    outcome: Longs,
    cents: Longs,
    owner: Longs,
    opening: Longs,
    ending: Longs,
    worth: Longs,
) -> None:
    """`put_deals_together_of`, compiled."""
    put_deals_together_of(
        codes, offsets, at, means, ids, amounts, first, stop, place, key, keys, customers, opened, closed, outcome,
        cents, owner, opening, ending, worth,
    )  # fmt: skip


@jitable
def join_ids_of(
    codes: Codes,
    at: Longs,
    means: Longs,
    owner: Longs,
    opening: Longs,
    ending: Longs,
    worth: Longs,
    other_owner: Longs,
    other_opening: Longs,
    other_ending: Longs,
    other_worth: Longs,
) -> None:
    """Note of each id what others noted of it."""
    for id_ in range(len(opening)):
        row = other_opening[id_]
        if row >= 0 and _rather_opens(codes, at, means, row, opening[id_]):
            opening[id_] = row
            owner[id_] = other_owner[id_]
        row = other_ending[id_]
        if row >= 0 and _is_later(codes, at, means, row, ending[id_]):
            ending[id_] = row
        row = other_worth[id_]
        if row >= 0 and _is_later(codes, at, means, row, worth[id_]):
            worth[id_] = row


@compiled
def join_ids(
    codes: Codes,
    at: Longs,
    means: Longs,
    owner: Longs,
    opening: Longs,
    ending: Longs,
    worth: Longs,
    other_owner: Longs,
    other_opening: Longs,
    other_ending: Longs,
    other_worth: Longs,
) -> None:
    """`join_ids_of`, compiled."""
    join_ids_of(
        codes, at, means, owner, opening, ending, worth, other_owner, other_opening, other_ending, other_worth
    )  # fmt: skip


@jitable
def tell_one_by_one(
    opening: Longs,
    ending: Longs,
    worth: Longs,
    codes: Codes,
    means: Longs,
    at: Longs,
    amounts: Floats,
    opened: Longs,
    closed: Longs,
    outcome: Longs,
    cents: Longs,
) -> None:
    """What the rows of each opportunity say, which are -1 where there is none."""
    for place in range(len(opening)):
        opened[place] = at[opening[place]]
        closed[place] = NEVER
        outcome[place] = OPEN
        cents[place] = 0
        row = ending[place]
        if row >= 0:
            mean = means[codes[row] + 1]
            if mean & (WINS | LOSES):
                outcome[place] = WON if mean & WINS else LOST
                closed[place] = at[row]
        if len(amounts) > 0 and worth[place] >= 0:
            cents[place] = np.int64(np.rint(amounts[worth[place]] * 100))


@compiled
def tell(
    opening: Longs,
    ending: Longs,
    worth: Longs,
    codes: Codes,
    means: Longs,
    at: Longs,
    amounts: Floats,
    opened: Longs,
    closed: Longs,
    outcome: Longs,
    cents: Longs,
) -> None:
    """`tell_one_by_one`, compiled."""
    tell_one_by_one(opening, ending, worth, codes, means, at, amounts, opened, closed, outcome, cents)


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
def note_won_of(
    customer: Longs,
    opened: Longs,
    closed: Longs,
    outcome: Longs,
    cents: Longs,
    first: int,
    stop: int,
    place: int,
    whose: Longs,
    begun: Longs,
    ended: Longs,
    worth: Longs,
) -> None:
    """Write of the opportunities `first:stop` those that were won, from `place` on."""
    for row in range(first, stop):
        if outcome[row] == WON:
            whose[place] = customer[row]
            begun[place] = opened[row]
            ended[place] = closed[row]
            worth[place] = cents[row]
            place += 1


@compiled
def note_won(
    customer: Longs,
    opened: Longs,
    closed: Longs,
    outcome: Longs,
    cents: Longs,
    first: int,
    stop: int,
    place: int,
    whose: Longs,
    begun: Longs,
    ended: Longs,
    worth: Longs,
) -> None:
    """`note_won_of`, compiled."""
    note_won_of(customer, opened, closed, outcome, cents, first, stop, place, whose, begun, ended, worth)
