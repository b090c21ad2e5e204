"""The loops over touches: each runs compiled, and of each there is the same in Python, named with `_of`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.runtime.native.jit import compiled, jitable

Codes = NDArray[np.int32]
Longs = NDArray[np.int64]


class Said(NamedTuple):
    """Events (m,) of n customers; `codes` are the places of their texts, -1 for none, `channel_of` those of a text."""

    codes: Codes
    channel_of: Longs
    offsets: Longs
    at: Longs


class Gathered(NamedTuple):
    """Room for the customers, instants and channels of touches, and of one more."""

    customer: Longs
    at: Longs
    channel: Longs


@jitable
def count_codes_of(codes: Codes, first: int, stop: int, counts: Longs) -> None:
    """Add to `counts` (codes,) how many of the events `first:stop` have each code; there is one at least.

    What has none adds nothing to the first: that is quicker than to ask before.
    """
    for row in range(first, stop):
        code = codes[row]
        counts[max(code, 0)] += int(code >= 0)


@compiled
def count_codes(codes: Codes, first: int, stop: int, counts: Longs) -> None:
    """`count_codes_of`, compiled."""
    count_codes_of(codes, first, stop, counts)


@jitable
def gather_of(said: Said, first: int, stop: int, place: int, made: Gathered) -> int:
    """Write the touches of customers `first:stop` from `place` on; returned is the place behind the last.

    Each event is written, and the next over it where it is no touch: that is quicker than to ask before. So there is
    room for one more than there are.
    """
    for customer in range(first, stop):
        for row in range(said.offsets[customer], said.offsets[customer + 1]):
            code = said.codes[row]
            made.customer[place] = customer
            made.at[place] = said.at[row]
            made.channel[place] = said.channel_of[max(code, 0)]
            place += code >= 0
    return place


@compiled
def gather(said: Said, first: int, stop: int, place: int, made: Gathered) -> int:
    """`gather_of`, compiled."""
    return gather_of(said, first, stop, place, made)


@jitable
def count_people_of(codes: Codes, offsets: Longs, channel_of: Longs, seen: Longs, people: Longs) -> None:
    """Add to `people` the customers of each channel, and at its end of any; `seen` (channels,) begins with -1.

    There is one channel at least; what is no touch adds nothing to the first, as in `count_codes_of`.
    """
    for customer in range(len(offsets) - 1):
        is_met = 0
        for row in range(offsets[customer], offsets[customer + 1]):
            code = codes[row]
            is_touch = int(code >= 0)
            channel = channel_of[max(code, 0)]
            before = seen[channel]
            people[channel] += is_touch & int(before != customer)
            seen[channel] = before + is_touch * (customer - before)
            is_met |= is_touch
        people[len(people) - 1] += is_met


@compiled
def count_people(codes: Codes, offsets: Longs, channel_of: Longs, seen: Longs, people: Longs) -> None:
    """`count_people_of`, compiled."""
    count_people_of(codes, offsets, channel_of, seen, people)


@jitable
def add_cents_of(codes: Codes, channel_of: Longs, amounts: NDArray[np.float64], cents: Longs) -> None:
    """Add to the `cents` of each channel what its events cost."""
    for row in range(len(codes)):
        if codes[row] >= 0 and amounts[row] == amounts[row]:  # a missing amount is not equal to itself
            cents[channel_of[codes[row]]] += np.int64(np.rint(amounts[row] * 100))


@compiled
def add_cents(codes: Codes, channel_of: Longs, amounts: NDArray[np.float64], cents: Longs) -> None:
    """`add_cents_of`, compiled."""
    add_cents_of(codes, channel_of, amounts, cents)
