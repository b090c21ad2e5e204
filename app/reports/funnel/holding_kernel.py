"""Sorts each customer's events by value: `sort_by_value` runs compiled, `sort_customers` the same in plain Python."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

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
def sort_customers(
    rows: Longs, values: Floats, offsets: Longs, first: int, stop: int, spare_rows: Longs, spare_values: Floats
) -> None:
    """Sort rows and values of customers `first:stop` by value, stably; the spare ones have room for any customer's."""
    for customer in range(first, stop):
        low, high = offsets[customer], offsets[customer + 1]
        for begin in range(low, high, _SHORT):
            _insert(rows, values, begin, min(begin + _SHORT, high))
        width = _SHORT
        while width < high - low:
            for begin in range(low, high - width, 2 * width):
                middle = begin + width
                if values[middle] < values[middle - 1]:
                    _merge(rows, values, begin, middle, min(middle + width, high), spare_rows, spare_values)
            width *= 2


@compiled
def sort_by_value(
    rows: Longs, values: Floats, offsets: Longs, first: int, stop: int, spare_rows: Longs, spare_values: Floats
) -> None:
    """`sort_customers`, compiled."""
    sort_customers(rows, values, offsets, first, stop, spare_rows, spare_values)
