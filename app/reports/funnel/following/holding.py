"""Each customer's events put together by the value of a held property, in the order of time within each value."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import Column

Longs = NDArray[np.int64]
Codes = NDArray[np.int32]
ENOUGH_EVENTS = 300_000
"""From so many on the compiled loop is worth its loading."""


class Marked(NamedTuple):
    """m events, what each means to a funnel, and (n + 1,) where those of each customer begin; see its tables."""

    at: Longs
    marks: Codes
    bars: Codes  # (m,), or none
    offsets: Longs


class HeldEvents(NamedTuple):
    """h of them by (customer, value, as they stand): which they are, and the value of each."""

    events: Marked
    values: NDArray[np.float64]
    rows: Longs


class Spare(NamedTuple):
    """Room for the events of any one customer, to sort them in."""

    rows: Longs
    values: NDArray[np.float64]


def held_together(events: Marked, column: Column, *, all_count: bool) -> HeldEvents:
    """Those that have a value; without `all_count` only what makes a step or ends one."""
    values = column.values
    if values.dtype != np.float64:
        values = np.where(column.filled, values, np.nan)
    if len(values) < ENOUGH_EVENTS:
        return _plainly(events, values, all_count=all_count)
    from app.reports.funnel.following.holding_kernel import put_together  # late: numba takes a while to import

    many, most = len(values), int(np.diff(events.offsets).max(initial=0))
    bars = np.empty(len(events.bars), np.int32)
    made = Marked(np.empty(many, np.int64), np.empty(many, np.int32), bars, np.empty(len(events.offsets), np.int64))
    held = HeldEvents(made, np.empty(many), np.empty(many, np.int64))
    put_together(events, values, all_count, held, Spare(np.empty(most, np.int64), np.empty(most)))
    there = slice(int(made.offsets[-1]))
    kept = Marked(made.at[there], made.marks[there], made.bars[there], made.offsets)
    return HeldEvents(kept, held.values[there], held.rows[there])


def _plainly(events: Marked, values: NDArray[np.float64], *, all_count: bool) -> HeldEvents:
    """The same in columns, without the compiled loop."""
    wanted = ~np.isnan(values)
    if not all_count:
        wanted &= (events.marks != 0) | (events.bars != 0 if len(events.bars) else False)
    rows = np.flatnonzero(wanted)
    offsets = np.searchsorted(rows, events.offsets).astype(np.int64)
    rows = rows[np.lexsort((values[rows], np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))))]
    bars = events.bars[rows] if len(events.bars) else events.bars
    return HeldEvents(Marked(events.at[rows], events.marks[rows], bars, offsets), values[rows], rows)
