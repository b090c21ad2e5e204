"""The compiled machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.runtime.machine.customers import play_customers
from app.runtime.machine.state.machine import Machine
from app.runtime.native.addresses import StructureType, structure_at
from app.runtime.native.jit import compiled

_machine_at = structure_at(StructureType("Machine", Machine.ELEMENTS))


@compiled
def play_customers_compiled(addresses: NDArray[np.int64], first: int, end: int) -> int:
    """`play_customers` on a machine whose tables are at these addresses."""
    return play_customers(_machine_at(addresses), first, end)
