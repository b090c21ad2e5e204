"""Puts each customer's events together by value: `put_together` compiled, `put_customers_together` in plain Python."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.funnel.following.holding import HeldEvents, Marked, Spare
from app.runtime.native.jit import compiled, jitable

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
_SHORT = 16  # events that are put in order one by one


@jitable
def _merge(
    rows: Longs, values: Floats, low: int, middle: int, high: int, spare_rows: Longs, spare_values: Floats
) -> None:
    """Two sorted stretches that adjoin as one; of equal values those of the first come first."""
    many = middle - low
    for place in range(many):
        spare_rows[place] = rows[low + place]
        spare_values[place] = values[low + place]
    left, right, to = 0, middle, low
    while left < many and right < high:
        if values[right] < spare_values[left]:
            rows[to] = rows[right]
            values[to] = values[right]
            right += 1
        else:
            rows[to] = spare_rows[left]
            values[to] = spare_values[left]
            left += 1
        to += 1
    while left < many:
        rows[to] = spare_rows[left]
        values[to] = spare_values[left]
        left += 1
        to += 1


@jitable
def _insert(rows: Longs, values: Floats, low: int, high: int) -> None:
    """Sort a short stretch: each behind those that are no greater."""
    for place in range(low + 1, high):
        row, value, to = rows[place], values[place], place
        while to > low and values[to - 1] > value:
            rows[to] = rows[to - 1]
            values[to] = values[to - 1]
            to -= 1
        rows[to] = row
        values[to] = value


@jitable
def _sort(rows: Longs, values: Floats, low: int, high: int, spare_rows: Longs, spare_values: Floats) -> None:
    """Sort a stretch by value, stably."""
    for begin in range(low, high, _SHORT):
        _insert(rows, values, begin, min(begin + _SHORT, high))
    width = _SHORT
    while width < high - low:
        for begin in range(low, high - width, 2 * width):
            middle = begin + width
            if values[middle] < values[middle - 1]:
                _merge(rows, values, begin, middle, min(middle + width, high), spare_rows, spare_values)
        width *= 2


@jitable
def put_customers_together(of: Marked, values: Floats, all_count: bool, held: HeldEvents, spare: Spare) -> None:
    """Write each customer's events by value, and in the order of time within each; what has none (NaN) stays out.

    Without `all_count` so does what neither makes a step nor ends one. What is written has room for all events, the
    spare ones for any customer's.
    """
    to = 0
    made, has_bars, always = held.events, len(of.bars) > 0, int(all_count)
    for customer in range(len(of.offsets) - 1):
        low = to
        made.offsets[customer] = low
        for row in range(of.offsets[customer], of.offsets[customer + 1]):
            value, means = values[row], int(of.marks[row]) | always
            if has_bars:
                means |= of.bars[row]
            held.rows[to] = row
            held.values[to] = value
            to += int(value == value) & int(means != 0)  # else the next is written over it
        _sort(held.rows, held.values, low, to, spare.rows, spare.values)
        for place in range(low, to):
            row = held.rows[place]
            made.at[place] = of.at[row]
            made.marks[place] = of.marks[row]
            if has_bars:
                made.bars[place] = of.bars[row]
    made.offsets[len(of.offsets) - 1] = to


@compiled
def put_together(of: Marked, values: Floats, all_count: bool, held: HeldEvents, spare: Spare) -> None:
    """`put_customers_together`, compiled."""
    put_customers_together(of, values, all_count, held, spare)
