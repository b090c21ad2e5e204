"""In which stretch of time instants lie: `find_stretches` runs compiled, `find_stretches_of` is the same in Python.

All edges lie on a grid, mostly of hours, so that a table answers in one step what a search does in many.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runtime.native.jit import compiled, jitable

Longs = NDArray[np.int64]


@jitable
def find_stretches_of(table: Longs, begin: int, step: int, never: int, at: Longs, found: Longs) -> None:
    """Write into `found` (k,) the entry of the `table` for each instant; -1 for `never`."""
    for row in range(len(at)):
        if at[row] == never:
            found[row] = -1
        else:
            found[row] = table[(at[row] - begin) // step]


@compiled
def find_stretches(table: Longs, begin: int, step: int, never: int, at: Longs, found: Longs) -> None:
    """`find_stretches_of`, compiled."""
    find_stretches_of(table, begin, step, never, at, found)
