"""The trend's loop over events: `tally` runs compiled, `tally_customers` is the same as plain Python."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runtime.native.jit import compiled, jitable

EVENTS, CUSTOMERS, REVENUE = 0, 1, 2
Longs = NDArray[np.int64]


@jitable
def tally_customers(
    at: Longs,
    names: NDArray[np.int32],
    offsets: Longs,
    bucket_at: NDArray[np.int32],
    amounts: NDArray[np.float64],
    spans: Longs,
    measure: int,
    first: int,
    stop: int,
    totals: NDArray[np.float64],
) -> None:
    """Add to `totals` (buckets,) what the events of customers `first:stop` come to.

    `spans` holds the code of the event (-1 for any), the instant of the grid's begin, the width of its steps, the
    instants from which and before which events count, and between which they do not. `bucket_at` says of each step of
    the grid which bucket it is in. Of `customers` each counts once in a bucket.
    """
    code, begin, step, low, high, gap, after = spans[0], spans[1], spans[2], spans[3], spans[4], spans[5], spans[6]
    for customer in range(first, stop):
        counted = -1  # a customer's events are in the order of time, so that a bucket comes once
        for row in range(offsets[customer], offsets[customer + 1]):
            if code >= 0 and names[row] != code:
                continue
            now = at[row]
            if now < low or now >= high or gap <= now < after:
                continue
            bucket = bucket_at[(now - begin) // step]
            if measure == REVENUE:
                amount = amounts[row]
                if amount == amount:  # a missing amount is not equal to itself
                    totals[bucket] += amount
            elif measure == EVENTS or bucket != counted:
                totals[bucket] += 1.0
            counted = bucket


@compiled
def tally(
    at: Longs,
    names: NDArray[np.int32],
    offsets: Longs,
    bucket_at: NDArray[np.int32],
    amounts: NDArray[np.float64],
    spans: Longs,
    measure: int,
    first: int,
    stop: int,
    totals: NDArray[np.float64],
) -> None:
    """`tally_customers`, compiled."""
    tally_customers(at, names, offsets, bucket_at, amounts, spans, measure, first, stop, totals)
