"""The fingerprint of a dataset, by which the same data are known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import numpy_of
from app.data.columns.column import Column
from app.data.columns.cores import look_up
from app.data.dataset import Dataset, Roles
from app.data.list_versions import ListVersions

_WORTH_FEEDING = 1 << 16
_FED_AT_ONCE = 1 << 20  # rows


def signed(dataset: Dataset, order: NDArray[np.int64] | None = None) -> Dataset:
    """The same dataset with its fingerprint, a sha256 over everything but its name; earlier versions are forgotten.

    Events that are yet to be put into an `order` are, and hashed meanwhile.
    """
    with ThreadPoolExecutor(1) as beside:
        return replace(_fingerprinted(dataset, _Digest(beside), order), list_versions=ListVersions())


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

    def take(self, values: NDArray[Any], order: NDArray[np.int64] | None) -> NDArray[Any]:
        """Feed values, which are put into that order if there is one, each part of them as soon as it is there."""
        if order is None:
            self.update(np.ascontiguousarray(values).data)
            return values
        found = np.empty(len(order), values.dtype)
        for first in range(0, len(order), _FED_AT_ONCE):
            part = found[first : first + _FED_AT_ONCE]
            look_up(values, order[first : first + _FED_AT_ONCE], part)
            self.update(part.data)
        return found

    def hexdigest(self) -> str:
        """The digest of all that was fed."""
        if self._fed is not None:
            self._fed.result()
        self._digest.update(self._short)
        return self._digest.hexdigest()


def _fingerprinted(dataset: Dataset, digest: _Digest, order: NDArray[np.int64] | None) -> Dataset:
    """The dataset, its events in that order, with a sha256 over everything but its name."""
    head = {
        "timezone": dataset.timezone,
        "roles": _said(dataset.roles),
        "lists": sorted(dataset.lists),
        "customers": dataset.customer_count,
    }
    digest.update(json.dumps(head, sort_keys=True).encode())
    _digest_texts(digest, dataset.customer_ids)
    digest.take(dataset.offsets, None)
    at = digest.take(dataset.at, order)
    for title in sorted(dataset.lists):
        digest.take(dataset.lists[title], None)
    columns: dict[str, tuple[Mapping[str, Column], str]] = {"names": ({"": dataset.names}, "")}
    columns |= {f"attribute {title}": (dataset.attributes, title) for title in dataset.attributes}
    columns |= {f"property {title}": (dataset.properties, title) for title in dataset.properties}
    ordered: dict[str, Column] = {}
    for title in sorted(columns):
        whole, own = columns[title]
        column = whole[own]  # one that is to be picked is picked while the one before it is fed
        digest.update(f"{title}\0{column.type}".encode())
        values = digest.take(column.values, None if whole is dataset.attributes else order)
        ordered[title] = Column(column.type, values, column.words)
        _digest_texts(digest, column.words)
    for title in sorted(dataset.pools):
        digest.update(f"pool {title}\0".encode())
        _digest_texts(digest, dataset.pools[title])
    if len(dataset.products):
        title_and_roles = json.dumps(["products", dict(dataset.products.roles)], sort_keys=True)
        _digest_columns(digest, title_and_roles, [dataset.products.ids], dataset.products.columns)
    if len(dataset.merged):
        _digest_columns(digest, '["merged"]', [dataset.merged.ids, dataset.merged.kept], dataset.merged.columns)
    made = replace(dataset, fingerprint=digest.hexdigest())
    if order is None:
        return made
    properties = {title: ordered[f"property {title}"] for title in dataset.properties}
    return replace(made, at=at, names=ordered["names"], properties=properties)


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


def _digest_texts(digest: _Digest, texts: pa.StringArray) -> None:
    """Feed the lengths, then the bytes, whatever the offset and padding of the array's buffers."""
    if not len(texts):
        return
    lengths = numpy_of(pc.binary_length(texts))
    digest.update(lengths.data)
    compact: Any = pa.concat_arrays([texts]) if texts.offset else texts
    digest.update(memoryview(compact.buffers()[2])[: int(lengths.sum(dtype=np.int64))])
