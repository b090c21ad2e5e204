"""From converted rows in file order to the dataset in its own order."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.assembling.fingerprint import signed
from app.data.assembling.rows import CustomerRows, EventRows
from app.data.columns.arrow import pick
from app.data.columns.cores import ascend, looked_up
from app.data.columns.ordering import grouped, stable_order
from app.data.columns.selection import last_filled_of_all, places, union_of_words
from app.data.columns.short_texts import sorting
from app.data.dataset import Dataset, Roles


def assemble(
    name: str,
    customers: CustomerRows,
    events: EventRows,
    *,
    roles: Roles,
    timezone: str,
    lists: Mapping[str, pa.StringArray] | None = None,
    pools: Mapping[str, pa.StringArray] | None = None,
) -> Dataset:
    """The dataset of these rows; customers that only events name are customers too. `lists` name their members' ids."""
    ids, (of_customers, of_events) = _sorted_together(customers.ids.distinct, events.ids.distinct)
    is_in_order = np.array_equal(of_events, np.arange(len(of_events)))
    owners = events.ids.codes if is_in_order else looked_up(of_events, events.ids.codes)
    order, counts = _order(owners, len(ids), events.at)
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    which = of_customers[customers.ids.codes]
    attributes = last_filled_of_all(customers.attributes, which, len(ids))
    members = {title: np.isin(np.arange(len(ids)), places(part, ids)) for title, part in (lists or {}).items()}
    at, names, properties = events.at, events.names, events.properties
    unsigned = Dataset(name, ids, attributes, offsets, at, names, properties, members, roles, timezone, "", pools or {})
    return signed(unsigned, order)


def _sorted_together(
    first: pa.StringArray, second: pa.StringArray
) -> tuple[pa.StringArray, tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """All distinct texts sorted by code point, and where each of both stands among them."""
    if len(first) and len(second):
        ids = union_of_words([first, second])
        return ids, (places(first, ids), places(second, ids))
    texts = first if len(first) else second
    order = sorting(texts)
    ranks = np.empty(len(order), np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    nowhere = np.zeros(0, np.int32)
    return pick(texts, order), (ranks, nowhere) if len(first) else (nowhere, ranks)


def _order(
    owners: NDArray[np.int32], customers: int, at: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows by (customer, instant, order of import), and how many each customer has."""
    by_time = None if ascend(at) else stable_order(at)
    by_customer, counts = grouped(owners if by_time is None else looked_up(owners, by_time), customers)
    return (by_customer if by_time is None else looked_up(by_time, by_customer)), counts
