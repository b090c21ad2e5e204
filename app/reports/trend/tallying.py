"""Counting a series over all events at once, for data with so many of them that columns of rows would take too long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.reports.buckets import Buckets
from app.reports.trend.figures import Longs

ENOUGH_EVENTS = 300_000
"""From so many events on; below, loading what is compiled would take longer than counting."""
_PARTS = 8  # a number of its own, so that sums are added in one order whatever the machine
_MOST_STEPS = 1_000_000


@dataclass(frozen=True, slots=True)
class Span:
    """Which events count: those of a code (-1 for any) from `low` until before `high`, save from `gap` to `after`."""

    code: int
    low: int
    high: int
    gap: int
    after: int


@dataclass(frozen=True, slots=True)
class Looked:
    """The events of a series, to be looked for again when somebody asks for people."""

    dataset: Dataset
    edges_us: Longs
    span: Span

    def within(self, cell: int) -> Longs:
        """The customers with such an event in a bucket."""
        at, span = self.dataset.at, self.span
        chosen = (at >= max(int(self.edges_us[cell]), span.low)) & (at < min(int(self.edges_us[cell + 1]), span.high))
        chosen &= (at < span.gap) | (at >= span.after)
        if span.code >= 0:
            chosen &= self.dataset.names.values == span.code
        return np.unique(np.searchsorted(self.dataset.offsets, np.flatnonzero(chosen), side="right") - 1)


def grid_of(buckets: Buckets) -> tuple[int, NDArray[np.int32]] | None:
    """The width of a grid on which all edges lie, and the bucket of each of its steps; None where it is too fine."""
    widths = np.diff(buckets.edges_us)
    step = int(np.gcd.reduce(widths))
    if int(widths.sum()) // step > _MOST_STEPS:
        return None
    return step, np.repeat(np.arange(len(widths), dtype=np.int32), widths // step)


def tallied(
    dataset: Dataset, buckets: Buckets, grid: tuple[int, NDArray[np.int32]], span: Span, amount: str
) -> NDArray[np.float64]:
    """Events, customers and revenue (3, buckets) by one pass over the events; no revenue without an amount."""
    from app.reports.trend.kernel import tally  # late: numba takes a while to import

    step, bucket_at = grid
    spans = np.array([span.code, buckets.edges_us[0], step, span.low, span.high, span.gap, span.after], np.int64)
    amounts = dataset.properties[amount].values if amount else np.zeros(0)
    inner = np.linspace(0, dataset.event_count, _PARTS + 1)[1:-1]
    cuts = [0, *np.searchsorted(dataset.offsets, inner).tolist(), dataset.customer_count]

    def part(customers: tuple[int, int]) -> NDArray[np.float64]:
        totals = np.zeros((3, len(buckets)))
        tally(dataset.at, dataset.names.values, dataset.offsets, bucket_at, amounts, spans, *customers, totals)
        return totals

    with ThreadPoolExecutor() as threads:
        found = list(threads.map(part, pairwise(cuts)))
    totals: NDArray[np.float64] = np.sum(found, axis=0)
    return totals
