"""The job's data: a dataset like any other, and the same for the same seed."""

from __future__ import annotations

import numpy as np

from app.bench.job import EVENTS_EACH, synthetic_dataset


def test_that_synthetic_customers_stand_as_imported_ones_would() -> None:
    dataset = synthetic_dataset(120)
    ids = [str(id_) for id_ in dataset.customer_ids.to_pylist()]
    assert ids == sorted(set(ids))
    assert len(ids) == 120
    assert dataset.offsets.tolist() == list(range(0, 120 * EVENTS_EACH + 1, EVENTS_EACH))
    at = dataset.at.reshape(120, EVENTS_EACH)
    assert (np.diff(at) >= 0).all()
    assert set(dataset.schema().events) == {"cart_update", "page_view", "purchase", "signup"}


def test_that_a_seed_gives_the_same_data() -> None:
    first, same, other = synthetic_dataset(50, 1), synthetic_dataset(50, 1), synthetic_dataset(50, 2)
    assert (first.at == same.at).all()
    assert (first.names.values == same.names.values).all()
    assert (first.at != other.at).any()
