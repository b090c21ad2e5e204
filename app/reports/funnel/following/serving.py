"""Which event serves which step where several could: along augmenting paths, so that each event serves one step only.

Compiled as a part of the funnel's kernel.
"""

from __future__ import annotations

from app.reports.funnel.following.tables import NEVER, Tables
from app.runtime.native.jit import jitable


@jitable
def _nobody_serves(t: Tables) -> None:
    for step in range(len(t.limits)):
        t.served_at[step] = NEVER


@jitable
def _serve(t: Tables, row: int, lowest: int, evicts: bool) -> bool:
    """Let an event serve one of its steps from `lowest` on, moving others to make room; False if there is none.

    Of the steps that can be had the lowest is taken; when none can, and `evicts`, the earliest of the events in the way
    has to go: what remains is the latest possible choice of events (the greedy basis of a transversal matroid).
    """
    steps = len(t.limits)
    mark = t.marks[row]
    allowed = (1 << steps) - (1 << lowest)
    found = mark & allowed
    done = 0
    free = steps
    eldest = steps
    for step in range(steps):
        t.moved[step] = steps
    while found & ~done:
        step = 0
        while not (found & ~done) >> step & 1:
            step += 1
        done |= 1 << step
        if t.served_at[step] == NEVER:
            free = min(free, step)
            continue
        if eldest == steps or t.served_at[step] < t.served_at[eldest]:
            eldest = step
        news = t.served_mark[step] & allowed & ~found
        found |= news
        for other in range(lowest, steps):
            if news >> other & 1:
                t.moved[other] = step
    taken = eldest if free == steps and evicts else free
    if taken == steps:
        return False
    while t.moved[taken] != steps:
        before = t.moved[taken]
        t.served_mark[taken] = t.served_mark[before]
        t.served_at[taken] = t.served_at[before]
        t.served_row[taken] = t.served_row[before]
        taken = before
    t.served_mark[taken] = mark
    t.served_at[taken] = t.at[row]
    t.served_row[taken] = row
    return True


@jitable
def carried(t: Tables, lo: int, hi: int, level: int) -> int:
    """The level to which the events `lo:hi` of one instant carry an attempt that stands at `level`."""
    _nobody_serves(t)
    for row in range(lo, hi):
        if t.marks[row] != 0:
            _serve(t, row, level, False)
    while level < len(t.limits) and t.served_at[level] != NEVER:
        level += 1
    return level


@jitable
def collect(t: Tables, lo: int, hi: int, window: int, most: int, customer: int) -> int:
    """How many steps one attempt that begins with event `lo` makes in any order, at most `most`.

    They are written as they are made, unless the customer is -1.
    """
    _nobody_serves(t)
    level = 0
    ended = False
    for row in range(lo, hi):
        now = t.at[row]
        if level == most or now - t.at[lo] > window or (ended and now != t.at[row - 1]):
            break
        if t.marks[row] != 0 and _serve(t, row, 0, False):
            if customer >= 0:
                t.instants[customer * len(t.limits) + level] = now
                if len(t.rows) > 0:
                    t.rows[customer * len(t.limits) + level] = row
            level += 1
        ended = ended or (len(t.bars) > 0 and t.bars[row] != 0 and now != t.at[lo])
    return level


@jitable
def in_any_order(t: Tables, lo: int, hi: int, window: int, until: int, once: bool) -> tuple[int, int]:
    """The most steps made in any order within the window of the first of them, and the event with which they begin."""
    while lo < hi and t.marks[lo] == 0:
        lo += 1
    if lo == hi or t.at[lo] >= until:
        return 0, hi
    if once:
        return len(t.limits), lo
    if t.at[hi - 1] >= until:
        return _from_each(t, lo, hi, window, until)
    return _sliding(t, lo, hi, window)


@jitable
def _from_each(t: Tables, lo: int, hi: int, window: int, until: int) -> tuple[int, int]:
    """The same where attempts may not begin at any time: each beginning is tried."""
    best, begin, ended = 0, lo, 0
    for row in range(lo, hi):
        if t.at[row] >= until or best == len(t.limits):
            break
        if t.marks[row] != 0:
            level = collect(t, row, hi, window, len(t.limits), -1)
            last = t.at[row]
            for step in range(len(t.limits)):
                last = max(last, t.served_at[step])
            is_later = last <= ended and t.at[row] > t.at[begin]
            if level > best or (level == best and (last < ended or is_later)):
                best, begin, ended = level, row, last
    return best, begin


@jitable
def _sliding(t: Tables, lo: int, hi: int, window: int) -> tuple[int, int]:
    """The same in one pass: the latest possible choice of events is kept up to each instant."""
    steps = len(t.limits)
    _nobody_serves(t)
    best = 0
    start = t.at[lo]
    group = lo
    ends = False
    for row in range(lo, hi):
        now = t.at[row]
        if now != t.at[group]:
            group = row
        if t.marks[row] != 0:
            _serve(t, row, 0, True)
        ends = ends or (len(t.bars) > 0 and t.bars[row] != 0)
        if row + 1 < hi and t.at[row + 1] == now:
            continue
        level = 0
        first = now
        for step in range(steps):
            if t.served_at[step] != NEVER and now - t.served_at[step] <= window:
                level += 1
                first = min(first, t.served_at[step])
        if level > best:
            best = level
            start = first
        if best == steps:
            break
        if ends:
            _begin_anew(t, group, row + 1)
            ends = False
    while t.at[lo] < start or t.marks[lo] == 0:
        lo += 1
    return best, lo


@jitable
def _begin_anew(t: Tables, lo: int, hi: int) -> None:
    """Attempts have ended at an instant; its own events may begin new ones."""
    _nobody_serves(t)
    for row in range(lo, hi):
        if t.marks[row] != 0:
            _serve(t, row, 0, True)
