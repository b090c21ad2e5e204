"""Rows in the order of a column: value and row in one number, which numpy sorts with vector instructions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import Column, ColumnType
from app.data.columns.cores import ascend, counted, each, in_parts, looked_up, shares
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
    least, greatest = int(values.min()), int(values.max())
    return _order(len(values), lambda first, last: _distances(least, values[first:last]), greatest - least)


def order_of(column: Column, progress: Progress = silent, *, descending: bool = False) -> NDArray[np.int64]:
    """Where the column's values stand in order; equal ones keep theirs, and what is missing stands last either way."""
    values = _whole_numbers(column.values) if column.type is ColumnType.NUMBER else column.values
    filled = column.filled
    if not filled.any():
        return np.arange(len(column))
    ends = np.iinfo(values.dtype)
    least = int(values.min(where=filled, initial=ends.max))
    greatest = int(values.max(where=filled, initial=ends.min))
    behind = np.uint64(greatest - least + 1)

    def keys(first: int, last: int) -> Keys:
        here = values[first:last]
        found = _distances(here, greatest) if descending else _distances(least, here)
        return np.where(filled[first:last], found, behind)

    return _order(len(values), keys, int(behind), progress)


def _whole_numbers(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Numbers that stand to one another as these do: the bits of a float, turned round below zero."""
    found = np.empty(len(values), np.int64)

    def part(first: int, last: int) -> None:
        bits = (values[first:last] + 0.0).view(np.int64)  # of both zeros one
        found[first:last] = bits ^ (bits >> _SIGN & _BELOW_SIGN)

    in_parts(len(values), part)
    return found


def _distances(first: NDArray[Any] | int, second: NDArray[Any] | int) -> Keys:
    """How far the second is beyond the first, which is never beyond it."""
    begin, end = (np.asarray(each).astype(np.int64).view(np.uint64) for each in (first, second))
    return np.subtract(end, begin)


def grouped(codes: NDArray[np.int32], count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The same of codes from 0 to before `count`, and how often each occurs, which is quickly told of sorted ones."""
    if ascend(codes) or count.bit_length() + len(codes).bit_length() > _WORD_BITS:
        return stable_order(codes), counted(codes, count)
    both, width = _sorted(len(codes), lambda first, last: codes[first:last].astype(np.uint64), 0)
    counts = np.zeros(count, np.int64)

    def part(first: int, last: int) -> tuple[int, NDArray[np.int64]]:
        here = (both[first:last] >> width).view(np.int64)
        return int(here[0]), np.bincount(here - here[0])

    for least, some in in_parts(len(both), part):
        counts[least : least + len(some)] += some
    return _rows_of(both, width), counts


def _order(
    count: int, keys: Callable[[int, int], Keys], greatest: int, progress: Progress = silent
) -> NDArray[np.int64]:
    """The rows in the order of their keys, of which those from one row to before another are asked for.

    Of keys too long to have their rows beside them the last bits are left out, and what those decide is sorted again.
    """
    left_out = max(0, greatest.bit_length() + _row_bits(count) - _WORD_BITS)
    both, width = _sorted(count, keys, left_out, progress)
    return _sorted_again(keys, both, width) if left_out else _rows_of(both, width)


def _row_bits(count: int) -> int:
    """How many bits the number of a row takes."""
    return max(count - 1, 1).bit_length()


def _sorted(
    count: int, keys: Callable[[int, int], Keys], left_out: int, progress: Progress = silent
) -> tuple[Keys, np.uint64]:
    """Keys without their last bits, each with its row behind it, in order; and how many bits the row takes."""
    both, shift, width = np.empty(count, np.uint64), np.uint64(left_out), np.uint64(_row_bits(count))

    def join(first: int, last: int) -> None:
        np.right_shift(keys(first, last), shift, out=both[first:last])
        both[first:last] <<= width
        both[first:last] |= np.arange(first, last, dtype=np.uint64)

    in_parts(count, join)
    progress(1, 3, _SORTING)
    _sort(both)
    progress(2, 3, _SORTING)
    return both, width


def _rows_of(both: Keys, width: np.uint64) -> NDArray[np.int64]:
    """The rows that stand beside keys, in their place."""
    rows = (np.uint64(1) << width) - np.uint64(1)

    def keep_row(first: int, last: int) -> None:
        both[first:last] &= rows

    in_parts(len(both), keep_row)
    return both.view(np.int64)


def _sort(keys: Keys) -> None:
    """Sort in place, each core its share: what is less than all others is brought to the front first."""
    cuts = [first for first, _ in shares(len(keys))][1:]
    if cuts:
        keys.partition(cuts)
    each(lambda share: keys[slice(*share)].sort(), shares(len(keys)))


def _sorted_again(keys: Callable[[int, int], Keys], both: Keys, width: np.uint64) -> NDArray[np.int64]:
    """The rows that stand beside the heads of their keys, those with one head in the order of their whole keys."""
    rows = (both & ((np.uint64(1) << width) - np.uint64(1))).view(np.int64)
    heads = both >> width
    ordered = looked_up(np.concatenate(in_parts(len(rows), keys)), rows)
    wrong = np.flatnonzero(ordered[1:] < ordered[:-1])
    if len(wrong):
        unlike = np.unique(heads[wrong])
        firsts, lasts = np.searchsorted(heads, unlike), np.searchsorted(heads, unlike, side="right")
        counts = lasts - firsts
        places = np.arange(counts.sum()) + np.repeat(firsts - np.cumsum(counts) + counts, counts)
        rows[places] = rows[places][np.argsort(ordered[places], kind="stable")]
    return rows
