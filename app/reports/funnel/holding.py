"""Each customer's events put together by the value of a held property, in the order of time within each value."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.reports.by_customer.counting import ENOUGH_EVENTS, in_parts

Longs = NDArray[np.int64]


class HeldEvents(NamedTuple):
    """h events: their rows in the dataset, the value of each, and (n + 1,) where the events of each customer begin."""

    rows: Longs
    values: NDArray[np.float64]
    offsets: Longs


def held_together(dataset: Dataset, wanted: NDArray[np.bool_], values: NDArray[Any]) -> HeldEvents:
    """The wanted events by (customer, value, as they stand)."""
    rows = np.flatnonzero(wanted)
    kept = values[rows].astype(np.float64)
    offsets = np.searchsorted(rows, dataset.offsets).astype(np.int64)
    if dataset.event_count < ENOUGH_EVENTS:
        order = np.lexsort((kept, np.repeat(np.arange(dataset.customer_count), np.diff(offsets))))
        return HeldEvents(rows[order], kept[order], offsets)
    from app.reports.funnel.holding_kernel import sort_by_value  # late: numba takes a while to import

    most = int(np.diff(offsets).max(initial=0))

    def part(first: int, stop: int) -> None:
        sort_by_value(rows, kept, offsets, first, stop, np.empty(most, np.int64), np.empty(most))

    in_parts(dataset, part)
    return HeldEvents(rows, kept, offsets)
