"""Lists of customers that a dataset holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.data.assembling.fingerprint import signed
from app.data.dataset import Dataset
from app.data.list_versions import ListVersions, digests_of


def with_list(dataset: Dataset, name: str, rows: NDArray[np.int64]) -> Dataset:
    """The dataset with a list of the customers in these rows, in place of any of that name."""
    members = np.zeros(dataset.customer_count, np.bool_)
    members[rows] = True
    return _with_lists(dataset, {**dataset.lists, name: members})


def without_list(dataset: Dataset, name: str) -> Dataset:
    """The dataset without the list of that name."""
    return _with_lists(dataset, {title: who for title, who in dataset.lists.items() if title != name})


def knowing_earlier_lists(dataset: Dataset, before: Dataset) -> Dataset:
    """The dataset, which remembers what it was before where it differs from that in its lists alone."""
    if dataset.customer_count != before.customer_count:
        return dataset
    if signed(replace(dataset, lists=before.lists)).fingerprint != before.fingerprint:
        return dataset
    return _with_lists(before, dataset.lists)


def _with_lists(dataset: Dataset, lists: Mapping[str, NDArray[np.bool_]]) -> Dataset:
    """The dataset with other lists, which remembers what it was before."""
    before = ListVersions({**dataset.list_versions.lists, dataset.fingerprint: digests_of(dataset.lists)})
    changed = signed(replace(dataset, lists=lists))
    versions = before.joined(changed.fingerprint, digests_of(lists), ListVersions())
    return replace(changed, list_versions=versions)
