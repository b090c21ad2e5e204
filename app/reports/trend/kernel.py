"""The trend's loop over events: `tally` runs compiled, `tally_customers` is the same as plain Python."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.runtime.native.jit import compiled, jitable

EVENTS, CUSTOMERS, REVENUE = 0, 1, 2
BLOCK = 2048
"""So many events are looked through before those found are counted: choosing them needs no branch that goes astray."""
Longs = NDArray[np.int64]
Codes = NDArray[np.int32]


class Read(NamedTuple):
    """Events (m,) of n customers, and in which cells they are: groups by buckets.

    `bucket_at` says of each step of the grid which bucket it is in. There is no revenue where `amounts` is empty, and
    one group where `words` is: those are of each event or, where they are as many as customers, of each customer;
    `group_of` is the group of each, the first that of none.
    """

    at: Longs
    names: Codes
    offsets: Longs
    bucket_at: Codes
    amounts: NDArray[np.float64]
    words: Codes
    group_of: Longs


class Spans(NamedTuple):
    """The code of the events that count (-1 for any), the grid and how many buckets there are, and when events count.

    That is from `low` until before `high`, save from `gap` to `after`; the grid begins at an instant, in equal steps.
    """

    code: int
    begin: int
    step: int
    low: int
    high: int
    gap: int
    after: int
    buckets: int


class Made(NamedTuple):
    """Scratch for a block, who was `seen` last in each cell (-1; empty where customers are not asked for), `totals`.

    Those are (3, cells): events, customers and revenue.
    """

    chosen: Longs
    seen: Codes
    totals: NDArray[np.float64]


@jitable
def _choose(names: Codes, row: int, until: int, code: int, chosen: Longs) -> int:
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
def tally_customers(read: Read, spans: Spans, first: int, stop: int, made: Made) -> None:
    """Add events, customers and revenue of customers `first:stop`."""
    words = read.words
    has_amounts, has_words, is_seen = len(read.amounts) > 0, len(words) > 0, len(made.seen) > 0
    of_events = len(words) == len(read.at)
    per_step = 1.0 / spans.step
    customer = first
    row, end = read.offsets[first], read.offsets[stop]
    while row < end:
        until = min(row + BLOCK, end)
        many = _choose(read.names, row, until, spans.code, made.chosen)
        row = until
        for place in range(many):
            each = made.chosen[place]
            now = read.at[each]
            if now < spans.low or now >= spans.high or spans.gap <= now < spans.after:
                continue
            cell = int(read.bucket_at[_step_of(now - spans.begin, spans.step, per_step)])
            if is_seen or (has_words and not of_events):
                while read.offsets[customer + 1] <= each:
                    customer += 1
            if has_words:
                word = words[each] if of_events else words[customer]
                cell += read.group_of[word + 1] * spans.buckets
            made.totals[EVENTS, cell] += 1.0
            if is_seen and made.seen[cell] != customer:
                made.seen[cell] = customer
                made.totals[CUSTOMERS, cell] += 1.0
            if has_amounts and read.amounts[each] == read.amounts[each]:  # a missing amount is not equal to itself
                made.totals[REVENUE, cell] += read.amounts[each]


@compiled
def tally(read: Read, spans: Spans, first: int, stop: int, made: Made) -> None:
    """`tally_customers`, compiled."""
    tally_customers(read, spans, first, stop, made)
