"""The trend's loop over events: `tally` runs compiled, `tally_customers` is the same as plain Python.

Cells are groups by buckets. `spans` holds the code of the event (-1 for any), the instant of the grid's begin, the
width of its steps, the instants from which and before which events count, between which they do not, and how many
buckets there are. `bucket_at` says of each step of the grid which bucket it is in. There is no revenue where `amounts`
is empty, and one group where `words` is: those are of each event or, where they are as many as customers, of each
customer; `group_of` is the group of each, the first that of none. `chosen` is scratch; `seen` (cells,) is -1 or, where
customers are not asked for, empty.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runtime.native.jit import compiled, jitable

EVENTS, CUSTOMERS, REVENUE = 0, 1, 2
BLOCK = 2048
"""So many events are looked through before those found are counted: choosing them needs no branch that goes astray."""
Longs = NDArray[np.int64]


@jitable
def _choose(names: NDArray[np.int32], row: int, until: int, code: int, chosen: Longs) -> int:
    """Put those of the events `row:until` that have the code into `chosen`; how many there are."""
    many = 0
    for each in range(row, until):
        chosen[many] = each
        many += code < 0 or names[each] == code
    return many


@jitable
def _step_of(away: int, step: int, per_step: float) -> int:
    """The quotient; a division of integers would take ten times as long, this is right but for one step."""
    at_step = int(away * per_step)
    if at_step * step > away:
        return at_step - 1
    return at_step + 1 if at_step * step + step <= away else at_step


@jitable
def tally_customers(
    at: Longs,
    names: NDArray[np.int32],
    offsets: Longs,
    bucket_at: NDArray[np.int32],
    amounts: NDArray[np.float64],
    words: NDArray[np.int32],
    group_of: Longs,
    spans: Longs,
    first: int,
    stop: int,
    chosen: Longs,
    seen: NDArray[np.int32],
    totals: NDArray[np.float64],
) -> None:
    """Add to the rows of `totals` (3, cells) events, customers and revenue of customers `first:stop`."""
    code, begin, step, low = spans[0], spans[1], spans[2], spans[3]
    high, gap, after, buckets = spans[4], spans[5], spans[6], spans[7]
    has_amounts, has_words, is_seen = len(amounts) > 0, len(words) > 0, len(seen) > 0
    of_events = len(words) == len(at)
    per_step = 1.0 / step
    customer = first
    row, end = offsets[first], offsets[stop]
    while row < end:
        until = min(row + BLOCK, end)
        many = _choose(names, row, until, code, chosen)
        row = until
        for place in range(many):
            each = chosen[place]
            now = at[each]
            if now < low or now >= high or gap <= now < after:
                continue
            cell = int(bucket_at[_step_of(now - begin, step, per_step)])
            if is_seen or (has_words and not of_events):
                while offsets[customer + 1] <= each:
                    customer += 1
            if has_words:
                word = words[each] if of_events else words[customer]
                cell += group_of[word + 1] * buckets
            totals[EVENTS, cell] += 1.0
            if is_seen and seen[cell] != customer:
                seen[cell] = customer
                totals[CUSTOMERS, cell] += 1.0
            if has_amounts and amounts[each] == amounts[each]:  # a missing amount is not equal to itself
                totals[REVENUE, cell] += amounts[each]


@compiled
def tally(
    at: Longs,
    names: NDArray[np.int32],
    offsets: Longs,
    bucket_at: NDArray[np.int32],
    amounts: NDArray[np.float64],
    words: NDArray[np.int32],
    group_of: Longs,
    spans: Longs,
    first: int,
    stop: int,
    chosen: Longs,
    seen: NDArray[np.int32],
    totals: NDArray[np.float64],
) -> None:
    """`tally_customers`, compiled."""
    tally_customers(
        at, names, offsets, bucket_at, amounts, words, group_of, spans, first, stop, chosen, seen, totals
    )  # fmt: skip
