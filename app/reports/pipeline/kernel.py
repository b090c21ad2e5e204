"""The pipeline's loop over conversions: `share_out` runs compiled, `share_out_customers` is the same as plain Python.

Touches and conversions are sorted by customer and instant, so that the touches of a path are a window that slides.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.attribution_models.weighing import LINEAR, MARKOV, NEVER, only_one, weigh
from app.reports.pipeline.figures import ALONE, EVERYBODY
from app.reports.pipeline.tables import ELEMENTS, Tables
from app.runtime.native.addresses import StructureType, structure_at
from app.runtime.native.jit import compiled, jitable

NOBODY = -3
"""Who is asked for where nobody is."""
_tables_at = structure_at(StructureType("Pipeline", ELEMENTS))
LOOK_BACK, HALF_LIFE, DIRECT, WHO = range(4)
"""The places of `how`."""
_EXACT = 1 << 40  # cents up to which sharing them alike comes to what weighing them does
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
    """Turn the weights of a path into whole cents by the largest remainder (see `attribution_models.cents`).

    What is left over is not among them: each touch whose `rest` is `_GIVEN` gets one cent more.
    """
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
def _note(t: Tables, low: int, high: int, customer: int) -> None:
    """Mark a customer whose touches of the channel that is asked for got something."""
    for touch in range(low, high):
        if t.touch_channel[touch] == t.how[WHO] and t.weight[touch - low] > 0:
            t.chosen[customer] = 1


@jitable
def _give_all(t: Tables, row: int, share: int) -> None:
    """One channel gets all of a conversion, `share` being its place under a model: what weighing would come to."""
    t.shares[share] += t.cents[row] if len(t.cents) > 0 else 1
    if len(t.counted) > 0:
        t.counted[share] += 1


@jitable
def _give_alike(t: Tables, low: int, high: int, row: int, shares: int) -> None:
    """Each touch gets as much, and of the cents that are left over the first ones one each."""
    many = high - low
    each = 1.0 / many
    if len(t.counted) > 0:
        for touch in range(low, high):
            t.counted[shares + t.touch_channel[touch]] += each
    whole = t.cents[row] // many
    spare = t.cents[row] - whole * many
    for touch in range(low, high):
        t.shares[shares + t.touch_channel[touch]] += whole + (touch - low < spare)


@jitable
def _give_weighed(t: Tables, low: int, high: int, row: int, shares: int) -> None:
    """Each touch gets by its weight."""
    if len(t.counted) > 0:
        for touch in range(low, high):
            t.counted[shares + t.touch_channel[touch]] += t.weight[touch - low]
    if len(t.cents) == 0:
        for touch in range(low, high):
            t.shares[shares + t.touch_channel[touch]] += t.weight[touch - low]
        return
    _in_cents(t, low, high, t.cents[row])
    for touch in range(low, high):
        t.shares[shares + t.touch_channel[touch]] += t.weight[touch - low] + (t.rest[touch - low] == _GIVEN)


@jitable
def _reach(t: Tables, row: int) -> None:
    """The instants before a conversion that a model may look at."""
    t.milestones[0] = t.lead[t.customer[row]] if len(t.lead) > 0 else NEVER
    t.milestones[1] = t.opened[row] if len(t.opened) > 0 else NEVER


@jitable
def _share(t: Tables, low: int, high: int, row: int) -> None:
    """Share one conversion among the touches `low:high`, of which there are some."""
    _reach(t, row)
    for place in range(len(t.models)):
        shares, model = place * len(t.met), t.models[place]
        if model == MARKOV:
            continue
        one = low if high == low + 1 else only_one(t, low, high, model, t.how[DIRECT])
        if one >= 0:
            _give_all(t, row, shares + t.touch_channel[one])
        elif model == LINEAR and len(t.cents) > 0 and abs(t.cents[row]) < _EXACT:
            _give_alike(t, low, high, row, shares)
        else:
            weigh(t, low, high, t.at[row], model, t.how[DIRECT], t.how[HALF_LIFE])
            _give_weighed(t, low, high, row, shares)
    if len(t.starts) > 0:
        _walk(t, low, high, True)


@jitable
def _choose(t: Tables, low: int, high: int, row: int) -> None:
    """Mark whose conversion it is, if it gave the channel something that is asked for, or is of those `Shared.who`."""
    customer = t.customer[row]
    if t.how[WHO] == EVERYBODY or (t.how[WHO] == ALONE and low == high):
        t.chosen[customer] = 1
    if low == high:
        return
    _reach(t, row)
    for place in range(len(t.models)):
        if t.models[place] == MARKOV:
            for touch in range(low, high):
                t.weight[touch - low] = 1.0
        else:
            weigh(t, low, high, t.at[row], t.models[place], t.how[DIRECT], t.how[HALF_LIFE])
        _note(t, low, high, customer)


@jitable
def share_out_customers(t: Tables, touch: int, touches: int, row: int, rows: int) -> None:
    """Add the conversions `row:rows`, whose customers' touches are among `touch:touches`; all of whole customers.

    Both ends of the look-back are included. Where `chosen` has room, those are marked there who gave the channel that
    is asked for something under the one model, or who had no touch (`ALONE`), or all who converted (`EVERYBODY`).
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
            while low < high and t.touch_at[low] < t.at[row] - t.how[LOOK_BACK]:
                low += 1
            if len(t.chosen) > 0:
                _choose(t, low, high, row)
            elif low < high:
                _share(t, low, high, row)
            else:
                t.untouched[0] += t.cents[row] if len(t.cents) > 0 else 1
                t.untouched[1] += 1
            row += 1
        if len(t.starts) > 0 and high < touch:
            _walk(t, high, touch, False)


@compiled
def share_out(addresses: NDArray[np.int64], touch: int, touches: int, row: int, rows: int) -> None:
    """`share_out_customers` on tables at these addresses."""
    share_out_customers(_tables_at(addresses), touch, touches, row, rows)
