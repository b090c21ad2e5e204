"""The funnel's loop over events: `follow` runs compiled, `follow_customers` is the same as plain Python.

A level is how many steps an attempt has made. One pass is enough, because of all attempts at a level only those matter
that no other surpasses: begun later, or, where there are windows between steps, with a later last step. Attempts are
entries that name the one they go on from, so that a path is never copied.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.funnel.following.serving import carried, collect, in_any_order
from app.reports.funnel.following.tables import ELEMENTS, FOREVER, Tables
from app.runtime.native.addresses import StructureType, structure_at
from app.runtime.native.jit import compiled, jitable

ORDERED, STRICT, ANY = 0, 1, 2
_BEST, _KEPT, _MADE = 0, 1, 2
_tables_at = structure_at(StructureType("Funnel", ELEMENTS))


@jitable
def _latest(t: Tables, level: int, now: int, window: int, limited: bool) -> int:
    """The entry at that level that goes on now, -1 for none: of those whose time is not over the one begun last.

    Entries of a level stand in a list, each begun earlier than the one before it but with a later last step. Those
    whose window to the next step is over leave it.
    """
    entry = t.head[level]
    if limited and entry >= 0:
        while entry >= 0 and now - t.at[t.row[entry]] > t.limits[level]:
            entry = t.next[entry]
        t.head[level] = entry
        if entry < 0:
            t.tail[level] = -1
        else:
            t.previous[entry] = -1
    if entry >= 0 and now - t.start[entry] > window:
        return -1
    return entry


@jitable
def _make(t: Tables, level: int, start: int, row: int, parent: int, limited: bool) -> int:
    """A new entry at a level, where those that it surpasses leave; it has the latest last step of all."""
    entry = t.state[_MADE]
    t.state[_MADE] = entry + 1
    t.start[entry] = start
    t.row[entry] = row
    t.parent[entry] = parent
    last = t.tail[level]
    if not limited:
        if last < 0 or start > t.start[last]:
            t.head[level] = entry
            t.tail[level] = entry
        return entry
    while last >= 0 and t.start[last] <= start:
        last = t.previous[last]
    t.previous[entry] = last
    t.next[entry] = -1
    if last >= 0:
        t.next[last] = entry
    else:
        t.head[level] = entry
    t.tail[level] = entry
    return entry


@jitable
def _advance_by_one(t: Tables, lo: int, mark: int, bar: int, opens: bool, window: int, limited: bool) -> None:
    """What the events from `lo` on of one instant do to the attempts where each makes at most one step of them.

    `mark` has the bits of all of them, and `bar` those of the levels that they end.
    """
    now = t.at[lo]
    for level in range(len(t.limits) - 1, -1, -1):
        if mark >> level & 1:
            entry = -1 if level == 0 else _latest(t, level, now, window, limited)
            if entry >= 0 or (level == 0 and opens):
                row = lo
                while not t.marks[row] >> level & 1:
                    row += 1
                made = _make(t, level + 1, now if level == 0 else t.start[entry], row, entry, limited)
                if level + 1 > t.state[_BEST]:
                    t.state[_BEST] = level + 1
                    t.state[_KEPT] = made
        if bar >> level & 1:
            t.head[level] = -1
            t.tail[level] = -1


@jitable
def _advance_together(t: Tables, lo: int, hi: int, bar: int, opens: bool, window: int, limited: bool) -> None:
    """What the events `lo:hi` of one instant do to the attempts where they count in the order of the steps."""
    now = t.at[lo]
    for level in range(len(t.limits) - 1, -1, -1):
        entry = -1 if level == 0 else _latest(t, level, now, window, limited)
        if entry >= 0 or (level == 0 and opens):
            start = now if level == 0 else t.start[entry]
            reached = carried(t, lo, hi, level)
            for step in range(level, reached):
                entry = _make(t, step + 1, start, t.served_row[step], entry, limited)
            if reached > level:
                best, kept = t.state[_BEST], t.state[_KEPT]
                if reached > best or (reached == best and t.at[t.row[kept]] == now and start > t.start[kept]):
                    t.state[_BEST] = reached
                    t.state[_KEPT] = entry
        if bar >> level & 1:
            t.head[level] = -1
            t.tail[level] = -1


@jitable
def _in_order(t: Tables, lo: int, hi: int, window: int, limited: bool, strict: bool, apart: bool, once: bool) -> None:
    """The furthest level in the order of steps and the entry of the first attempt there, in `state`."""
    steps = len(t.limits)
    for level in range(steps + 1):
        t.head[level] = -1
        t.tail[level] = -1
    t.state[_BEST] = 0
    t.state[_KEPT] = -1
    t.state[_MADE] = 0
    has_bars = len(t.bars) > 0
    opens = True
    i = lo
    while i < hi and t.state[_BEST] < steps:
        mark = t.marks[i]
        bar = t.bars[i] if has_bars else 0
        if mark == 0 and bar == 0 and not strict:
            i += 1
            continue
        end = i + 1
        while end < hi and t.at[end] == t.at[i]:
            mark |= t.marks[end]
            if has_bars:
                bar |= t.bars[end]
            end += 1
        if strict:
            bar = (1 << (steps + 1)) - 1
        if apart or end == i + 1:
            _advance_by_one(t, i, mark, bar, opens, window, limited)
        else:
            _advance_together(t, i, end, bar, opens, window, limited)
        if once and t.state[_BEST] > 0:
            opens = False
        i = end


@jitable
def _note(t: Tables, customer: int) -> None:
    """Write when the best attempt made its steps, and by which events where `rows` has room for them."""
    steps = len(t.limits)
    entry = t.state[_KEPT]
    for step in range(t.state[_BEST] - 1, -1, -1):
        row = t.row[entry]
        t.instants[customer * steps + step] = t.at[row]
        if len(t.rows) > 0:
            t.rows[customer * steps + step] = row
        entry = t.parent[entry]


@jitable
def _follow(
    t: Tables,
    customer: int,
    lo: int,
    hi: int,
    window: int,
    until: int,
    order: int,
    limited: bool,
    apart: bool,
    once: bool,
) -> None:
    """Follow the events `lo:hi` of a customer."""
    if order == ANY:
        most, begin = in_any_order(t, lo, hi, window, until, once)
        t.levels[customer] = collect(t, begin, hi, window, most, customer)
    else:
        _in_order(t, lo, hi, window, limited, order == STRICT, apart, once)
        t.levels[customer] = t.state[_BEST]
        _note(t, customer)


@jitable
def _surpasses(t: Tables, customer: int, level: int, begun: int, ended: int, once: bool) -> bool:
    """Whether an attempt is kept rather than the customer's: further, there earlier, begun later; or begun first."""
    before = t.levels[customer]
    if level == 0 or before == 0:
        return level > 0
    place = customer * len(t.limits)
    if once:
        return begun < t.instants[place]
    if level != before:
        return level > before
    if ended != t.instants[place + before - 1]:
        return ended < t.instants[place + before - 1]
    return begun > t.instants[place]


@jitable
def _may_surpass(t: Tables, customer: int, mark: int, lo: int, end: int, order: int, once: bool) -> bool:
    """Whether an attempt of the events `lo:end`, which are `mark` together, can be kept rather than the customer's.

    Of many values most have an event or two, of which it is seen at a glance how far they could come at best.
    """
    most = 0
    for level in range(len(t.limits)):
        if mark >> level & 1:
            most += 1
        elif order != ANY:
            break
    most = min(most, end - lo)
    before = t.levels[customer]
    if most == 0 or once or before == 0:
        return most > 0
    last = t.instants[customer * len(t.limits) + before - 1]
    return most > before or (most == before and t.at[lo] <= last)


@jitable
def _follow_held(
    t: Tables,
    customer: int,
    lo: int,
    hi: int,
    window: int,
    until: int,
    order: int,
    limited: bool,
    apart: bool,
    once: bool,
) -> None:
    """Follow each value of what is held by itself; the furthest of a customer counts."""
    t.levels[customer] = 0
    while lo < hi:
        end = lo + 1
        mark = t.marks[lo]
        while end < hi and t.held[end] == t.held[lo]:
            mark |= t.marks[end]
            end += 1
        if not _may_surpass(t, customer, mark, lo, end, order, once):
            lo = end
            continue
        if order == ANY:
            most, begin = in_any_order(t, lo, end, window, until, once)
            level = collect(t, begin, end, window, most, -1)
            if level > 0:
                ended = t.at[begin]
                for step in range(len(t.limits)):
                    ended = max(ended, t.served_at[step])
                if _surpasses(t, customer, level, t.at[begin], ended, once):
                    t.levels[customer] = collect(t, begin, end, window, most, customer)
        else:
            _in_order(t, lo, end, window, limited, order == STRICT, apart, once)
            level, entry = t.state[_BEST], t.state[_KEPT]
            if level > 0 and _surpasses(t, customer, level, t.start[entry], t.at[t.row[entry]], once):
                t.levels[customer] = level
                _note(t, customer)
        lo = end


@jitable
def follow_customers(
    t: Tables, first: int, last: int, window: int, until: int, order: int, apart: bool, once: bool
) -> None:
    """Fill `levels`, `instants` and `rows` for customers `first:last`; of the two only what a customer has made.

    `window` from the first step and the limits are inclusive, in microseconds. `until` is the instant before which an
    attempt in any order has to begin. Where `apart`, an attempt makes one step of an instant; `once` follows the first
    attempt alone.
    """
    limited = False
    for step in range(1, len(t.limits)):
        limited = limited or t.limits[step] < FOREVER
    for customer in range(first, last):
        lo, hi = t.offsets[customer], t.offsets[customer + 1]
        if len(t.held) > 0:
            _follow_held(t, customer, lo, hi, window, until, order, limited, apart, once)
        else:
            _follow(t, customer, lo, hi, window, until, order, limited, apart, once)


@compiled
def follow(
    addresses: NDArray[np.int64],
    first: int,
    last: int,
    window: int,
    until: int,
    order: int,
    apart: bool,
    once: bool,
) -> None:
    """`follow_customers` on tables at these addresses."""
    follow_customers(_tables_at(addresses), first, last, window, until, order, apart, once)
