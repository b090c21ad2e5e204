"""The rules of `models` for one path at a time, as compiled loops call them; by their places in `MODELS`.

`t` has the touches of a customer (`touch_at`, `touch_channel`), the instants of two `milestones` (`NEVER` for none),
and room to count how often a path has `met` each channel. `weight` is that of a path's touches, from the first on.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from app.reports.attribution_models.names import MODELS
from app.runtime.native.jit import jitable
from app.runtime.program.row_layout import Float, Int, Rows

FIRST, LAST, NON_DIRECT, LINEAR, POSITION, J, INVERSE_J, DECAY, W, MARKOV, SHAPLEY = range(len(MODELS))
NEVER = int(np.iinfo(np.int64).min)


class Touched(Protocol):
    """What the rules read and write."""

    touch_at: Rows[Int]
    touch_channel: Rows[Int]
    weight: Rows[Float]
    milestones: Rows[Int]
    met: Rows[Int]


@jitable
def _to_one(t: Touched, low: int, high: int, chosen: int) -> None:
    for touch in range(low, high):
        t.weight[touch - low] = 0.0
    t.weight[chosen - low] = 1.0


@jitable
def _last_named(t: Touched, low: int, high: int, direct: int) -> int:
    for touch in range(high - 1, low - 1, -1):
        if t.touch_channel[touch] != direct:
            return touch
    return high - 1


@jitable
def _ends_and_middle(t: Touched, low: int, high: int, first: float, last: float) -> None:
    many = high - low
    middle = 1.0 - first - last
    spare = middle / 2 if many == 2 else 0.0
    for touch in range(low, high):
        t.weight[touch - low] = middle / max(many - 2, 1)
    t.weight[high - 1 - low] = last + spare
    t.weight[0] = first + spare if many > 1 else 1.0


@jitable
def _decaying(t: Touched, low: int, high: int, sold: int, half_life: int) -> None:
    youngest = (sold - t.touch_at[high - 1]) / half_life
    whole = 0.0
    for touch in range(low, high):
        t.weight[touch - low] = np.exp2(youngest - (sold - t.touch_at[touch]) / half_life)
        whole += t.weight[touch - low]
    for touch in range(low, high):
        t.weight[touch - low] /= whole


@jitable
def _reached(t: Touched, low: int, high: int, sold: int, milestone: int) -> int:
    """The last touch up to a milestone; -1 if there is none, or the milestone came only after the conversion."""
    reached = t.milestones[milestone]
    if reached == NEVER or reached > sold or t.touch_at[low] > reached:
        return -1
    last = high - 1
    while t.touch_at[last] > reached:
        last -= 1
    return last


@jitable
def _w_shaped(t: Touched, low: int, high: int, sold: int) -> None:
    lead, opened = _reached(t, low, high, sold, 0), _reached(t, low, high, sold, 1)
    others = high - low - 1 - (lead > low) - (opened > low and opened != lead)
    other = 0.1 / others if others > 0 else 0.0
    whole = 0.0
    for touch in range(low, high):
        weight = 0.3 if touch == low else 0.0
        weight += 0.3 if touch == lead else 0.0
        weight += 0.3 if touch == opened else 0.0
        weight = weight if weight > 0 else other
        t.weight[touch - low] = weight
        whole += weight
    for touch in range(low, high):
        t.weight[touch - low] /= whole


@jitable
def _by_channels(t: Touched, low: int, high: int) -> None:
    distinct = 0
    for touch in range(low, high):
        distinct += t.met[t.touch_channel[touch]] == 0
        t.met[t.touch_channel[touch]] += 1
    for touch in range(low, high):
        t.weight[touch - low] = 1.0 / (distinct * t.met[t.touch_channel[touch]])
    for touch in range(low, high):
        t.met[t.touch_channel[touch]] = 0


@jitable
def only_one(t: Touched, low: int, high: int, model: int, direct: int) -> int:
    """The touch that gets all under a model, -1 where several share."""
    if model == FIRST:
        return low
    if model == LAST:
        return high - 1
    return _last_named(t, low, high, direct) if model == NON_DIRECT else -1


@jitable
def weigh(t: Touched, low: int, high: int, sold: int, model: int, direct: int, half_life: int) -> None:
    """The weights of the touches `low:high`, which come to 1; they begin at 0, so that all paths share their room."""
    one = only_one(t, low, high, model, direct)
    if one >= 0:
        _to_one(t, low, high, one)
    elif model == LINEAR:
        for touch in range(low, high):
            t.weight[touch - low] = 1.0 / (high - low)
    elif model == POSITION:
        _ends_and_middle(t, low, high, 0.4, 0.4)
    elif model == J:
        _ends_and_middle(t, low, high, 0.2, 0.6)
    elif model == INVERSE_J:
        _ends_and_middle(t, low, high, 0.6, 0.2)
    elif model == DECAY:
        _decaying(t, low, high, sold, half_life)
    elif model == W:
        _w_shaped(t, low, high, sold)
    else:
        _by_channels(t, low, high)
