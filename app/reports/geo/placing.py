"""Events put at the places that they, or their customers, name."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.reports.by_customer.counting import ENOUGH_EVENTS, Which, did, in_parts

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


class Placed(NamedTuple):
    """At each of p places how many events, their revenue, and the rows of the customers, ascending."""

    events: Longs
    revenue: Floats
    members: list[NDArray[np.int32]]


def by_customers(dataset: Dataset, which: Which, place: NDArray[np.int32], places: int, amounts: Floats) -> Placed:
    """Events where their customers are; `place` (n,) is that of each customer."""
    found = did(dataset, which, ("count", "total"), amounts if len(amounts) else None)
    events = np.bincount(place, found.count, places).astype(np.int64)
    revenue = np.bincount(place, found.total, places) if len(amounts) else np.zeros(places)
    return Placed(events, revenue.astype(np.float64), _members(place, np.arange(len(place), dtype=np.int32), places))


def by_events(
    dataset: Dataset, which: Which, words: NDArray[np.int32], place_of: NDArray[np.int32], places: int, amounts: Floats
) -> Placed:
    """Events where they say; `place_of` is the place of each word, the first for none."""
    which = _by_code(dataset, which)
    if dataset.event_count < ENOUGH_EVENTS:
        return plainly(dataset, which, place_of[words + 1], places, amounts)
    return _compiled(dataset, which, words, place_of, places, amounts)


def plainly(dataset: Dataset, which: Which, place: NDArray[np.int32], places: int, amounts: Floats) -> Placed:
    """The same in columns, without the compiled loop; `place` (m,) is that of each event."""
    rows = np.flatnonzero(np.roll(which.fits, -1)[which.codes])
    of_event, customers = place[rows].astype(np.int64), dataset.event_customers()[rows]
    pairs = np.unique(of_event * dataset.customer_count + customers)
    ends = np.searchsorted(pairs, np.arange(places + 1) * dataset.customer_count)
    who = (pairs % max(dataset.customer_count, 1)).astype(np.int32)
    revenue = np.bincount(of_event, np.nan_to_num(amounts[rows]), places) if len(amounts) else np.zeros(places)
    members = [who[ends[at] : ends[at + 1]] for at in range(places)]
    return Placed(np.bincount(of_event, minlength=places), revenue.astype(np.float64), members)


def _by_code(dataset: Dataset, which: Which) -> Which:
    """The same events told by a code."""
    if which.rows is None:
        return which
    codes = np.zeros(dataset.event_count, np.int32)
    codes[which.rows] = 1
    return Which(codes, np.array([0, 0, 1], np.uint8))


def _compiled(
    dataset: Dataset, which: Which, words: NDArray[np.int32], place_of: NDArray[np.int32], places: int, amounts: Floats
) -> Placed:
    from app.reports.geo.kernel import place  # late: numba takes a while to import
    from app.reports.geo.tables import checked_tables
    from app.runtime.native.addresses import addresses_of

    def part(first: int, stop: int) -> tuple[Longs, Floats, NDArray[np.int32], NDArray[np.int32]]:
        events, revenue, seen = np.zeros(places, np.int64), np.zeros(places), np.full(places, -1, np.int64)
        most = int(dataset.offsets[stop] - dataset.offsets[first])
        at, who = np.empty(most, np.int32), np.empty(most, np.int32)
        tables = checked_tables(
            (dataset.offsets, which.codes, which.fits, words, place_of, amounts, events, revenue, seen, at, who)
        )
        many = place(addresses_of(tables), first, stop)
        return events, revenue, at[:many], who[:many]

    parts = in_parts(dataset, part)
    at, who = (np.concatenate([each[column] for each in parts]) for column in (2, 3))
    events, revenue = (np.sum([each[column] for each in parts], axis=0) for column in (0, 1))
    return Placed(events, revenue, _members(at, who, places))


def _members(place: NDArray[np.int32], who: NDArray[np.int32], places: int) -> list[NDArray[np.int32]]:
    """The customers of each place; few places are sorted by their digits, which is fast."""
    keys = place.astype(np.int16) if places <= np.iinfo(np.int16).max else place
    order = np.argsort(keys, kind="stable")
    ends = np.append(0, np.cumsum(np.bincount(place, minlength=places)))
    sorted_ = who[order]
    return [sorted_[ends[at] : ends[at + 1]] for at in range(places)]
