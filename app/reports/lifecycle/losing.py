"""Who was lost on the way: customers with opportunities, all of which came to nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.reports.by_customer.counting import ENOUGH_EVENTS, in_parts
from app.reports.crm.opportunities import LOST, opportunities_of
from app.reports.crm.speaking import speaking
from app.reports.crm.way import Way


def lost_of(dataset: Dataset, way: Way) -> NDArray[np.bool_]:
    """Who has opportunities, all of them lost; shape (customers,)."""
    if not way.lost:
        return np.zeros(dataset.customer_count, np.bool_)
    if dataset.event_count < ENOUGH_EVENTS or way.opportunity_id:
        return plainly(dataset, way)
    return _in_a_loop(dataset, way)


def plainly(dataset: Dataset, way: Way) -> NDArray[np.bool_]:
    """By all opportunities, which have to be put together where events of several customers may speak of one."""
    deals, customers = opportunities_of(dataset, way), dataset.customer_count
    many = np.bincount(deals.customer, minlength=customers)
    lost = np.bincount(deals.customer[deals.outcome == LOST], minlength=customers)
    all_lost: NDArray[np.bool_] = (many > 0) & (many == lost)
    return all_lost


def _in_a_loop(dataset: Dataset, way: Way) -> NDArray[np.bool_]:
    """The same by the compiled loop, in threads; no opportunity is written down."""
    from app.reports.lifecycle.kernel import note_lost  # late: numba takes a while to import

    events, lost = speaking(dataset, way), np.empty(dataset.customer_count, np.uint8)
    in_parts(
        dataset,
        lambda first, stop: note_lost(events.codes, dataset.offsets, events.means, first, stop, lost),
    )
    return lost.view(np.bool_)
