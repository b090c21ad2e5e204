"""The audit's loop over events: `count_kinds` runs compiled, `count_kinds_of` is the same as plain Python."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runtime.native.jit import compiled, jitable

Longs = NDArray[np.int64]


@jitable
def count_kinds_of(
    at: Longs, codes: NDArray[np.int32], kind_of: Longs, edges: Longs, first: int, stop: int, counts: Longs
) -> None:
    """Add the events `first:stop` to `counts` (buckets, kinds); a customer's follow one another in time."""
    bucket = 0
    for row in range(first, stop):
        kind = kind_of[codes[row] + 1]
        if kind < 0:
            continue
        while at[row] < edges[bucket]:
            bucket -= 1
        while at[row] >= edges[bucket + 1]:
            bucket += 1
        counts[bucket, kind] += 1


@compiled
def count_kinds(
    at: Longs, codes: NDArray[np.int32], kind_of: Longs, edges: Longs, first: int, stop: int, counts: Longs
) -> None:
    """`count_kinds_of`, compiled."""
    count_kinds_of(at, codes, kind_of, edges, first, stop, counts)


@jitable
def count_bad_of(bucket: Longs, bad: NDArray[np.uint8], of: Longs, worse: Longs) -> None:
    """Add to `of` how many things are in each bucket, and to `worse` those of them that are bad; -1 is no bucket."""
    for row in range(len(bucket)):
        if bucket[row] >= 0:
            of[bucket[row]] += 1
            if len(bad) > 0:
                worse[bucket[row]] += bad[row]


@compiled
def count_bad(bucket: Longs, bad: NDArray[np.uint8], of: Longs, worse: Longs) -> None:
    """`count_bad_of`, compiled."""
    count_bad_of(bucket, bad, of, worse)
