"""From converted rows in file order to the dataset in its own order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.arrow import numpy_of, pick
from app.data.columns import Column, PickedColumns
from app.data.cores import ascend, counted, looked_up
from app.data.dataset import Dataset, Roles
from app.data.list_versions import ListVersions
from app.data.ordering import stable_order
from app.data.selection import last_filled_of_all, places, reorder, union_of_words
from app.data.short_texts import sorting
from app.data.texts import Texts

_WORTH_FEEDING = 1 << 16


@dataclass(frozen=True, slots=True)
class CustomerRows:
    """n rows of customers in order of import; where an id occurs again, the last filled value of each column wins."""

    ids: Texts
    attributes: Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class EventRows:
    """m rows of events in order of import."""

    ids: Texts
    at: NDArray[np.int64]
    names: Column
    properties: Mapping[str, Column]
    files: NDArray[np.int32] | None = None
    """The place of each row's file among those read together."""
    rows: NDArray[np.int64] | None = None
    """The number of each row in its file's table."""


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
    offsets = np.zeros(len(ids) + 1, np.int64)
    with ThreadPoolExecutor(1) as beside:
        counts = beside.submit(counted, owners, len(ids))
        order = _order(owners, events.at)
        np.cumsum(counts.result(), out=offsets[1:])
    which = of_customers[customers.ids.codes]
    attributes = last_filled_of_all(customers.attributes, which, len(ids))
    members = {title: np.isin(np.arange(len(ids)), places(part, ids)) for title, part in (lists or {}).items()}
    at = looked_up(events.at, order)
    names = reorder(events.names, order)
    properties = PickedColumns(events.properties, lambda column: reorder(column, order))
    unsigned = Dataset(name, ids, attributes, offsets, at, names, properties, members, roles, timezone, "", pools or {})
    made = signed(unsigned)
    return replace(made, properties=dict(made.properties))


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


def signed(dataset: Dataset) -> Dataset:
    """The same dataset with its fingerprint, a sha256 over everything but its name; earlier versions are forgotten."""
    with ThreadPoolExecutor(1) as beside:
        fingerprint = _fingerprint(dataset, _Digest(beside))
    return replace(dataset, fingerprint=fingerprint, list_versions=ListVersions())


class _Digest:
    """A sha256 worked out beside whoever says of what; nothing of that may change until it is there."""

    def __init__(self, beside: ThreadPoolExecutor) -> None:
        self._beside = beside
        self._digest = hashlib.sha256()
        self._short = bytearray()
        self._fed: Future[None] | None = None

    def update(self, content: bytes | memoryview) -> None:
        """Feed these bytes behind those before, short ones together."""
        if len(memoryview(content)) < _WORTH_FEEDING:
            self._short += content
            return
        for each in (bytes(self._short), content):
            self._fed = self._beside.submit(self._digest.update, each)
        self._short.clear()

    def hexdigest(self) -> str:
        """The digest of all that was fed."""
        if self._fed is not None:
            self._fed.result()
        self._digest.update(self._short)
        return self._digest.hexdigest()


def _fingerprint(dataset: Dataset, digest: _Digest) -> str:
    """A sha256 over everything but the dataset's name."""
    head = {
        "timezone": dataset.timezone,
        "roles": _said(dataset.roles),
        "lists": sorted(dataset.lists),
        "customers": dataset.customer_count,
    }
    digest.update(json.dumps(head, sort_keys=True).encode())
    _digest_texts(digest, dataset.customer_ids)
    for values in (dataset.offsets, dataset.at, *(dataset.lists[title] for title in sorted(dataset.lists))):
        digest.update(np.ascontiguousarray(values).data)
    columns: dict[str, tuple[Mapping[str, Column], str]] = {"names": ({"": dataset.names}, "")}
    columns |= {f"attribute {title}": (dataset.attributes, title) for title in dataset.attributes}
    columns |= {f"property {title}": (dataset.properties, title) for title in dataset.properties}
    for title in sorted(columns):
        whole, own = columns[title]
        column = whole[own]  # one that is to be picked is picked while the one before it is fed
        digest.update(f"{title}\0{column.type}".encode())
        digest.update(np.ascontiguousarray(column.values).data)
        _digest_texts(digest, column.words)
    for title in sorted(dataset.pools):
        digest.update(f"pool {title}\0".encode())
        _digest_texts(digest, dataset.pools[title])
    if len(dataset.products):
        title_and_roles = json.dumps(["products", dict(dataset.products.roles)], sort_keys=True)
        _digest_columns(digest, title_and_roles, [dataset.products.ids], dataset.products.columns)
    if len(dataset.merged):
        _digest_columns(digest, '["merged"]', [dataset.merged.ids, dataset.merged.kept], dataset.merged.columns)
    return digest.hexdigest()


def _digest_columns(digest: _Digest, head: str, texts: Sequence[pa.StringArray], columns: Mapping[str, Column]) -> None:
    """Feed a table beside customers and events."""
    digest.update(head.encode())
    for each in texts:
        _digest_texts(digest, each)
    for title in sorted(columns):
        column = columns[title]
        digest.update(f"product {title}\0{column.type}".encode())
        digest.update(np.ascontiguousarray(column.values).data)
        _digest_texts(digest, column.words)


def _said(roles: Roles) -> dict[str, Any]:
    """The roles as JSON; currencies only where there are any, so that earlier datasets keep their fingerprint."""
    return {
        name: said for name, said in asdict(roles).items() if said or name in ("attributes", "events", "properties")
    }


def _order(owners: NDArray[np.int32], at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows by (customer, instant, order of import)."""
    by_time = None if ascend(at) else stable_order(at)
    by_customer = stable_order(owners if by_time is None else looked_up(owners, by_time))
    return by_customer if by_time is None else looked_up(by_time, by_customer)


def _digest_texts(digest: _Digest, texts: pa.StringArray) -> None:
    """Feed the lengths, then the bytes, whatever the offset and padding of the array's buffers."""
    if not len(texts):
        return
    lengths = numpy_of(pc.binary_length(texts))
    digest.update(lengths.data)
    compact: Any = pa.concat_arrays([texts]) if texts.offset else texts
    digest.update(memoryview(compact.buffers()[2])[: int(lengths.sum(dtype=np.int64))])
