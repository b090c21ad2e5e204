"""The pipeline's loop over conversions: `share_out` runs compiled, `share_out_customers` is the same as plain Python.

Touches and conversions are sorted by customer and instant, so that the touches of a path are a window that slides.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.attribution_models.weighing import MARKOV, NEVER, only_one, weigh
from app.reports.pipeline.figures import ALONE, EVERYBODY
from app.reports.pipeline.tables import ELEMENTS, Tables
from app.runtime.native.addresses import StructureType, structure_at
from app.runtime.native.jit import compiled, jitable

NOBODY = -3
"""Who is asked for where nobody is."""
_tables_at = structure_at(StructureType("Pipeline", ELEMENTS))
_NEARLY = 1e-9  # a share that is whole but for rounding
_PARTS = 1_000_000_000  # of a cent that remainders are told apart by
_GIVEN = -_PARTS
_FEW = 16  # touches of which the greatest remainder is looked for one after another


@jitable
def _give_one_by_one(t: Tables, many: int, spare: int) -> None:
    """A cent more to each of the greatest remainders, of equal ones to the earlier; they are marked."""
    for _ in range(spare):
        best = 0
        for touch in range(1, many):
            if t.rest[touch] > t.rest[best]:
                best = touch
        t.rest[best] = _GIVEN


@jitable
def _give_above(t: Tables, many: int, spare: int) -> None:
    """The same for many touches: to all whose remainder is above a line, found by halving, and the first at it."""
    low, high = -_PARTS // 2, _PARTS + 1
    while high - low > 1:  # `low` is at or below the least remainder that gets one
        middle = (low + high) // 2
        above = 0
        for touch in range(many):
            above += t.rest[touch] >= middle
        if above >= spare:
            low = middle
        else:
            high = middle
    for touch in range(many):
        if t.rest[touch] > low:
            t.rest[touch] = _GIVEN
            spare -= 1
    for touch in range(many):
        if spare > 0 and t.rest[touch] == low:
            t.rest[touch] = _GIVEN
            spare -= 1


@jitable
def _in_cents(t: Tables, low: int, high: int, cents: int) -> None:
    """Turn the weights of a path into whole cents by the largest remainder (see `attribution_models.cents`)."""
    spare = cents
    for touch in range(low, high):
        exact = t.weight[touch - low] * cents
        whole = np.floor(exact + _NEARLY)
        t.rest[touch - low] = int(np.rint((exact - whole) * _PARTS))
        t.weight[touch - low] = whole
        spare -= int(whole)
    if spare <= 0:
        return
    many = high - low
    if many <= _FEW:
        _give_one_by_one(t, many, min(spare, many))
    else:
        _give_above(t, many, min(spare, many))
    for touch in range(low, high):
        if t.rest[touch - low] == _GIVEN:
            t.weight[touch - low] += 1.0


@jitable
def _walk(t: Tables, low: int, high: int, converts: bool) -> None:
    """The states of a path that is not empty, and how it ends."""
    states = len(t.starts)
    before = -1
    for touch in range(low, high):
        state = t.touch_channel[touch] + 1
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
def _note(t: Tables, low: int, high: int, customer: int, who: int) -> None:
    """Mark a customer whose touches of the channel `who` got something."""
    for touch in range(low, high):
        if t.touch_channel[touch] == who and t.weight[touch - low] > 0:
            t.chosen[customer] = 1


@jitable
def _share(t: Tables, low: int, high: int, row: int, direct: int, half_life: int, who: int) -> None:
    """Share one conversion among the touches `low:high`, of which there are some."""
    sold = t.at[row]
    lead = t.lead[t.customer[row]]
    t.milestones[0] = lead if lead <= sold else NEVER
    t.milestones[1] = NEVER
    if len(t.opened) > 0 and t.opened[row] <= sold:
        t.milestones[1] = t.opened[row]
    channels = len(t.met)
    for place in range(len(t.models)):
        one = only_one(t, low, high, t.models[place], direct)
        if one >= 0 and len(t.chosen) == 0:  # what weighing it would come to, in a step
            t.shares[place * channels + t.touch_channel[one]] += t.cents[row] if len(t.cents) > 0 else 1
            if len(t.counted) > 0:
                t.counted[place * channels + t.touch_channel[one]] += 1
            continue
        if t.models[place] == MARKOV:
            for touch in range(low, high):
                t.weight[touch - low] = 1.0
        else:
            weigh(t, low, high, sold, t.models[place], direct, half_life)
        if len(t.chosen) > 0:
            _note(t, low, high, t.customer[row], who)
        elif t.models[place] != MARKOV:
            if len(t.counted) > 0:
                for touch in range(low, high):
                    t.counted[place * channels + t.touch_channel[touch]] += t.weight[touch - low]
            if len(t.cents) > 0:
                _in_cents(t, low, high, t.cents[row])
            for touch in range(low, high):
                t.shares[place * channels + t.touch_channel[touch]] += t.weight[touch - low]
    if len(t.starts) > 0:
        _walk(t, low, high, True)


@jitable
def share_out_customers(
    t: Tables, touch: int, touches: int, row: int, rows: int, look_back: int, direct: int, half_life: int, who: int
) -> None:
    """Add the conversions `row:rows`, whose customers' touches are among `touch:touches`; all of whole customers.

    Both ends of the look-back are included. Where `chosen` has room, those are marked there who gave the channel `who`
    something under the one model asked for, or who had no touch (`ALONE`), or all who converted (`EVERYBODY`).
    """
    while touch < touches or row < rows:
        customer = t.customer[row] if row < rows else t.touch_customer[touch]
        if touch < touches and t.touch_customer[touch] < customer:
            customer = t.touch_customer[touch]
        low = touch
        high = touch
        while touch < touches and t.touch_customer[touch] == customer:
            touch += 1
        while row < rows and t.customer[row] == customer:
            while high < touch and t.touch_at[high] <= t.at[row]:
                high += 1
            while low < high and t.touch_at[low] < t.at[row] - look_back:
                low += 1
            if len(t.chosen) > 0 and (who == EVERYBODY or (who == ALONE and low == high)):
                t.chosen[customer] = 1
            if low < high:
                _share(t, low, high, row, direct, half_life, who)
            else:
                t.untouched[0] += t.cents[row] if len(t.cents) > 0 else 1
                t.untouched[1] += 1
            row += 1
        if len(t.starts) > 0 and high < touch:
            _walk(t, high, touch, False)


@compiled
def share_out(
    addresses: NDArray[np.int64],
    touch: int,
    touches: int,
    row: int,
    rows: int,
    look_back: int,
    direct: int,
    half_life: int,
    who: int,
) -> None:
    """`share_out_customers` on tables at these addresses."""
    share_out_customers(_tables_at(addresses), touch, touches, row, rows, look_back, direct, half_life, who)
