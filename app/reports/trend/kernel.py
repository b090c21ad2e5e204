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
    first: int,
    stop: int,
    totals: NDArray[np.float64],
) -> None:
    """Add to the rows of `totals` (3, buckets) events, customers and revenue of customers `first:stop`.

    `spans` holds the code of the event (-1 for any), the instant of the grid's begin, the width of its steps, the
    instants from which and before which events count, and between which they do not. `bucket_at` says of each step of
    the grid which bucket it is in. A customer counts once in a bucket; there is no revenue where `amounts` is empty.
    """
    code, begin, step, low, high, gap, after = spans[0], spans[1], spans[2], spans[3], spans[4], spans[5], spans[6]
    has_amounts = len(amounts) > 0
    for customer in range(first, stop):
        counted = -1  # a customer's events are in the order of time, so that a bucket comes once
        for row in range(offsets[customer], offsets[customer + 1]):
            if code >= 0 and names[row] != code:
                continue
            now = at[row]
            if now < low or now >= high or gap <= now < after:
                continue
            bucket = bucket_at[(now - begin) // step]
            totals[EVENTS, bucket] += 1.0
            if bucket != counted:
                counted = bucket
                totals[CUSTOMERS, bucket] += 1.0
            if has_amounts:
                amount = amounts[row]
                if amount == amount:  # a missing amount is not equal to itself
                    totals[REVENUE, bucket] += amount


@compiled
def tally(
    at: Longs,
    names: NDArray[np.int32],
    offsets: Longs,
    bucket_at: NDArray[np.int32],
    amounts: NDArray[np.float64],
    spans: Longs,
    first: int,
    stop: int,
    totals: NDArray[np.float64],
) -> None:
    """`tally_customers`, compiled."""
    tally_customers(at, names, offsets, bucket_at, amounts, spans, first, stop, totals)
