"""Counting a series over all events at once, for data with so many of them that columns of rows would take too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import Column, ColumnType
from app.data.columns.cores import each
from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.counting.buckets import Buckets
from app.reports.definition.breakdown import NONE, Breakdown, most_frequent
from app.reports.definition.matching import matching
from app.reports.trend.figures import Longs

ENOUGH_EVENTS = 300_000
"""From so many events on; below, loading what is compiled would take longer than counting."""
_PARTS = 8  # a number of its own, so that sums are added in one order whatever the machine
_MOST_STEPS = 1_000_000
_MOST_WORDS = 100_000  # each part counts them all


@dataclass(frozen=True, slots=True)
class Span:
    """Which events count: those of a code (-1 for any) from `low` until before `high`, save from `gap` to `after`.

    `codes` (m,) are those of all events.
    """

    codes: NDArray[np.int32]
    code: int
    low: int
    high: int
    gap: int
    after: int


@dataclass(frozen=True, slots=True)
class Grouping:
    """The words of events or of customers, by which they are in groups; `place` is the group of each, first of none."""

    names: tuple[str, ...] = ("",)
    words: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    place: Longs = field(default_factory=lambda: np.zeros(1, np.int64))

    def of(self, rows: Longs, customers: Longs, events: int) -> Longs:
        """The group of each of these events and customers."""
        if not len(self.words):
            return np.zeros(len(rows), np.int64)
        return self.place[self.words[rows if len(self.words) == events else customers] + 1]


@dataclass(frozen=True, slots=True)
class Looked:
    """The events of a series, to be looked for again when somebody asks for people."""

    dataset: Dataset
    edges_us: Longs
    span: Span
    groups: Grouping = Grouping()

    def within(self, cell: int) -> Longs:
        """The customers with such an event in a cell of groups by buckets."""
        group, bucket = divmod(cell, len(self.edges_us) - 1)
        at, span = self.dataset.at, self.span
        low, high = max(int(self.edges_us[bucket]), span.low), min(int(self.edges_us[bucket + 1]), span.high)
        chosen = (at >= low) & (at < high)
        chosen &= (at < span.gap) | (at >= span.after)
        if span.code >= 0:
            chosen &= span.codes == span.code
        rows = np.flatnonzero(chosen)
        customers = np.searchsorted(self.dataset.offsets, rows, side="right") - 1
        return np.unique(customers[self.groups.of(rows, customers, len(at)) == group])


@dataclass(frozen=True, slots=True)
class Grid:
    """Steps of one width on which all edges of `buckets` lie, and the bucket of each step."""

    begin: int
    step: int
    bucket_at: NDArray[np.int32]
    buckets: int


def grid_of(buckets: Buckets) -> Grid | None:
    """The grid of these; None where it would be too fine."""
    widths = np.diff(buckets.edges_us)
    step = int(np.gcd.reduce(widths))
    if int(widths.sum()) // step > _MOST_STEPS:
        return None
    bucket_at = np.repeat(np.arange(len(widths), dtype=np.int32), widths // step)
    return Grid(int(buckets.edges_us[0]), step, bucket_at, len(widths))


def coded(dataset: Dataset, step: Step | None) -> tuple[NDArray[np.int32], int]:
    """Codes of all events, and that of the step's, -1 where any event is one: their names, or whether they are it."""
    if step is None:
        return dataset.names.values, -1
    if not step.where:
        return dataset.names.values, int(dataset.names.words.index(step.event).as_py())
    codes = np.zeros(dataset.event_count, np.int32)
    codes[matching(dataset, step)] = 1
    return codes, 1


def grouping_of(dataset: Dataset, by: Breakdown, spans: Sequence[Span], top: int) -> Grouping | None:
    """The most frequent values among the events of all spans; None for values that are neither texts nor truths."""
    column = (dataset.attributes if by.of == "customer" else dataset.properties)[by.name]
    names = _names(column)
    if names is None or len(names) > _MOST_WORDS or dataset.customer_count == dataset.event_count:
        return None
    many = len(names)
    each = Grouping((), column.values.astype(np.int32, copy=False), np.roll(np.arange(many), 1))
    counts = np.zeros(many, np.int64)
    for span in spans:
        low, high = dataset.reach or (0, 0)
        whole = Grid(low, high - low + 1, np.zeros(1, np.int32), 1)
        counts += tallied(dataset, whole, span, "", each)[0].astype(np.int64)
    titles, place = most_frequent(counts, names, top)
    return replace(each, names=titles, place=np.roll(place, 1))


def _names(column: Column) -> list[str] | None:
    """What the codes say; the last is that of a missing value."""
    if column.type is ColumnType.TEXT:
        return [*(str(word) for word in column.words.to_pylist()), NONE]
    return ["no", "yes", NONE] if column.type is ColumnType.BOOLEAN else None


def tallied(
    dataset: Dataset, grid: Grid, span: Span, amount: str, groups: Grouping, *, customers: bool = False
) -> NDArray[np.float64]:
    """Events, customers and revenue (3, groups * buckets) by one pass; customers where asked, revenue of an amount."""
    from app.reports.trend.kernel import BLOCK, Made, Read, Spans, tally  # late: numba takes a while to import

    spans = Spans(span.code, grid.begin, grid.step, span.low, span.high, span.gap, span.after, grid.buckets)
    amounts = dataset.properties[amount].values if amount else np.zeros(0)
    at, offsets = dataset.at, dataset.offsets
    read = Read(at, span.codes, offsets, grid.bucket_at, amounts, groups.words, groups.place)
    cells = (int(groups.place.max()) + 1) * grid.buckets
    inner = np.linspace(0, dataset.event_count, _PARTS + 1)[1:-1]
    cuts = [0, *np.searchsorted(offsets, inner).tolist(), dataset.customer_count]

    def part(cut: tuple[int, int]) -> NDArray[np.float64]:
        seen = np.full(cells if customers else 0, -1, np.int32)
        made = Made(np.empty(BLOCK, np.int64), seen, np.zeros((3, cells)))
        tally(read, spans, *cut, made)
        return made.totals

    totals: NDArray[np.float64] = np.sum(each(part, list(pairwise(cuts))), axis=0)
    return totals
