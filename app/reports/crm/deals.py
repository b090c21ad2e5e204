"""The columns that opportunities are put together from, and those that they become, as the compiled loops take them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]


class Events(NamedTuple):
    """Events (m,) of n customers.

    `means` are the bits of `grouping` for each code of an event, the first for none; `ids` (m,) are the places of their
    ids, -1 for none. Where the data gives opportunities no ids or no amounts, these have no rows.
    """

    codes: NDArray[np.int32]
    offsets: Longs
    at: Longs
    means: Longs
    ids: NDArray[np.int32]
    amounts: NDArray[np.float64]


class Became(NamedTuple):
    """o opportunities: the key of its id or its own, whose it is, when opened and closed, what became of it, amount."""

    key: Longs
    customer: Longs
    opened: Longs
    closed: Longs
    outcome: Longs
    cents: Longs


class Noted(NamedTuple):
    """For each id whose it is, and rows of events as in `Grouped`."""

    owner: Longs
    opening: Longs
    ending: Longs
    worth: Longs


class Won(NamedTuple):
    """w opportunities that were won."""

    customer: Longs
    opened: Longs
    closed: Longs
    cents: Longs
