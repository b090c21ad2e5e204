"""Opportunities of data that give them no ids: from one opening of a customer until the next."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.reports.by_customer.counting import in_parts
from app.reports.crm.speaking import Speaking

Longs = NDArray[np.int64]


class Opened(NamedTuple):
    """o opportunities: whose each is, and rows of events as in `Grouped`."""

    customer: Longs
    opening: Longs
    ending: Longs
    worth: Longs


def opened_by_customers(dataset: Dataset, events: Speaking, amounts: NDArray[np.float64]) -> Opened:
    """Those of all customers, in their order."""
    from app.reports.crm.kernel import open_by_customers  # late: numba takes a while to import

    def part(first: int, stop: int) -> list[Longs]:
        most = int(dataset.offsets[stop] - dataset.offsets[first])
        found = [np.empty(most, np.int64) for _ in range(4)]
        many = open_by_customers(events.codes, dataset.offsets, events.means, amounts, first, stop, *found)
        return [each[:many] for each in found]

    parts = in_parts(dataset, part)
    return Opened(*(np.concatenate([each[place] for each in parts]) for place in range(4)))
