"""A dataset as two plain tables: texts as texts, instants as instants, and nothing where nothing is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from app.data.columns.arrow import lengths, pick
from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset

_STORED: dict[ColumnType, Any] = {
    ColumnType.NUMBER: pa.float64(),
    ColumnType.DATE: pa.date32(),
    ColumnType.INSTANT: pa.timestamp("us", "UTC"),
}
_OWN = ("customer_id", "at", "event", "product_id")


def plain_bytes(dataset: Dataset) -> int:
    """How many bytes the largest column of texts takes as plain texts: one long word may stand in every row."""
    owners = lengths(dataset.customer_ids).astype(np.int64) @ np.diff(dataset.offsets)
    columns = (*dataset.attributes.values(), dataset.names, *dataset.properties.values())
    columns = (*columns, *dataset.products.columns.values())
    return max(int(owners), *(_bytes_of(column) for column in columns if column.type is ColumnType.TEXT))


def _bytes_of(column: Column) -> int:
    counts = np.bincount(column.values[column.values >= 0], minlength=len(column.words))
    return int(lengths(column.words).astype(np.int64) @ counts)


def customers_table(dataset: Dataset) -> pa.Table:
    """A row for each customer: the id, the attributes, and for each list whether they are on it."""
    columns: dict[str, Any] = {"customer_id": dataset.customer_ids}
    columns |= {_free(name): _plain(column) for name, column in dataset.attributes.items()}
    columns |= {f"list {name}": pa.array(members) for name, members in dataset.lists.items()}
    return pa.table(columns)


def events_table(dataset: Dataset) -> pa.Table:
    """A row for each event: whose it is, when it was, its name, and its properties."""
    columns: dict[str, Any] = {
        "customer_id": pick(dataset.customer_ids, dataset.event_customers()),
        "at": pa.array(dataset.at, pa.timestamp("us", "UTC")),
        "event": _plain(dataset.names),
    }
    columns |= {_free(name): _plain(column) for name, column in dataset.properties.items()}
    return pa.table(columns)


def products_table(dataset: Dataset) -> pa.Table:
    """A row for each product of the catalogue."""
    columns: dict[str, Any] = {"product_id": dataset.products.ids}
    columns |= {_free(name): _plain(column) for name, column in dataset.products.columns.items()}
    return pa.table(columns)


def codes_table(dataset: Dataset) -> pa.Table:
    """A row for each voucher code, with the pool it is in."""
    pools = [name for name, codes in dataset.pools.items() for _ in range(len(codes))]
    codes = pa.chunked_array(list(dataset.pools.values()), pa.string())
    return pa.table({"pool": pa.array(pools, pa.string()), "code": codes})


def _free(name: str) -> str:
    return f"{name} (column)" if name in _OWN else name


def _plain(column: Column) -> Any:
    is_missing = ~column.filled
    if column.type is ColumnType.TEXT:
        codes: Any = pa.array(column.values, pa.int32(), mask=is_missing)
        words: Any = column.words
        return words.take(codes)
    if column.type is ColumnType.BOOLEAN:
        return pa.array(column.values == 1, mask=is_missing)
    values = np.where(is_missing, np.zeros(1, column.values.dtype), column.values)
    return pa.array(values, _STORED[column.type], mask=is_missing)
