"""Attribution's loop over events: `share_out` runs compiled, `share_out_customers` is the same as plain Python.

A customer's events are in the order of time, so that the touches of a path are a window that slides from one conversion
to the next. The rules are those of `attribution_models.models`, by their places in `MODELS`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.attribution.figures import EVERYBODY
from app.reports.attribution.tables import (
    ALL,
    CONVERSION,
    DIRECT,
    ELEMENTS,
    HALF_LIFE_US,
    LEAD,
    LOOK_BACK_US,
    OPPORTUNITY,
    ORDER,
    TOUCH,
    UNTOUCHED,
    UNTOUCHED_WORTH,
    WHO,
    WORTH,
    Tables,
)
from app.reports.attribution_models.weighing import MARKOV, NEVER, only_one, weigh
from app.runtime.native.addresses import StructureType, structure_at
from app.runtime.native.jit import compiled, jitable

_tables_at = structure_at(StructureType("Attribution", ELEMENTS))


@jitable
def _meaning(t: Tables, row: int) -> int:
    mark = t.by_name[t.names[row] + 1]
    if len(t.by_row) > 0:
        mark |= t.by_row[row]
    return mark


@jitable
def _count_words(t: Tables, lo: int, hi: int) -> None:
    """Add to `words` how many of the events `lo:hi` are touches with each word."""
    for row in range(lo, hi):
        if t.channels[row] >= 0 and _meaning(t, row) & TOUCH:
            t.words[t.channels[row]] += 1


@jitable
def _gather(t: Tables, lo: int, hi: int) -> int:
    """A customer's touches, and the first milestones, whichever conversion they are before; how many touches."""
    many = 0
    t.milestones[0] = NEVER
    t.milestones[1] = NEVER
    for row in range(lo, hi):
        mark = _meaning(t, row)
        word = t.channels[row]
        t.touch_at[many] = t.at[row]
        t.touch_channel[many] = t.channel_of[max(word, 0)]
        many += int(mark & TOUCH != 0) & int(word >= 0)  # else the next is written over it
        if mark & LEAD and t.milestones[0] == NEVER:
            t.milestones[0] = t.at[row]
        if mark & OPPORTUNITY and t.milestones[1] == NEVER:
            t.milestones[1] = t.at[row]
    return many


@jitable
def _walk(t: Tables, low: int, high: int, converts: bool) -> None:
    """The states of a path that is not empty, and how it ends."""
    order, states = t.settings[ORDER], len(t.starts)
    base = len(t.met) + 1
    before = -1
    for touch in range(low, high):
        state = 0
        for back in range(min(order, touch - low + 1) - 1, -1, -1):
            state = state * base + t.touch_channel[touch - back] + 1
        if before < 0:
            t.starts[state] += 1.0
        else:
            t.moves[before * states + state] += 1.0
        before = state
    if converts:
        t.good[before] += 1.0
    else:
        t.left[before] += 1.0


@jitable
def _share(t: Tables, low: int, high: int, sold: int, worth: float) -> None:
    """Share one conversion among the touches `low:high`."""
    t.sums[ALL] += 1.0
    t.sums[WORTH] += worth
    if low == high:
        t.sums[UNTOUCHED] += 1.0
        t.sums[UNTOUCHED_WORTH] += worth
        return
    for touch in range(low, high):
        t.touches[t.touch_channel[touch]] += 1
    channels = len(t.touches)
    for place in range(len(t.models)):
        one = only_one(t, low, high, t.models[place], t.settings[DIRECT])
        if one >= 0:  # what weighing it would come to, in a step
            t.counts[place * channels + t.touch_channel[one]] += 1.0
            t.money[place * channels + t.touch_channel[one]] += worth
        elif t.models[place] != MARKOV:
            weigh(t, low, high, sold, t.models[place], t.settings[DIRECT], t.settings[HALF_LIFE_US])
            for touch in range(low, high):
                t.counts[place * channels + t.touch_channel[touch]] += t.weight[touch - low]
                t.money[place * channels + t.touch_channel[touch]] += t.weight[touch - low] * worth
    if t.settings[ORDER] > 0:
        _walk(t, low, high, True)


@jitable
def _mark(t: Tables, customer: int, low: int, high: int, sold: int) -> None:
    """Choose the customer if a conversion with the touches `low:high` gave the channel something."""
    who = t.settings[WHO]
    if who < 0:
        if who == EVERYBODY or low == high:
            t.chosen[customer] = 1
        return
    if low == high:
        return
    is_any = len(t.models) == 0 or t.models[0] == MARKOV
    one = -1
    if not is_any:
        one = only_one(t, low, high, t.models[0], t.settings[DIRECT])
        if one < 0:
            weigh(t, low, high, sold, t.models[0], t.settings[DIRECT], t.settings[HALF_LIFE_US])
    for touch in range(low, high):
        if t.touch_channel[touch] == who and (is_any or touch == one or (one < 0 and t.weight[touch - low] > 0)):
            t.chosen[customer] = 1
            return


@jitable
def share_out_customers(t: Tables, first: int, stop: int, only_words: bool) -> None:
    """Add the conversions of customers `first:stop` to the totals; both ends of the look-back are included.

    With `only_words` the words of touches are counted and nothing else; where `chosen` has room, customers are marked
    there and nothing is added.
    """
    if only_words:
        _count_words(t, t.offsets[first], t.offsets[stop])
        return
    for customer in range(first, stop):
        lo, hi = t.offsets[customer], t.offsets[customer + 1]
        many = _gather(t, lo, hi)
        low = 0
        high = 0
        for row in range(lo, hi):
            if _meaning(t, row) & CONVERSION:
                sold = t.at[row]
                while high < many and t.touch_at[high] <= sold:
                    high += 1
                while low < high and t.touch_at[low] < sold - t.settings[LOOK_BACK_US]:
                    low += 1
                if len(t.chosen) > 0:
                    _mark(t, customer, low, high, sold)
                    continue
                worth = 1.0
                if len(t.worth) > 0:
                    worth = t.worth[row]
                    if worth != worth:  # a missing one is not equal to itself
                        worth = 0.0
                _share(t, low, high, sold, worth)
        if t.settings[ORDER] > 0 and high < many:
            _walk(t, high, many, False)


@compiled
def share_out(addresses: NDArray[np.int64], first: int, stop: int, only_words: bool) -> None:
    """`share_out_customers` on tables at these addresses."""
    share_out_customers(_tables_at(addresses), first, stop, only_words)
