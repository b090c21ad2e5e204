"""A part of a dataset: some of its customers, with all that happened to them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import numpy_of, pick
from app.data.dataset import Dataset
from app.data.merged import Merged
from app.data.selection import picked, take


def of_customers(dataset: Dataset, rows: NDArray[np.int64]) -> Dataset:
    """The customers in these rows, ascending. As time goes, the part ends where the whole does.

    It keeps the fingerprint, which says what it was taken from.
    """
    stays = np.zeros(dataset.customer_count, np.bool_)
    stays[rows] = True
    events = np.flatnonzero(np.repeat(stays, np.diff(dataset.offsets)))
    offsets = np.zeros(len(rows) + 1, np.int64)
    np.cumsum(np.diff(dataset.offsets)[rows], out=offsets[1:])
    with ThreadPoolExecutor() as threads:  # taking rows of a column leaves the interpreter's lock
        properties = {name: threads.submit(picked, column, events) for name, column in dataset.properties.items()}
        names = threads.submit(picked, dataset.names, events)
        attributes = {name: threads.submit(picked, column, rows) for name, column in dataset.attributes.items()}
        at = threads.submit(np.take, dataset.at, events)
        ids = pick(dataset.customer_ids, rows)
    left: dict[str, Any] = {
        "customer_ids": ids,
        "attributes": {name: column.result() for name, column in attributes.items()},
        "offsets": offsets,
        "at": at.result(),
        "names": names.result(),
        "properties": {name: column.result() for name, column in properties.items()},
        "lists": {name: members[rows] for name, members in dataset.lists.items()},
    }
    merged = dataset.merged
    known = np.flatnonzero(numpy_of(pc.is_in(merged.kept, left["customer_ids"])))
    columns = {name: take(column, known) for name, column in merged.columns.items()}
    left["merged"] = Merged(pick(merged.ids, known), pick(merged.kept, known), columns)
    return replace(dataset, **left, known_until=dataset.data_end)
