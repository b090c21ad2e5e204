"""Lists of customers that a dataset holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.data.importing.assemble import signed


def with_list(dataset: Dataset, name: str, rows: NDArray[np.int64]) -> Dataset:
    """The dataset with a list of the customers in these rows, in place of any of that name."""
    members = np.zeros(dataset.customer_count, np.bool_)
    members[rows] = True
    return signed(replace(dataset, lists={**dataset.lists, name: members}))


def without_list(dataset: Dataset, name: str) -> Dataset:
    """The dataset without the list of that name."""
    return signed(replace(dataset, lists={title: who for title, who in dataset.lists.items() if title != name}))
