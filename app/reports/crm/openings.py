"""Opportunities of data that give them no ids: from one opening of a customer until the next."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.reports.by_customer.counting import counted_then_filled
from app.reports.crm.speaking import Speaking

Longs = NDArray[np.int64]


class Opened(NamedTuple):
    """o opportunities: whose each is, and rows of events as in `Grouped`."""

    customer: Longs
    opening: Longs
    ending: Longs
    worth: Longs


class Became(NamedTuple):
    """o opportunities: a number of its own, whose it is, when opened and closed, what became of it, its amount."""

    key: Longs
    customer: Longs
    opened: Longs
    closed: Longs
    outcome: Longs
    cents: Longs


def opened_by_customers(dataset: Dataset, events: Speaking, amounts: NDArray[np.float64]) -> Became:
    """Those of all customers, in their order."""
    from app.reports.crm.kernel import count_opened, open_by_customers  # late: numba takes a while to import

    def count(first: int, stop: int) -> int:
        return count_opened(events.codes, dataset.offsets, events.means, first, stop)

    def fill(first: int, stop: int, place: int, made: Became) -> None:
        open_by_customers(
            events.codes, dataset.offsets, dataset.at, events.means, amounts, first, stop, place, *made
        )  # fmt: skip

    made: Became = counted_then_filled(
        dataset, count, lambda many: Became(*(np.empty(many, np.int64) for _ in range(6))), fill
    )
    return made
