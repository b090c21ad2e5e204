"""The flow's loop over events: `follow` runs compiled, `follow_customers` is the same as plain Python."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.reports.event_flow.tables import ELEMENTS, Tables
from app.runtime.native.addresses import StructureType, structure_at
from app.runtime.native.jit import compiled, jitable

_tables_at = structure_at(StructureType("EventFlow", ELEMENTS))


@jitable
def follow_customers(t: Tables, first: int, stop: int, steps: int, way: int, repeats: bool) -> None:
    """Fill the codes of those who are followed from `first` to `stop`; `way` is 1 ahead and -1 back.

    Unless `repeats`, of events of one name in a row the first on the way is a step.
    """
    many = len(t.anchors)
    for place in range(first, stop):
        low, high = t.offsets[t.customers[place]], t.offsets[t.customers[place] + 1]
        row = t.anchors[place]
        t.codes[place] = t.names[row]
        for step in range(1, steps + 1):
            row += way
            if not repeats:
                while low <= row < high and t.names[row] == t.names[row - way]:
                    row += way
            t.codes[step * many + place] = t.names[row] if low <= row < high else -1


@compiled
def follow(addresses: NDArray[np.int64], first: int, stop: int, steps: int, way: int, repeats: int) -> None:
    """`follow_customers` on tables at these addresses."""
    follow_customers(_tables_at(addresses), first, stop, steps, way, repeats != 0)
