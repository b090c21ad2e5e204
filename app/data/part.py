"""A part of a dataset: some of its customers with all that happened to them, or all that happened up to an instant."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import numpy_of, pick
from app.data.columns import Column, PickedColumns
from app.data.dataset import Dataset
from app.data.merged import Merged
from app.data.selection import picked, take


def of_customers(dataset: Dataset, rows: NDArray[np.int64]) -> Dataset:
    """The customers in these rows, ascending. As time goes, the part ends where the whole does.

    It keeps the fingerprint, which says what it was taken from. A column is picked when somebody asks for it: whoever
    looks at the part once mostly needs few of them.
    """
    stays = np.zeros(dataset.customer_count, np.bool_)
    stays[rows] = True
    many = np.diff(dataset.offsets)
    events = np.flatnonzero(np.repeat(stays, many))
    offsets = np.zeros(len(rows) + 1, np.int64)
    np.cumsum(many[rows], out=offsets[1:])
    with ThreadPoolExecutor() as threads:  # taking rows of a column leaves the interpreter's lock
        names = threads.submit(picked, dataset.names, events)
        at = threads.submit(np.take, dataset.at, events)
        ids = pick(dataset.customer_ids, rows)
    left: dict[str, Any] = {
        "customer_ids": ids,
        "attributes": PickedColumns(dataset.attributes, lambda column: picked(column, rows)),
        "offsets": offsets,
        "at": at.result(),
        "names": names.result(),
        "properties": PickedColumns(dataset.properties, lambda column: picked(column, events)),
        "lists": {name: members[rows] for name, members in dataset.lists.items()},
    }
    merged = dataset.merged
    if len(merged.kept):
        known = np.flatnonzero(numpy_of(pc.is_in(merged.kept, left["customer_ids"])))
        columns = {name: take(column, known) for name, column in merged.columns.items()}
        left["merged"] = Merged(pick(merged.ids, known), pick(merged.kept, known), columns)
    return replace(dataset, **left, known_until=dataset.data_end)


def on_its_own(part: Dataset) -> Dataset:
    """The part with all its columns, which holds on to nothing of the data it was taken from."""
    with ThreadPoolExecutor() as threads:
        for columns in (part.attributes, part.properties):
            list(threads.map(columns.__getitem__, columns))
    return replace(part, attributes=dict(part.attributes), properties=dict(part.properties))


def up_to(dataset: Dataset, end_us: int) -> Dataset:
    """All customers with what happened to them up to that instant, as if the data had ended there.

    Attributes are as they are known now: they have no date. It keeps the fingerprint, and the names of events that came
    only later, which nobody did by then.
    """
    if dataset.data_end is None or dataset.data_end <= end_us:
        return dataset
    events, names = np.flatnonzero(dataset.at <= end_us), dataset.names
    left: dict[str, Any] = {
        "offsets": np.searchsorted(events, dataset.offsets).astype(np.int64),
        "at": np.take(dataset.at, events),
        "names": Column(names.type, np.take(names.values, events), names.words),
        "properties": PickedColumns(dataset.properties, lambda column: picked(column, events)),
    }
    return replace(dataset, **left, known_until=end_us)
