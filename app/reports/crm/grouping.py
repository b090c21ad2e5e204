"""Which rows of events speak of one opportunity, and which of them open and end it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
OPENS, WINS, LOSES, IS_WORTH, SPEAKS = 1, 2, 4, 8, 16
"""Bits: what a row does to its opportunity, that it has an amount, and that it speaks of one at all."""
OPEN, WON, LOST = 0, 1, 2
"""What becomes of an opportunity."""


class Grouped(NamedTuple):
    """For each of g keys that occur the row that opens it, the last that opened or ended it, the last with an amount.

    The first row of what was never opened opens it; the others are -1 where there is none.
    """

    key: Longs
    opening: Longs
    ending: Longs
    worth: Longs


def grouped(keys: Longs, at: Longs, means: Longs) -> Grouped:
    """Rows of one key in the order of their instants; of the same instant those that open come first."""
    opens = means & OPENS > 0
    order = np.lexsort((np.arange(len(keys)), ~opens, at, keys))
    used, first, group = np.unique(keys[order], return_index=True, return_inverse=True)
    means = means[order]
    opening = _first_of(group, means & OPENS > 0, first)
    ending = _last_of(group, means & (OPENS | WINS | LOSES) > 0, len(used))
    worth = _last_of(group, means & IS_WORTH > 0, len(used))
    rows = np.append(order, -1)
    return Grouped(used, rows[opening], rows[ending], rows[worth])


def _first_of(group: Longs, mask: NDArray[np.bool_], otherwise: Longs) -> Longs:
    """For each group the first place where the mask is true, else the one that is given."""
    found = otherwise.astype(np.int64)
    places = np.flatnonzero(mask)[::-1]
    found[group[places]] = places
    return found


def _last_of(group: Longs, mask: NDArray[np.bool_], groups: int) -> Longs:
    """For each group the last place where the mask is true, -1 if there is none."""
    found = np.full(groups, -1, np.int64)
    places = np.flatnonzero(mask)
    found[group[places]] = places
    return found
