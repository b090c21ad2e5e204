"""What the quality report offers to mend: customers left out, values emptied, duplicates made one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.assembling.assemble import assemble
from app.data.assembling.fingerprint import signed
from app.data.assembling.rows import CustomerRows, EventRows
from app.data.changes.merges import recorded
from app.data.changes.part import of_customers, on_its_own
from app.data.columns.arrow import keep, pick, words_of
from app.data.columns.column import MISSING, Column
from app.data.columns.selection import take
from app.data.columns.texts import Texts
from app.data.dataset import Dataset


def without_customers(dataset: Dataset, rows: NDArray[np.int64]) -> Dataset:
    """The dataset without the customers in these rows and all that happened to them."""
    stays = np.ones(dataset.customer_count, np.bool_)
    stays[rows] = False
    return signed(replace(on_its_own(of_customers(dataset, np.flatnonzero(stays))), known_until=None))


def without_events(dataset: Dataset, events: NDArray[np.int64]) -> Dataset:
    """The dataset without the events in these rows; their customers stay."""
    stays = np.ones(dataset.event_count, np.bool_)
    stays[events] = False
    kept = np.flatnonzero(stays)
    offsets = np.concatenate(([0], np.cumsum(stays)))[dataset.offsets].astype(np.int64)
    left: dict[str, Any] = {
        "offsets": offsets,
        "at": dataset.at[kept],
        "names": take(dataset.names, kept),
        "properties": {name: take(column, kept) for name, column in dataset.properties.items()},
    }
    return signed(replace(dataset, **left))


def emptied(dataset: Dataset, attribute: str, rows: NDArray[np.int64]) -> Dataset:
    """The dataset with nothing in that attribute of the customers in these rows."""
    column = dataset.attributes[attribute]
    values = column.values.copy()
    values[rows] = MISSING[column.type]
    bare = take(Column(column.type, values, column.words), np.arange(len(values)))
    return signed(replace(dataset, attributes={**dataset.attributes, attribute: bare}))


def with_event_names(dataset: Dataset, renamed: Mapping[str, str]) -> Dataset:
    """The dataset with other names for some of its events; events that are then called alike are one kind."""
    names = [renamed.get(name, name) for name in words_of(dataset.names.words)]
    words = sorted(set(names))
    place = {word: at for at, word in enumerate(words)}
    codes = np.array([place[name] for name in names], np.int32)
    column = Column(dataset.names.type, codes[dataset.names.values], pa.array(words, pa.string()))
    events = {role: renamed.get(name, name) for role, name in dataset.roles.events.items()}
    return signed(replace(dataset, names=column, roles=replace(dataset.roles, events=events)))


def made_one(dataset: Dataset, labels: NDArray[np.int64]) -> Dataset:
    """The dataset with one customer for all of one label; -1 is a label of nobody else.

    The first id of each stays; of several values the last one's that is filled counts, as in an import. What each was
    is kept, so that they can be told apart again.
    """
    firsts = np.arange(dataset.customer_count)
    shared = labels >= 0
    _, first, where = np.unique(labels[shared], return_index=True, return_inverse=True)
    firsts[shared] = np.flatnonzero(shared)[first][where]
    ids = pick(dataset.customer_ids, firsts)
    shares = np.bincount(firsts, minlength=dataset.customer_count)[firsts] > 1
    told, merged = recorded(dataset, ids, words_of(keep(dataset.customer_ids, shares)))
    members = {name: keep(ids, list_) for name, list_ in dataset.lists.items()}
    made = assemble(
        dataset.name,
        CustomerRows(Texts(ids, np.arange(len(ids), dtype=np.int32)), dataset.attributes),
        EventRows(Texts(ids, dataset.event_customers()), dataset.at, dataset.names, told.properties),
        roles=dataset.roles,
        timezone=dataset.timezone,
        lists=members,
        pools=dataset.pools,
    )
    return signed(replace(made, products=dataset.products, merged=merged))
