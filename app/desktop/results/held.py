"""How much memory figures hold on to, beside the data that they were counted of."""

from __future__ import annotations

import gc
from types import FunctionType, ModuleType

import numpy as np
import pyarrow as pa

from app.data.dataset import Dataset


def held_bytes(said: object, dataset: Dataset) -> int:
    """About how many bytes; each array counts once, and those of the data not at all."""
    taken, waiting = 0, [said]
    seen = {id(dataset), id(dataset.customer_ids)}
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, type | ModuleType):
            continue
        seen.add(id(each))
        if isinstance(each, np.ndarray) and each.base is not None:
            waiting.append(each.base)
        elif isinstance(each, np.ndarray | pa.Array | pa.ChunkedArray):
            taken += each.nbytes
        elif isinstance(each, Dataset):  # a part of the data
            taken += each.event_count * dataset.nbytes // max(dataset.event_count, 1)
        else:
            waiting += (each.__closure__ or ()) if isinstance(each, FunctionType) else gc.get_referents(each)
    return taken
