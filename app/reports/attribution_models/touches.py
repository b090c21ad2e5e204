"""Which touches lie before each conversion: pairs in columns, no touch twice for one conversion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
_LARGEST = int(np.iinfo(np.int64).max)


@dataclass(frozen=True, slots=True)
class Moments:
    """Events of one meaning, sorted by (customer, at); arrays of one length."""

    customer: Longs
    at: Longs

    def until(self, customer: Longs, at: Longs) -> Longs:
        """For each customer and instant, how many of these events come before or at it, of all customers before too."""
        return _count_before(self, customer, at, included=True)

    def before(self, customer: Longs, at: Longs) -> Longs:
        """The same without those of the very instant."""
        return _count_before(self, customer, at, included=False)


@dataclass(frozen=True, slots=True)
class Paths:
    """The touches of p paths, one after another.

    `channel` and `at` (t,) are of every touch, `path` (t,) which path it is on, ascending; `first` (p,) is where each
    path begins and `length` (p,) how many touches it has, which may be none.
    """

    channel: Longs
    at: Longs
    path: Longs
    first: Longs
    length: Longs

    @property
    def place(self) -> Longs:
        """Which touch of its path each is, from 0; shape (t,)."""
        return np.arange(len(self.path)) - self.first[self.path]

    @property
    def many(self) -> Longs:
        """How many touches the path of each has; shape (t,)."""
        return self.length[self.path]


def paths_of(touches: Moments, channel: Longs, low: Longs, high: Longs) -> Paths:
    """The paths that are the rows `low[i]:high[i]` of the touches."""
    length = np.maximum(high - low, 0)
    first = np.cumsum(length) - length
    path = np.repeat(np.arange(len(length)), length)
    rows = np.arange(int(length.sum())) - first[path] + low[path]
    return Paths(channel[rows], touches.at[rows], path, first, length)


def behind(paths: Paths, gets: NDArray[np.bool_], customer: Longs, channels: int) -> tuple[Longs, ...]:
    """The customers on whose paths a touch of each channel gets something; `gets` (t,) says so of each touch."""
    channel, who = paths.channel[gets], customer[paths.path[gets]]
    return tuple(np.unique(who[channel == code]) for code in range(channels))


def unconverted(touches: Moments, channel: Longs, ends: Moments, customers: int) -> Paths:
    """The path of each customer after the last conversion, or of all their touches without one."""
    everybody = np.arange(customers)
    high = np.searchsorted(touches.customer, everybody, side="right").astype(np.int64)
    low = np.searchsorted(touches.customer, everybody, side="left").astype(np.int64)
    last = np.searchsorted(ends.customer, everybody, side="right") - 1
    has = (last >= 0) & (ends.customer[np.maximum(last, 0)] == everybody) if len(ends.at) else np.zeros(customers, bool)
    if has.any():
        low[has] = touches.until(everybody[has], ends.at[last[has]])
    return paths_of(touches, channel, low, high)


def _count_before(events: Moments, customer: Longs, at: Longs, *, included: bool) -> Longs:
    """One search where customer and instant together are a number; else a bisection for all at once."""
    if len(events.at):
        begin, end = int(events.at.min()) - 1, int(events.at.max()) + 1
        span = end - begin + 1
        if (max(int(events.customer[-1]), int(customer.max(initial=0))) + 1) * span <= _LARGEST:
            keys = events.customer * span + (events.at - begin)
            wanted = customer * span + (np.clip(at, begin, end) - begin)
            return np.searchsorted(keys, wanted, side="right" if included else "left").astype(np.int64)
    return _bisected(events, customer, at, included=included)


def _bisected(events: Moments, customer: Longs, at: Longs, *, included: bool) -> Longs:
    """The same for customers and instants that are too wide together."""
    low = np.searchsorted(events.customer, customer, side="left").astype(np.int64)
    high = np.searchsorted(events.customer, customer, side="right").astype(np.int64)
    while np.any(open_ := low < high):
        middle = (low + high) // 2
        there = events.at[np.where(open_, middle, 0)]
        earlier = there <= at if included else there < at
        low = np.where(open_ & earlier, middle + 1, low)
        high = np.where(open_ & ~earlier, middle, high)
    return low
