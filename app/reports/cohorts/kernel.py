"""The cohorts' loop over events: `count` runs compiled, `count_customers` is the same as plain Python."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.cohorts.tables import ELEMENTS, RETURN, START, Tables
from app.runtime.native.addresses import StructureType, structure_at
from app.runtime.native.jit import compiled, jitable

_tables_at = structure_at(StructureType("Cohorts", ELEMENTS))


@jitable
def _period(t: Tables, at: int, known: int) -> int:
    """The period of an instant that is not before the one known."""
    if at < t.edges[known + 1]:
        return known
    low, high = known + 1, len(t.edges) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if t.edges[middle] <= at:
            low = middle
        else:
            high = middle
    return low


@jitable
def _starts(t: Tables, lo: int, hi: int, recurring: bool) -> int:
    """How many cohorts the customer of the events `lo:hi` is in; each with the first start in its period."""
    many = 0
    period = 0
    for row in range(lo, hi):
        if t.marks[row] & START:
            period = _period(t, t.at[row], period)
            if many == 0 or period != t.start_in[many - 1]:
                t.start_at[many] = t.at[row]
                t.start_in[many] = period
                t.last[many] = -1
                t.sizes[period] += 1
                many += 1
                if not recurring:
                    break
    return many


@jitable
def _came_back(t: Tables, start: int, after: int, row: int, columns: int, until: bool) -> None:
    """A return of a start in a period after it; counted once, or, where the last alone decides, at the end."""
    place = t.start_in[start] * columns + after
    if len(t.values) > 0 and t.values[row] == t.values[row]:  # a missing value is not equal to itself
        t.sums[place] += t.values[row]
    if after != t.last[start]:
        t.last[start] = after
        if not until:
            t.counts[place] += 1


@jitable
def _returns(t: Tables, lo: int, hi: int, many: int, columns: int, rolling_us: int, until: bool) -> None:
    """All returns of a customer, each after every start that is not later."""
    begun = 0
    period = t.start_in[0]
    counted = -1  # the period whose return has been counted for all that had begun
    for row in range(lo, hi):
        now = t.at[row]
        if not t.marks[row] & RETURN or now < t.start_at[0]:
            continue
        before = begun
        while begun < many and t.start_at[begun] <= now:
            begun += 1
        if rolling_us == 0:
            period = _period(t, now, period)
            if period == counted and begun == before and len(t.values) == 0:
                continue
            counted = period
        for start in range(begun):
            after = period - t.start_in[start] if rolling_us == 0 else (now - t.start_at[start]) // rolling_us
            _came_back(t, start, after, row, columns, until)


@jitable
def count_customers(
    t: Tables, first: int, last: int, recurring: bool, rolling_us: int, until: bool, cohort: int, stop: int, after: int
) -> None:
    """Add customers `first:last` to sizes, counts and sums.

    `recurring` puts a customer into the cohort of every period in which they start; `rolling_us` is the length of a
    period counted from each start, 0 for those of the calendar. `until` counts in each cell the last return alone, so
    that a sum from the right says who came back in a period or later. Where `chosen` has room, those in cell `after` of
    one of the cohorts `cohort:stop` are marked there, in a whole cohort where it is -1.
    """
    columns = len(t.counts) // len(t.sizes)
    for customer in range(first, last):
        lo, hi = t.offsets[customer], t.offsets[customer + 1]
        many = _starts(t, lo, hi, recurring)
        if many == 0:
            continue
        if len(t.chosen) > 0:
            many = _only(t, many, cohort, stop)
            if many == 0:
                continue
            if after == -1:
                t.chosen[customer] = 1
                continue
            before = _counted(t, many, columns, after)
        _returns(t, lo, hi, many, columns, rolling_us, until)
        if until:
            for start in range(many):
                if t.last[start] >= 0:
                    t.counts[t.start_in[start] * columns + t.last[start]] += 1
        if len(t.chosen) > 0:
            is_later = False
            for start in range(many):
                if until and t.last[start] >= after:
                    is_later = True
            if is_later or _counted(t, many, columns, after) > before:
                t.chosen[customer] = 1


@jitable
def _only(t: Tables, many: int, cohort: int, stop: int) -> int:
    """Leave the starts in these cohorts alone; how many there are then."""
    left = 0
    for start in range(many):
        if cohort <= t.start_in[start] < stop:
            t.start_in[left] = t.start_in[start]
            t.start_at[left] = t.start_at[start]
            left += 1
    return left


@jitable
def _counted(t: Tables, many: int, columns: int, after: int) -> int:
    """How many have been counted in cell `after` of the cohorts of these starts."""
    counted = 0
    for start in range(many):
        counted += t.counts[t.start_in[start] * columns + after]
    return counted


@compiled
def count(
    addresses: NDArray[np.int64],
    first: int,
    last: int,
    recurring: bool,
    rolling_us: int,
    until: bool,
    cohort: int,
    stop: int,
    after: int,
) -> None:
    """`count_customers` on tables at these addresses."""
    count_customers(_tables_at(addresses), first, last, recurring, rolling_us, until, cohort, stop, after)
