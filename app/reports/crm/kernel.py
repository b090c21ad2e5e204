"""The loops over touches: each runs compiled, and of each there is the same in Python, named with `_of`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runtime.native.jit import compiled, jitable

Longs = NDArray[np.int64]


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
