"""Instants in groups, each group in order of time, so that how many had come by then is found by halving."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
_BITS = 63


class Instants:
    """What happened when, by group (a node, an exit): microseconds UTC, ascending within each group."""

    def __init__(self, at: NDArray[np.int64], groups: NDArray[np.integer[Any]], count: int) -> None:
        self.starts: Places = np.concatenate([[0], np.cumsum(np.bincount(groups, minlength=count))]).astype(np.int64)
        packed = _sorted(at, groups, count)
        self.at = packed if packed is not None else at[np.argsort(groups, kind="stable")]
        if packed is None:
            for first, end in pairwise(self.starts.tolist()):
                self.at[first:end].sort()

    def upto(self, at: int) -> Places:
        """How many of each group had happened by that instant, it included."""
        return ends(self.at, self.starts[:-1], self.starts[1:], at) - self.starts[:-1]

    def next_after(self, group: int, at: int) -> int | None:
        """The first instant of a group after that one; None where there is none."""
        own = self.at[self.starts[group] : self.starts[group + 1]]
        place = int(np.searchsorted(own, at, "right"))
        return int(own[place]) if place < len(own) else None


def ends(at: NDArray[np.int64], first: Places, end: Places, until: int | NDArray[np.int64]) -> Places:
    """Of ranges that ascend, the places behind the last instant that is not after `until`, one each or one for all."""
    low, high, last = first.copy(), end.copy(), len(at) - 1
    while bool((is_open := low < high).any()):
        middle = (low + high) >> 1
        is_past = at[np.minimum(middle, last)] <= until
        low = np.where(is_open & is_past, middle + 1, low)
        high = np.where(is_open & ~is_past, middle, high)
    return low


def _sorted(at: NDArray[np.int64], groups: NDArray[np.integer[Any]], count: int) -> NDArray[np.int64] | None:
    """All instants by group and time, by one sort of numbers that hold both; None where they do not hold so much."""
    if not len(at):
        return at
    first, last = int(at.min()), int(at.max())
    bits = (last - first).bit_length()
    if bits + (count - 1).bit_length() > _BITS:
        return None
    packed = groups.astype(np.int64)
    packed <<= bits
    packed += at
    packed -= first
    packed.sort()
    packed &= (1 << bits) - 1
    packed += first
    return packed
