"""The funnel's loop over events: `follow` runs compiled, `follow_customers` is the same as plain Python.

A level is how many steps an attempt has made. One pass is enough, because of all attempts at a level only the one
begun last matters: whatever an earlier one could still reach within the window, it reaches too. Events of the same
instant are taken together, and steps are given to them along augmenting paths, so that each event serves one step only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runtime.native.jit import compiled, jitable

ORDERED, STRICT, ANY = 0, 1, 2
NEVER = int(np.iinfo(np.int64).min)
MOST_STEPS = 30

Longs = NDArray[np.int64]
Marks = NDArray[np.uint32]


@jitable
def _serve(mark: np.int64, at: int, lowest: int, evicts: bool, served: Longs, parent: Longs) -> bool:
    """Let an event serve one of its steps from `lowest` on, moving others to make room; False if there is none.

    `mark` has a bit for each step that the event matches. `served` (2, steps) holds mark and instant of the event that
    serves a step, `NEVER` for none. Of the steps that can be had the lowest is taken; when none can, and `evicts`, the
    earliest of the events in the way has to go: what remains is the latest possible choice of events (the greedy basis
    of a transversal matroid).
    """
    steps = len(parent)
    allowed = (1 << steps) - (1 << lowest)
    found = mark & allowed
    done = 0
    free = steps
    eldest = steps
    for step in range(steps):
        parent[step] = steps
    while found & ~done:
        step = 0
        while not (found & ~done) >> step & 1:
            step += 1
        done |= 1 << step
        if served[1, step] == NEVER:
            free = min(free, step)
            continue
        if eldest == steps or served[1, step] < served[1, eldest]:
            eldest = step
        news = served[0, step] & allowed & ~found
        found |= news
        for other in range(lowest, steps):
            if news >> other & 1:
                parent[other] = step
    taken = eldest if free == steps and evicts else free
    if taken == steps:
        return False
    while parent[taken] != steps:
        served[0, taken] = served[0, parent[taken]]
        served[1, taken] = served[1, parent[taken]]
        taken = parent[taken]
    served[0, taken] = mark
    served[1, taken] = at
    return True


@jitable
def _reach(marks: Marks, lo: int, hi: int, level: int, served: Longs, parent: Longs) -> int:
    """The level to which the events `lo:hi` of one instant carry an attempt that stands at `level`."""
    steps = len(parent)
    served[1] = NEVER
    for i in range(lo, hi):
        _serve(np.int64(marks[i]), 0, level, False, served, parent)
    while level < steps and served[1, level] != NEVER:
        level += 1
    return level


@jitable
def _note(path: Longs, level: int, now: int, reached: int, target: Longs, row: int) -> None:
    """Write the instants of an attempt at `level` that has now reached another: its path, then now for each new step.

    Rows are indexed and never sliced: a slice would count references, which takes longer than all the rest (measured).
    """
    for step in range(level):
        target[row, step] = path[level, step]
    for step in range(level, reached):
        target[row, step] = now


@jitable
def _advance_by_one(
    mark: np.int64, now: int, window: int, opens: bool, best: int, began: Longs, path: Longs, kept: Longs, row: int
) -> int:
    """What a single event does to the attempts of an ordered funnel; the best level after it."""
    for level in range(kept.shape[1] - 1, -1, -1):
        if not mark >> level & 1:
            continue
        start = now if level == 0 and opens else began[level]
        if start == NEVER or now - start > window:
            continue
        if start > began[level + 1]:
            began[level + 1] = start
            _note(path, level, now, level + 1, path, level + 1)
        if level + 1 > best:
            best = level + 1
            _note(path, level, now, best, kept, row)
    return best


@jitable
def _advance_together(
    marks: Marks, lo: int, hi: int, now: int, window: int, opens: bool, strict: bool, best: int,
    began: Longs, path: Longs, served: Longs, parent: Longs, kept: Longs, row: int,
) -> int:  # fmt: skip
    """What the events `lo:hi` of one instant do to the attempts; the best level after them.

    In a strict funnel only an attempt whose every event since the instant before serves a step goes on.
    """
    for level in range(kept.shape[1] - 1, -1, -1):
        start = now if level == 0 and opens else began[level]
        if strict:
            began[level] = NEVER
        if start == NEVER or now - start > window:
            continue
        reached = _reach(marks, lo, hi, level, served, parent)
        for higher in range(level + 1, reached + 1):
            goes_on = not strict or level == 0 or higher - level == hi - lo
            if goes_on and start > began[higher]:
                began[higher] = start
                _note(path, level, now, higher, path, higher)
        ties = reached > level and reached == best and kept[row, best - 1] == now
        if reached > best or (ties and start > kept[row, 0]):
            best = reached
            _note(path, level, now, reached, kept, row)
    return best


@jitable
def _in_order(
    marks: Marks, at: Longs, lo: int, hi: int, window: int, strict: bool, once: bool,
    began: Longs, path: Longs, served: Longs, parent: Longs, kept: Longs, row: int,
) -> int:  # fmt: skip
    """The furthest level in the order of steps; row `row` of `kept` receives the instants of the first attempt there.

    Scratch: `began` (steps + 1,) is when the latest attempt at each level began, `path` (steps + 1, steps) its
    instants.
    """
    for level in range(len(began)):
        began[level] = NEVER
    best = 0
    opens = True
    i = lo
    while i < hi and best < kept.shape[1]:
        if marks[i] == 0 and not strict:
            i += 1
            continue
        now = at[i]
        end = i + 1
        if not strict and (end == hi or at[end] != now):
            best = _advance_by_one(np.int64(marks[i]), now, window, opens, best, began, path, kept, row)
        else:
            while end < hi and at[end] == now:
                end += 1
            best = _advance_together(
                marks, i, end, now, window, opens, strict, best, began, path, served, parent, kept, row
            )
        if once and best > 0:
            opens = False
        i = end
    return best


@jitable
def _collect(
    marks: Marks, at: Longs, lo: int, hi: int, window: int, most: int,
    served: Longs, parent: Longs, kept: Longs, row: int,
) -> int:  # fmt: skip
    """How many steps one attempt that begins with event `lo` makes in any order; stops at `most`."""
    served[1] = NEVER
    level = 0
    for i in range(lo, hi):
        if at[i] - at[lo] > window or level == most:
            break
        if marks[i] != 0 and _serve(np.int64(marks[i]), at[i], 0, False, served, parent):
            kept[row, level] = at[i]
            level += 1
    return level


@jitable
def _in_any_order(
    marks: Marks, at: Longs, lo: int, hi: int, window: int, once: bool,
    served: Longs, parent: Longs, kept: Longs, row: int,
) -> int:  # fmt: skip
    """The most steps made in any order within the window of the first of them; `kept` as in `_in_order`."""
    steps = len(parent)
    while lo < hi and marks[lo] == 0:
        lo += 1
    if once or lo == hi:
        return _collect(marks, at, lo, hi, window, steps, served, parent, kept, row) if lo < hi else 0
    served[1] = NEVER
    best = 0
    start = at[lo]
    for i in range(lo, hi):
        if marks[i] != 0:
            _serve(np.int64(marks[i]), at[i], 0, True, served, parent)
        if i + 1 < hi and at[i + 1] == at[i]:
            continue
        level = 0
        first = at[i]
        for step in range(steps):
            if served[1, step] != NEVER and at[i] - served[1, step] <= window:
                level += 1
                first = min(first, served[1, step])
        if level > best:
            best = level
            start = first
        if best == steps:
            break
    while at[lo] < start or marks[lo] == 0:
        lo += 1
    return _collect(marks, at, lo, hi, window, best, served, parent, kept, row)


def follow_customers(
    marks: Marks, at: Longs, offsets: Longs, first: int, last: int, window: int, order: int, once: bool,
    levels: NDArray[np.uint8], instants: Longs,
) -> None:  # fmt: skip
    """Fill `levels` (n,) and `instants` (n, steps) for customers `first:last`.

    `marks` (m,) has bit k set where an event matches step k; `window` is inclusive, in microseconds; `once` follows the
    first attempt alone. Only the first `levels[c]` instants of customer c are written.
    """
    steps = instants.shape[1]
    began = np.empty(steps + 1, np.int64)
    path = np.empty((steps + 1, steps), np.int64)
    served = np.zeros((2, steps), np.int64)
    parent = np.empty(steps, np.int64)
    for customer in range(first, last):
        lo, hi = offsets[customer], offsets[customer + 1]
        if order == ANY:
            levels[customer] = _in_any_order(marks, at, lo, hi, window, once, served, parent, instants, customer)
        else:
            levels[customer] = _in_order(
                marks, at, lo, hi, window, order == STRICT, once, began, path, served, parent, instants, customer
            )


follow = compiled(follow_customers)
