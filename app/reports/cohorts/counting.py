"""Every customer's starts and returns counted into cells, in threads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.data.columns.cores import CORES, each
from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.progress import pause
from app.reports.by_customer.counting import in_parts
from app.reports.cohorts.tables import RETURN, START, tables_for
from app.reports.counting.buckets import Buckets
from app.reports.definition.marks import Marks, marks_of

Longs = NDArray[np.int64]
_FEW_EVENTS = 500_000  # below this a second thread does not pay
_EVENTS_AT_ONCE = 500_000  # their marks stay in the processor's cache until they are read


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted: `rolling_us` is the length of a period from each start, 0 for those of the calendar."""

    starts: Step
    returns: Step
    recurring: bool
    until: bool
    rolling_us: int
    value: str
    buckets: Buckets
    columns: int


@dataclass(frozen=True, slots=True)
class Counted:
    """By period of start: `sizes` (b,), and by periods after it `counts` and `sums` (b, p)."""

    sizes: Longs
    counts: Longs
    sums: NDArray[np.float64]


def counted(dataset: Dataset, asked: Asked) -> Counted:
    """All cells."""
    customers = dataset.customer_count
    parts = CORES if dataset.event_count > _FEW_EVENTS else 1
    edges = _edges(dataset, 0, customers, parts)
    values = _values(dataset, asked.value)
    meaning = _meaning(dataset, asked)
    found = each(lambda customers: _part(dataset, asked, meaning, values, customers, None), list(pairwise(edges)))
    counts = sum((part.counts for part in found[1:]), found[0].counts)
    if asked.until:
        counts = counts[:, ::-1].cumsum(axis=1)[:, ::-1]
    return Counted(
        sum((part.sizes for part in found[1:]), found[0].sizes),
        counts,
        sum((part.sums for part in found[1:]), found[0].sums),
    )


def chosen(dataset: Dataset, asked: Asked, cohorts: tuple[int, int], after: int) -> NDArray[np.bool_]:
    """Who (n,) is in a cell of the cohorts from one to before another, or with -1 in a whole cohort of them."""
    who = np.zeros(dataset.customer_count, np.uint8)
    meaning = _meaning(dataset, asked)
    in_parts(
        dataset,
        lambda first, last: _part(dataset, asked, meaning, np.zeros(0), (first, last), (who, *cohorts, after)),
    )
    return who > 0


def _meaning(dataset: Dataset, asked: Asked) -> Marks:
    return marks_of(dataset, (asked.starts, asked.returns), (START, RETURN))


def _part(
    dataset: Dataset,
    asked: Asked,
    meaning: Marks,
    values: NDArray[np.float64],
    customers: tuple[int, int],
    cell: tuple[NDArray[np.uint8], int, int, int] | None,
) -> Counted:
    """The cells of some customers; `cell` is one, of some cohorts, whose customers are marked."""
    from app.reports.cohorts.kernel import count  # late: numba takes a while to import
    from app.runtime.native.addresses import addresses_of

    rows = len(asked.buckets)
    marks = np.empty(dataset.event_count, np.int32)
    found = Counted(
        np.zeros(rows, np.int64),
        np.zeros((rows, asked.columns), np.int64),
        np.zeros((rows, asked.columns) if len(values) else (0, asked.columns)),
    )
    who, cohort, stop, after = cell or (np.zeros(0, np.uint8), -1, -1, -1)
    tables = tables_for(
        marks, dataset.at, dataset.offsets, asked.buckets.edges_us, values, found.sizes, found.counts, found.sums, who
    )
    addresses = addresses_of(tables)
    for first, last in _portions(dataset, *customers):
        pause()
        meaning.write(dataset.names.values, int(dataset.offsets[first]), int(dataset.offsets[last]), marks)
        count(addresses, first, last, asked.recurring, asked.rolling_us, asked.until, cohort, stop, after)
    return found


def _portions(dataset: Dataset, first: int, last: int) -> Iterator[tuple[int, int]]:
    events = int(dataset.offsets[last] - dataset.offsets[first])
    edges = _edges(dataset, first, last, max(1, events // _EVENTS_AT_ONCE))
    yield from pairwise(edges)


def _edges(dataset: Dataset, first: int, last: int, parts: int) -> list[int]:
    """Customers at which to cut so that parts have as many events."""
    inner = np.linspace(int(dataset.offsets[first]), int(dataset.offsets[last]), parts + 1)[1:-1]
    return [first, *np.clip(np.searchsorted(dataset.offsets, inner), first, last).tolist(), last]


def _values(dataset: Dataset, name: str) -> NDArray[np.float64]:
    return np.ascontiguousarray(dataset.properties[name].values, np.float64) if name else np.zeros(0)
