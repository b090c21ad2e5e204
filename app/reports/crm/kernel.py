"""The loop that puts opportunities together: `put_together` runs compiled, `put_rows_together` is the same in Python.

Rows of events have a key each, and those of one key are one opportunity. `means` are the bits of `grouping`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.crm.grouping import IS_WORTH, LOSES, LOST, OPEN, OPENS, WINS, WON
from app.reports.crm.way import NEVER
from app.runtime.native.jit import compiled, jitable

Longs = NDArray[np.int64]


@jitable
def _is_before(at: Longs, means: Longs, one: int, other: int) -> bool:
    """Whether a row comes before another: by its instant, then those that open, then as they stand."""
    if at[one] != at[other]:
        return bool(at[one] < at[other])
    opens, does_other = means[one] & OPENS, means[other] & OPENS
    return bool(opens > does_other or (opens == does_other and one < other))


@jitable
def _sort(order: Longs, first: int, stop: int, at: Longs, means: Longs) -> None:
    """The rows of one opportunity in order; there are few, and mostly they are so already."""
    for place in range(first + 1, stop):
        moved = order[place]
        to = place
        while to > first and _is_before(at, means, moved, order[to - 1]):
            order[to] = order[to - 1]
            to -= 1
        order[to] = moved


@jitable
def put_rows_together(
    keys: Longs, at: Longs, means: Longs, starts: Longs, order: Longs, opening: Longs, ending: Longs, worth: Longs
) -> None:
    """For each key the row that opens it (else its first), the last that opened or ended it, the last with an amount.

    The last two are -1 where there is none. `starts` (keys + 1,) holds zeros and is scratch, as is `order` (rows,).
    """
    for row in range(len(keys)):
        starts[keys[row] + 1] += 1
    for key in range(len(starts) - 1):
        starts[key + 1] += starts[key]
    for row in range(len(keys)):
        order[starts[keys[row]]] = row
        starts[keys[row]] += 1
    first = 0
    for key in range(len(starts) - 1):
        stop = starts[key]
        opening[key] = -1
        ending[key] = -1
        worth[key] = -1
        if stop > first:
            _sort(order, first, stop, at, means)
        for place in range(first, stop):
            row = order[place]
            if opening[key] < 0 or (means[row] & OPENS and not means[opening[key]] & OPENS):
                opening[key] = row
            if means[row] & (OPENS | WINS | LOSES):
                ending[key] = row
            if means[row] & IS_WORTH:
                worth[key] = row
        first = stop


@compiled
def put_together(
    keys: Longs, at: Longs, means: Longs, starts: Longs, order: Longs, opening: Longs, ending: Longs, worth: Longs
) -> None:
    """`put_rows_together`, compiled."""
    put_rows_together(keys, at, means, starts, order, opening, ending, worth)


@jitable
def count_opened_of(codes: NDArray[np.int32], offsets: Longs, means: Longs, first: int, stop: int) -> int:
    """How many opportunities customers `first:stop` have, each from an opening until the next."""
    many = 0
    for customer in range(first, stop):
        begun = many
        for row in range(offsets[customer], offsets[customer + 1]):
            mean = means[codes[row] + 1]
            if mean & OPENS or (mean != 0 and many == begun):
                many += 1
    return many


@compiled
def count_opened(codes: NDArray[np.int32], offsets: Longs, means: Longs, first: int, stop: int) -> int:
    """`count_opened_of`, compiled."""
    return count_opened_of(codes, offsets, means, first, stop)


@jitable
def open_one_by_one(
    codes: NDArray[np.int32],
    offsets: Longs,
    at: Longs,
    means: Longs,
    amounts: NDArray[np.float64],
    first: int,
    stop: int,
    place: int,
    keys: Longs,
    customers: Longs,
    opened: Longs,
    closed: Longs,
    outcome: Longs,
    cents: Longs,
) -> None:
    """Write the opportunities of customers `first:stop` and what became of them, from `place` on."""
    many = place
    for customer in range(first, stop):
        begun = many
        for row in range(offsets[customer], offsets[customer + 1]):
            mean = means[codes[row] + 1]
            if mean == 0:
                continue
            if mean & OPENS or many == begun:
                keys[many] = many + 1
                customers[many] = customer
                opened[many] = at[row]
                closed[many] = NEVER
                outcome[many] = OPEN
                cents[many] = 0
                many += 1
            if mean & (WINS | LOSES):
                outcome[many - 1] = WON if mean & WINS else LOST
                closed[many - 1] = at[row]
            if len(amounts) > 0 and amounts[row] == amounts[row]:  # a missing amount is not equal to itself
                cents[many - 1] = np.int64(np.rint(amounts[row] * 100))


@compiled
def open_by_customers(
    codes: NDArray[np.int32],
    offsets: Longs,
    at: Longs,
    means: Longs,
    amounts: NDArray[np.float64],
    first: int,
    stop: int,
    place: int,
    keys: Longs,
    customers: Longs,
    opened: Longs,
    closed: Longs,
    outcome: Longs,
    cents: Longs,
) -> None:
    """`open_one_by_one`, compiled."""
    open_one_by_one(
        codes, offsets, at, means, amounts, first, stop, place, keys, customers, opened, closed, outcome, cents
    )  # fmt: skip


@jitable
def tell_one_by_one(
    opening: Longs,
    ending: Longs,
    worth: Longs,
    codes: NDArray[np.int32],
    means: Longs,
    at: Longs,
    amounts: NDArray[np.float64],
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
    codes: NDArray[np.int32],
    means: Longs,
    at: Longs,
    amounts: NDArray[np.float64],
    opened: Longs,
    closed: Longs,
    outcome: Longs,
    cents: Longs,
) -> None:
    """`tell_one_by_one`, compiled."""
    tell_one_by_one(opening, ending, worth, codes, means, at, amounts, opened, closed, outcome, cents)


@jitable
def count_codes_of(codes: NDArray[np.int32], offsets: Longs, first: int, stop: int, counts: Longs) -> int:
    """How many events of customers `first:stop` have a code; they are added to `counts` (codes,)."""
    many = 0
    for row in range(offsets[first], offsets[stop]):
        if codes[row] >= 0:
            counts[codes[row]] += 1
            many += 1
    return many


@compiled
def count_codes(codes: NDArray[np.int32], offsets: Longs, first: int, stop: int, counts: Longs) -> int:
    """`count_codes_of`, compiled."""
    return count_codes_of(codes, offsets, first, stop, counts)


@jitable
def gather_of(
    codes: NDArray[np.int32],
    offsets: Longs,
    at: Longs,
    place_of: Longs,
    amounts: NDArray[np.float64],
    first: int,
    stop: int,
    place: int,
    customers: Longs,
    instants: Longs,
    channels: Longs,
    cents: Longs,
) -> None:
    """Write of the events of customers `first:stop` with a code what is asked for, from `place` on.

    It is the customer, the instant, the `place_of` the code, and the amount in cents; what has no room is not asked.
    """
    for customer in range(first, stop):
        for row in range(offsets[customer], offsets[customer + 1]):
            if codes[row] < 0:
                continue
            if len(customers) > 0:
                customers[place] = customer
                instants[place] = at[row]
            if len(channels) > 0:
                channels[place] = place_of[codes[row]]
            if len(cents) > 0:
                cents[place] = 0
                if amounts[row] == amounts[row]:  # a missing amount is not equal to itself
                    cents[place] = np.int64(np.rint(amounts[row] * 100))
            place += 1


@compiled
def gather(
    codes: NDArray[np.int32],
    offsets: Longs,
    at: Longs,
    place_of: Longs,
    amounts: NDArray[np.float64],
    first: int,
    stop: int,
    place: int,
    customers: Longs,
    instants: Longs,
    channels: Longs,
    cents: Longs,
) -> None:
    """`gather_of`, compiled."""
    gather_of(codes, offsets, at, place_of, amounts, first, stop, place, customers, instants, channels, cents)


@jitable
def count_people_of(customers: Longs, channels: Longs, seen: Longs, people: Longs) -> None:
    """Add to `people` the customers of each channel, and at its end of any; `seen` begins with -1."""
    last = len(people) - 1
    for row in range(len(customers)):
        customer, channel = customers[row], channels[row]
        if seen[channel] != customer:
            seen[channel] = customer
            people[channel] += 1
        if seen[last] != customer:
            seen[last] = customer
            people[last] += 1


@compiled
def count_people(customers: Longs, channels: Longs, seen: Longs, people: Longs) -> None:
    """`count_people_of`, compiled."""
    count_people_of(customers, channels, seen, people)
