"""Events counted by stretch of time and by what kind their code is of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.reports.by_customer.counting import ENOUGH_EVENTS, in_parts
from app.reports.counting.buckets import Buckets

Longs = NDArray[np.int64]
NO_KIND = -1


def by_kind(dataset: Dataset, codes: NDArray[np.int32], kind_of: Longs, kinds: int, buckets: Buckets) -> Longs:
    """How many events there are, (buckets, kinds); `kind_of` is the kind of each code, the first for none."""
    if dataset.event_count < ENOUGH_EVENTS:
        return plainly(dataset, codes, kind_of, kinds, buckets)
    from app.reports.crm_audit.kernel import count_kinds  # late: numba takes a while to import

    def part(first: int, stop: int) -> Longs:
        counts = np.zeros((len(buckets), kinds), np.int64)
        low, high = int(dataset.offsets[first]), int(dataset.offsets[stop])
        count_kinds(dataset.at, codes, kind_of, buckets.edges_us, low, high, counts)
        return counts

    found: Longs = np.sum(in_parts(dataset, part), axis=0)
    return found


def plainly(dataset: Dataset, codes: NDArray[np.int32], kind_of: Longs, kinds: int, buckets: Buckets) -> Longs:
    """The same in columns, without the compiled loop."""
    kind = kind_of[codes + 1]
    rows = np.flatnonzero(kind != NO_KIND)
    cells = buckets.of(dataset.at[rows]) * kinds + kind[rows]
    return np.bincount(cells, minlength=len(buckets) * kinds).reshape(len(buckets), kinds)


def counted(bucket: Longs, bad: NDArray[np.bool_] | None, many: int) -> tuple[Longs, Longs]:
    """How many things are in each of `many` buckets, -1 being none, and how many of them are bad; both (many,)."""
    if len(bucket) < ENOUGH_EVENTS:
        return counted_plainly(bucket, bad, many)
    from app.reports.crm_audit.kernel import count_bad  # late: numba takes a while to import

    of, worse = np.zeros(many, np.int64), np.zeros(many, np.int64)
    count_bad(bucket, np.zeros(0, np.uint8) if bad is None else bad.view(np.uint8), of, worse)
    return of, worse


def counted_plainly(bucket: Longs, bad: NDArray[np.bool_] | None, many: int) -> tuple[Longs, Longs]:
    """The same in columns, without the compiled loop."""
    worse = bucket[:0] if bad is None else bucket[bad]
    of, of_them = (np.bincount(each + 1, minlength=many + 1)[1:].astype(np.int64) for each in (bucket, worse))
    return of, of_them
