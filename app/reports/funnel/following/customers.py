"""Every customer's events followed through a funnel's steps, in threads: how far, when, and by which events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from app.data.columns.cores import each
from app.data.dataset import Dataset
from app.data.zones import utc_from_wall
from app.nodes.conditions import AttributeTest, Step
from app.reports.counting.kept import kept_among
from app.reports.definition.marks import marks_of
from app.reports.funnel.definition import DAY_US, FunnelDefinition, Order, length_us
from app.reports.funnel.following.holding import Marked, held_together
from app.reports.funnel.following.tables import FOREVER, tables_for
from app.runtime.matching import passing

Longs = NDArray[np.int64]
_ORDERS: tuple[Order, ...] = ("ordered", "strict", "any")
_FEW_EVENTS = 500_000  # below this a second thread does not pay
_EVENTS_AT_ONCE = 500_000  # their marks stay in the processor's cache until they are read


class Followed(NamedTuple):
    """How far n customers went: levels (n,), instants (n, steps), and by which events (n, steps), or (0, steps)."""

    levels: NDArray[np.uint8]
    instants: Longs
    rows: Longs


@dataclass(frozen=True, slots=True)
class _Log:
    """Events in columns, as the kernel takes them."""

    at: Longs
    offsets: Longs
    marks: NDArray[np.int32]
    bars: NDArray[np.int32]
    held: NDArray[np.float64]


def followed(dataset: Dataset, definition: FunnelDefinition, *, with_rows: bool = False) -> Followed:
    """Follow the customers; `with_rows` keeps which events made the steps.

    How far they went is the same however it is shown: it is kept for the next way of showing it, nobody writes to it.
    """
    asked = replace(definition, by=None, show="steps", period="", segment=None, data_end=None)

    def made() -> Followed:
        found = _of_events(dataset, definition, with_rows=with_rows)
        return (
            found if len(definition.events) == len(definition.steps) else _with_conditions(dataset, definition, found)
        )

    return kept_among(dataset, "followed", (asked, with_rows), made, most=1)


def _of_events(dataset: Dataset, definition: FunnelDefinition, *, with_rows: bool) -> Followed:
    marks = np.empty(dataset.event_count, np.int32)
    bars = np.empty(dataset.event_count if definition.exclude else 0, np.int32)
    log = _Log(dataset.at, dataset.offsets, marks, bars, np.zeros(0))
    meaning = marks_of(dataset, definition.events, [1 << k for k in range(len(definition.events))])
    ends = marks_of(dataset, [each.step for each in definition.exclude], _levels_ended(definition))
    since, until = _range(dataset, definition)
    codes = dataset.names.values

    def mark(first: int, last: int) -> None:
        meaning.write(codes, first, last, marks)
        if len(bars):
            ends.write(codes, first, last, bars)
        if definition.since or definition.until:
            at = dataset.at[first:last]
            if definition.order == "any":
                marks[first:last][at < since] = 0
            else:
                marks[first:last][(at < since) | (at >= until)] &= np.int32(-2)

    found = Followed(
        np.zeros(dataset.customer_count, np.uint8),
        np.empty((dataset.customer_count, len(definition.events)), np.int64),
        np.empty((dataset.customer_count if with_rows else 0, len(definition.events)), np.int64),
    )

    def part(first: int, last: int) -> None:
        mark(int(log.offsets[first]), int(log.offsets[last]))
        if definition.hold:
            _follow_held(dataset, log, definition, until, found, first, last)
        else:
            _follow(log, definition, until, found, first, last)

    _in_parts(log, part)
    return found


def _in_parts(log: _Log, part: Callable[[int, int], None]) -> None:
    """All customers, in parts of so many events."""
    events = len(log.at)
    parts = max(1, events // _EVENTS_AT_ONCE) if events > _FEW_EVENTS else 1
    bounds = np.searchsorted(log.offsets, np.linspace(0, events, parts + 1)[1:-1])
    edges = [0, *bounds.tolist(), len(log.offsets) - 1]
    each(lambda edge: part(*edge), list(pairwise(edges)))


def _follow(log: _Log, definition: FunnelDefinition, until: int, found: Followed, first: int, last: int) -> None:
    """The kernel over the customers `first:last` of a log."""
    from app.reports.funnel.following.kernel import follow  # late: numba takes a while to import
    from app.runtime.native.addresses import addresses_of

    most = int(np.diff(log.offsets[first : last + 1]).max(initial=0))
    limits, order = _limits(definition), _ORDERS.index(definition.order)
    tables = tables_for(log.marks, log.bars, log.at, log.held, log.offsets, limits, found, most)
    once, apart = definition.entry == "first", definition.ties == "apart"
    follow(addresses_of(tables), first, last, definition.window_us, until, order, apart, once)


def _follow_held(
    dataset: Dataset, log: _Log, definition: FunnelDefinition, until: int, found: Followed, first: int, last: int
) -> None:
    """Events of customers followed apart for each value of the held property; the furthest of a customer counts.

    What is put together of a part stays in the processor's cache until it is followed.
    """
    low, high = int(log.offsets[first]), int(log.offsets[last])
    column = dataset.properties[definition.hold].rows(slice(low, high))
    there = Marked(log.at[low:high], log.marks[low:high], log.bars[low:high], log.offsets[first : last + 1] - low)
    (at, marks, bars, offsets), values, rows = held_together(there, column, all_count=definition.order == "strict")
    here = Followed(found.levels[first:last], found.instants[first:last], found.rows[first:last])
    _follow(_Log(at, offsets, marks, bars, values), definition, until, here, 0, last - first)
    made = np.arange(here.rows.shape[1]) < here.levels[: len(here.rows), None]
    if made.any():
        here.rows[made] = rows[here.rows[made]] + low  # named by their rows in the dataset


def _levels_ended(definition: FunnelDefinition) -> list[int]:
    """For each exclusion the bits of the levels at which it ends attempts: how many events they have made."""
    everywhere = (1 << len(definition.events)) - 2
    if definition.order == "any":
        return [1] * len(definition.exclude)
    made = [sum(isinstance(step, Step) for step in definition.steps[: each.after]) for each in definition.exclude]
    return [1 << level if level else everywhere for level in made]


def _limits(definition: FunnelDefinition) -> Longs:
    """The most time from the step before each level's next one; shape (steps,), the first without a meaning."""
    limits = np.full(len(definition.events), FOREVER, np.int64)
    lengths = [length_us(window) for window in definition.step_windows]
    if lengths:
        limits[1:] = lengths if len(lengths) > 1 else lengths[0]
    return limits


def _range(dataset: Dataset, definition: FunnelDefinition) -> tuple[int, int]:
    """The instants from which and before which an attempt may begin."""
    zone = ZoneInfo(dataset.timezone)

    def midnight(day: date) -> int:
        return int(utc_from_wall(np.array([(day - date(1970, 1, 1)).days * DAY_US], np.int64), zone)[0])

    since = midnight(definition.since) if definition.since else int(np.iinfo(np.int64).min)
    return since, midnight(definition.until + timedelta(days=1)) if definition.until else FOREVER


def _with_conditions(dataset: Dataset, definition: FunnelDefinition, found: Followed) -> Followed:
    """Steps that are conditions put among those of events: who meets one makes it with the step before."""
    zone = ZoneInfo(dataset.timezone)
    levels = np.zeros(len(found.levels), np.uint8)
    instants = np.empty((len(levels), len(definition.steps)), np.int64)
    rows = np.empty((len(found.rows), len(definition.steps)), np.int64)
    goes_on = np.ones(len(levels), np.bool_)
    event = -1
    for place, step in enumerate(definition.steps):
        if isinstance(step, AttributeTest):
            column = dataset.attributes[step.attribute]
            goes_on &= passing(column, step, lambda wall_us: utc_from_wall(np.array([wall_us], np.int64), zone))
        else:
            event += 1
            goes_on &= found.levels > event
        levels += goes_on
        instants[:, place] = found.instants[:, event]
        rows[:, place] = found.rows[:, event]
    return Followed(levels, instants, rows)
