"""Rows in the order of a column: value and row in one number, which numpy sorts with vector instructions."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.data.columns import Column, ColumnType
from app.data.cores import ascend, in_parts, looked_up
from app.progress import Progress, silent

Keys: TypeAlias = NDArray[np.uint64]
_WORD_BITS = 64
_SIGN = np.int64(63)
_BELOW_SIGN = np.int64((1 << 63) - 1)
_SORTING = "Sorting"


def stable_order(values: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """Where the values stand in ascending order; equal ones keep theirs."""
    if ascend(values):
        return np.arange(len(values))
    return _order(_keys(values, int(values.min()), int(values.max()), descending=False))


def order_of(column: Column, progress: Progress = silent, *, descending: bool = False) -> NDArray[np.int64]:
    """Where the column's values stand in order; equal ones keep theirs, and what is missing stands last either way."""
    values = _whole_numbers(column.values) if column.type is ColumnType.NUMBER else column.values
    filled = column.filled
    if not filled.any():
        return np.arange(len(column))
    ends = np.iinfo(values.dtype)
    least = int(values.min(where=filled, initial=ends.max))
    greatest = int(values.max(where=filled, initial=ends.min))
    keys = _keys(values, least, greatest, descending=descending)
    if not filled.all():
        np.copyto(keys, np.uint64(greatest - least + 1), where=~filled)
    return _order(keys, progress)


def _whole_numbers(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Numbers that stand to one another as these do: the bits of a float, turned round below zero."""
    found = np.empty(len(values), np.int64)

    def part(first: int, last: int) -> None:
        bits = (values[first:last] + 0.0).view(np.int64)  # of both zeros one
        found[first:last] = bits ^ (bits >> _SIGN & _BELOW_SIGN)

    in_parts(len(values), part)
    return found


def _keys(values: NDArray[np.integer[Any]], least: int, greatest: int, *, descending: bool) -> Keys:
    """How far each value is from the one that stands first."""
    keys = np.empty(len(values), np.uint64)
    begin = np.array(greatest if descending else least, np.int64).view(np.uint64)

    def part(first: int, last: int) -> None:
        here = values[first:last].astype(np.int64).view(np.uint64)
        np.subtract(*((begin, here) if descending else (here, begin)), out=keys[first:last])

    in_parts(len(values), part)
    return keys


def _order(keys: Keys, progress: Progress = silent) -> NDArray[np.int64]:
    """The rows in the order of their keys.

    Of keys too long to have their rows beside them the last bits are left out, and what those decide is sorted again.
    """
    row_bits = max(len(keys) - 1, 1).bit_length()
    left_out = max(0, int(keys.max(initial=0)).bit_length() + row_bits - _WORD_BITS)
    both, shift, width = np.empty(len(keys), np.uint64), np.uint64(left_out), np.uint64(row_bits)
    rows = np.empty(len(keys), np.int64)

    def join(first: int, last: int) -> None:
        np.right_shift(keys[first:last], shift, out=both[first:last])
        both[first:last] <<= width
        both[first:last] |= np.arange(first, last, dtype=np.uint64)

    def take_apart(first: int, last: int) -> None:
        rows[first:last] = both[first:last] & np.uint64((1 << row_bits) - 1)
        both[first:last] >>= width

    in_parts(len(keys), join)
    progress(1, 3, _SORTING)
    both.sort()
    progress(2, 3, _SORTING)
    in_parts(len(keys), take_apart)
    if left_out:
        _sort_alike(keys, both, rows)
    return rows


def _sort_alike(keys: Keys, heads: Keys, rows: NDArray[np.int64]) -> None:
    """Put rows with one head into the order of their keys, where they are not in it."""
    ordered = looked_up(keys, rows)
    wrong = np.flatnonzero(ordered[1:] < ordered[:-1])
    if not len(wrong):
        return
    unlike = np.unique(heads[wrong])
    firsts, lasts = np.searchsorted(heads, unlike), np.searchsorted(heads, unlike, side="right")
    counts = lasts - firsts
    places = np.arange(counts.sum()) + np.repeat(firsts - np.cumsum(counts) + counts, counts)
    rows[places] = rows[places][np.argsort(ordered[places], kind="stable")]
