"""What each customer did: how often, the sum of a value, the first and the last event, for all customers at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import Column
from app.data.columns.cores import CORES, each
from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.definition.matching import matching

Longs = NDArray[np.int64]
Wanted = Literal["count", "total", "first", "last", "mixed"]
ENOUGH_EVENTS = 500_000
"""From so many events on the compiled loop is worth its loading."""
_EVENTS_AT_ONCE = 1_000_000  # between two of which counting can be given up
EARLIEST, LATEST = int(np.iinfo(np.int64).min), int(np.iinfo(np.int64).max)
_NO_LONGS = np.zeros(0, np.int64)
_NOTHING: dict[Wanted, tuple[int, Any]] = {
    "count": (0, np.int32), "total": (0, np.float64), "first": (-1, np.int64), "last": (-1, np.int64),
    "mixed": (0, np.uint8),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Which:
    """Which events count: those whose code fits, or of these rows (ascending).

    `fits` has one more than there are codes; the first is for events without one.
    """

    codes: NDArray[np.int32]
    fits: NDArray[np.uint8]
    rows: Longs | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """When events count, both ends included, and what their value has to be at least, where it has to be known.

    With `begins` (n,) it is from each customer's instant on, for so long as `length_us` where that is given, and not
    the event `apart` (n,) itself.
    """

    since: int = EARLIEST
    until: int = LATEST
    least: float | None = None
    begins: Longs = field(default_factory=lambda: _NO_LONGS)
    apart: Longs = field(default_factory=lambda: _NO_LONGS)
    length_us: int | None = None


EVER = Within()


@dataclass(frozen=True, slots=True)
class Did:
    """What n customers did, each (n,) or, where it was not asked for, without rows.

    `first` and `last` are rows of events, -1 for none; `total` leaves out values that are missing; `mixed` is whether
    the events had more than one code.
    """

    count: NDArray[np.int32]
    total: NDArray[np.float64]
    first: Longs
    last: Longs
    mixed: NDArray[np.uint8]


def of_step(dataset: Dataset, step: Step) -> Which:
    """The events that are a step."""
    if not step.where:
        return of_names(dataset, (step.event,))
    return Which(dataset.names.values, np.zeros(0, np.uint8), matching(dataset, step))


def of_steps(dataset: Dataset, steps: Sequence[Step]) -> Which:
    """The events that are any of the steps; one that is several counts once."""
    if not any(step.where for step in steps):
        return of_names(dataset, (step.event for step in steps))
    is_one = np.zeros(dataset.event_count, np.bool_)
    for step in steps:
        is_one[matching(dataset, step)] = True
    return Which(dataset.names.values, np.zeros(0, np.uint8), np.flatnonzero(is_one))


def of_names(dataset: Dataset, names: Iterable[str]) -> Which:
    """The events of these names."""
    wanted = set(names)
    fits = [False, *(word in wanted for word in dataset.names.words.to_pylist())]
    return Which(dataset.names.values, np.array(fits, np.uint8))


def any_event(dataset: Dataset) -> Which:
    """All events."""
    return Which(dataset.names.values, np.ones(len(dataset.names.words) + 1, np.uint8))


def with_text(column: Column) -> Which:
    """The events that have a text in that column; its codes are theirs."""
    fits = np.ones(len(column.words) + 1, np.uint8)
    fits[0] = 0
    return Which(column.values, fits)


def did(
    dataset: Dataset,
    which: Which,
    wanted: Iterable[Wanted],
    values: NDArray[Any] | None = None,
    when: Within = EVER,
) -> Did:
    """What every customer did of these events; `values` (m,) are summed up, or are what has to be enough."""
    asked = {*wanted}
    if "mixed" in asked:
        asked.add("first")
    if dataset.event_count < ENOUGH_EVENTS:
        return plainly(dataset, which, asked, values, when)
    if asked == {"first"} and when is EVER and which.rows is None:
        return _firsts(dataset, which)
    return _compiled(dataset, which, asked, values, when)


def plainly(
    dataset: Dataset, which: Which, asked: Iterable[Wanted], values: NDArray[Any] | None, when: Within = EVER
) -> Did:
    """The same in columns, without the compiled loop."""
    rows = which.rows if which.rows is not None else np.flatnonzero(np.roll(which.fits, -1)[which.codes])
    whose, at = dataset.event_customers()[rows], dataset.at[rows]
    counts = at <= when.until
    if len(when.begins):
        counts &= at >= when.begins[whose]
        if when.length_us is not None:
            counts = (at >= when.begins[whose]) & (at <= when.begins[whose] + when.length_us)
    else:
        counts &= at >= when.since
    if len(when.apart):
        counts &= rows != when.apart[whose]
    if when.least is not None and values is not None:
        counts &= values[rows] >= when.least
    rows, whose = rows[counts], whose[counts]
    return _gathered(dataset, which, frozenset(asked), values, rows, whose)


def _gathered(
    dataset: Dataset,
    which: Which,
    asked: frozenset[Wanted],
    values: NDArray[Any] | None,
    rows: Longs,
    whose: NDArray[np.int32],
) -> Did:
    found = _empty(dataset.customer_count, asked)
    if "count" in asked:
        found.count[:] = np.bincount(whose, minlength=dataset.customer_count)
    if "total" in asked and values is not None:
        amounts = np.nan_to_num(values[rows])
        found.total[:] = np.bincount(whose, amounts, minlength=dataset.customer_count)
    if "last" in asked:
        found.last[whose] = rows  # the last of each customer stays
    if "first" in asked:
        found.first[whose[::-1]] = rows[::-1]
    if "mixed" in asked:
        found.mixed[whose[which.codes[rows] != which.codes[found.first[whose]]]] = 1
    return found


def _empty(customers: int, asked: Iterable[Wanted]) -> Did:
    wanted = {*asked}
    return Did(*(
        np.full(customers if name in wanted else 0, nothing, dtype) for name, (nothing, dtype) in _NOTHING.items()
    ))  # fmt: skip


def _firsts(dataset: Dataset, which: Which) -> Did:
    """The first events alone, by the compiled loop, in threads."""
    from app.reports.by_customer.kernel import note_firsts  # late: numba takes a while to import

    found = _empty(dataset.customer_count, ("first",))
    in_parts(
        dataset, lambda first, stop: note_firsts(which.codes, which.fits, dataset.offsets, first, stop, found.first)
    )
    return found


def _compiled(
    dataset: Dataset, which: Which, asked: Iterable[Wanted], values: NDArray[Any] | None, when: Within
) -> Did:
    """The same by the compiled loop, in threads."""
    from app.reports.by_customer.kernel import tally  # late: numba takes a while to import
    from app.reports.by_customer.tables import checked_tables
    from app.runtime.native.addresses import addresses_of

    found = _empty(dataset.customer_count, asked)
    numbers = np.zeros(0) if values is None else np.ascontiguousarray(values, np.float64)
    total = np.zeros(0) if values is None else found.total  # nothing is summed up of values that are not there
    rows = _NO_LONGS if which.rows is None else which.rows
    if which.rows is not None and not len(rows):
        return found
    tables = checked_tables((
        dataset.at, dataset.offsets, which.codes, which.fits, rows, numbers, when.begins, when.apart, found.count,
        total, found.first, found.last, found.mixed,
    ))  # fmt: skip
    addresses = addresses_of(tables)
    is_valued = when.least is not None and values is not None
    least = -np.inf if when.least is None else when.least
    length = -1 if when.length_us is None else when.length_us

    def part(first: int, stop: int) -> None:
        place = int(np.searchsorted(rows, dataset.offsets[first])) if len(rows) else 0
        tally(addresses, first, stop, when.since, when.until, length, int(is_valued), float(least), place)

    in_parts(dataset, part)
    return found


def in_parts(dataset: Dataset, part: Any) -> list[Any]:
    """What a function finds for the customers from one row to another, in threads, each with about as many events."""
    return each(lambda cut: part(*cut), _parts(dataset))


def counted_then_filled(dataset: Dataset, count: Any, room: Any, fill: Any) -> Any:
    """What `room` makes for as many as `count` finds, filled in threads.

    Each writes what it finds of its customers behind what those before them have, so that nothing is put together
    afterwards: `count(first, stop)` says how many there are, `fill(first, stop, place, made)` writes them from there.
    """
    cuts = _parts(dataset)
    ends = np.cumsum([0, *each(lambda cut: count(*cut), cuts)]).tolist()
    made = room(ends[-1])
    each(lambda part: fill(*part[0], part[1], made), list(zip(cuts, ends[:-1], strict=True)))
    return made


def _parts(dataset: Dataset) -> list[tuple[int, int]]:
    """Customers from one row to before another, for each core, and of no more events than are counted in a moment."""
    return list(pairwise(customer_cuts(dataset, max(CORES, dataset.event_count // _EVENTS_AT_ONCE))))


def customer_cuts(dataset: Dataset, parts: int) -> list[int]:
    """Customers at which to cut so that parts have about as many events."""
    inner = np.linspace(0, dataset.event_count, parts + 1)[1:-1]
    cuts = np.searchsorted(dataset.offsets, inner)
    return [0, *np.clip(cuts, 0, dataset.customer_count).tolist(), dataset.customer_count]


def instants(dataset: Dataset, rows: Longs, never: int) -> Longs:
    """When these events were; `never` for row -1."""
    if not dataset.event_count:
        return np.full(len(rows), never, np.int64)
    at = dataset.at[rows]  # row -1 is the last event, and overwritten
    at[rows < 0] = never
    return at
