"""Each customer's events put together by the value of a held property, in the order of time within each value."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
ENOUGH_EVENTS = 300_000
"""From so many on the compiled loop is worth its loading."""


class HeldEvents(NamedTuple):
    """h events: their rows, the value of each, and (n + 1,) where those of each customer begin."""

    rows: Longs
    values: NDArray[np.float64]
    offsets: Longs


def held_together(wanted: NDArray[np.bool_], values: NDArray[Any], offsets: Longs) -> HeldEvents:
    """The wanted of some events by (customer, value, as they stand); of `offsets` are the customers of the events."""
    rows = np.flatnonzero(wanted)
    kept = np.take(values, rows).astype(np.float64)
    of_kept = np.searchsorted(rows, offsets).astype(np.int64)
    if len(wanted) < ENOUGH_EVENTS:
        order = np.lexsort((kept, np.repeat(np.arange(len(offsets) - 1), np.diff(of_kept))))
        return HeldEvents(rows[order], kept[order], of_kept)
    from app.reports.funnel.holding_kernel import sort_by_value  # late: numba takes a while to import

    most = int(np.diff(of_kept).max(initial=0))
    sort_by_value(rows, kept, of_kept, 0, len(offsets) - 1, np.empty(most, np.int64), np.empty(most))
    return HeldEvents(rows, kept, of_kept)
