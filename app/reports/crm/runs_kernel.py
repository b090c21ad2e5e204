"""The loop that puts opportunities without ids together: a customer's events from one opening until the next.

It runs compiled; `put_runs_together_of` is the same in Python. No processor foresees which event opens what, so nothing
is asked event by event: each writes, and what it writes is chosen by bits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.reports.crm.deals import Became, Events
from app.reports.crm.grouping import LOSES, LOST, OPEN, OPENS, WINS, WON
from app.reports.crm.way import NEVER
from app.runtime.native.jit import compiled, jitable

Longs = NDArray[np.int64]
_AT_ONCE = 1024  # events whose marks stay in the processor's nearest cache


class Spoken(NamedTuple):
    """Room for the rows of events that speak of an opportunity, what each does to it, and whose it is; and one more."""

    row: Longs
    mean: Longs
    customer: Longs


def room_to_speak() -> Spoken:
    """For as many events as are looked at at once."""
    return Spoken(*(np.empty(_AT_ONCE + 1, np.int64) for _ in range(3)))


@jitable
def _spoken(e: Events, customer: int, row: int, end: int, many: int, spoken: Spoken) -> int:
    """Note those of a customer's events that speak of an opportunity from `many` on; the place behind the last."""
    for each in range(row, end):
        mean = e.means[e.codes[each] + 1]
        spoken.row[many] = each
        spoken.mean[many] = mean
        spoken.customer[many] = customer
        many += int(mean != 0)  # else the next is written over it
    return many


@jitable
def _either(is_it: int, this: int, other: int) -> int:
    """One of two numbers, by a number of which all bits are alike."""
    return (this & is_it) | (other & ~is_it)


@jitable
def _put(e: Events, spoken: Spoken, many: int, before: int, place: int, key: int, made: Became) -> int:
    """Write what so many events say, and go on with the opportunity before `place` if that is of `before`; see below.

    Returned is the place behind the last.
    """
    opened, closed, outcome, cents = NEVER, NEVER, OPEN, 0
    if before >= 0:
        opened, closed = made.opened[place - 1], made.closed[place - 1]
        outcome, cents = made.outcome[place - 1], made.cents[place - 1]
    place, key = place - 1, key - 1
    for each in range(many):
        row, mean, customer = spoken.row[each], spoken.mean[each], spoken.customer[each]
        begins = int(mean & OPENS) | int(customer != before)
        before = customer
        place, key = place + begins, key + begins
        at = e.at[row]
        opened = _either(-begins, at, opened)
        won, ends = int(mean & WINS != 0), int(mean & (WINS | LOSES) != 0)
        closed = _either(-ends, at, _either(-begins, NEVER, closed))
        outcome = _either(-ends, _either(-won, WON, LOST), _either(-begins, OPEN, outcome))
        cents &= ~-begins
        if len(e.amounts) > 0:
            amount = e.amounts[row]
            is_worth = int(amount == amount)  # a missing one is not equal to itself
            cents = _either(-is_worth, int(np.rint((amount if is_worth else 0.0) * 100)), cents)
        made.key[place], made.customer[place], made.opened[place] = key, customer, opened
        made.closed[place], made.outcome[place], made.cents[place] = closed, outcome, cents
    return place + 1


@jitable
def put_runs_together_of(e: Events, first: int, stop: int, place: int, key: int, made: Became, spoken: Spoken) -> int:
    """Write the opportunities of customers `first:stop`, none of which has an id, from `place` on.

    Their keys follow on `key`; returned is the place behind the last that was written.
    """
    begin, before = place, -1
    customer, row = first, e.offsets[first]
    while customer < stop:
        many, room = 0, len(spoken.row) - 1
        while customer < stop and room > 0:
            end = min(e.offsets[customer + 1], row + room)
            many = _spoken(e, customer, row, end, many, spoken)
            room -= end - row
            row = end
            customer += int(row == e.offsets[customer + 1])
        if many > 0:
            place = _put(e, spoken, many, before, place, key + 1 + place - begin, made)
            before = spoken.customer[many - 1]
    return place


@compiled
def put_runs_together(e: Events, first: int, stop: int, place: int, key: int, made: Became, spoken: Spoken) -> int:
    """`put_runs_together_of`, compiled."""
    return put_runs_together_of(e, first, stop, place, key, made, spoken)
