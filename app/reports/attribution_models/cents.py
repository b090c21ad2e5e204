"""Shares of amounts in whole cents, so that what is shared out comes to what there was, to the cent."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
_NEARLY = 1e-9  # a share that is whole but for rounding


def cents_of(amounts: NDArray[np.float64]) -> Longs:
    """Amounts in cents; what is missing is nothing."""
    return np.rint(np.nan_to_num(amounts) * 100).astype(np.int64)


def shared_cents(path: Longs, weights: NDArray[np.float64], cents: Longs) -> Longs:
    """What each touch gets of the cents of its path, by the largest remainder; of equal remainders the earlier touch.

    `path` (t,) says which path each touch is on, ascending; the `weights` (t,) of a path add up to 1; `cents` (p,) are
    those of the paths, at least 0. The result (t,) adds up to the cents of each path that has touches.
    """
    exact = weights * cents[path]
    whole = np.floor(exact + _NEARLY).astype(np.int64)
    rest = cents - np.bincount(path, whole, len(cents)).astype(np.int64)
    order = np.lexsort((np.arange(len(path)), -np.round(exact - whole, 9), path))
    first = np.searchsorted(path, np.arange(len(cents)))
    rank = np.empty(len(path), np.int64)
    rank[order] = np.arange(len(path)) - first[path[order]]
    return whole + (rank < rest[path])
