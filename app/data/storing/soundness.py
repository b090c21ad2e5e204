"""Whether a stored dataset is one that the program could have made: every number in it is used as an index later."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.assembling.fingerprint import signed
from app.data.columns.column import MISSING_DATE, MISSING_INSTANT, Column, ColumnType
from app.data.dataset import Dataset
from app.data.zones import named_zone

_EPOCH = date(1970, 1, 1)
_FIRST_DAY = (date.min - _EPOCH).days
_LAST_DAY = (date.max - _EPOCH).days
_DAY_US = 86_400_000_000
_FIRST_US = _FIRST_DAY * _DAY_US
_LAST_US = (_LAST_DAY + 1) * _DAY_US - 1
_RANGES: dict[ColumnType, tuple[int, int, int]] = {  # least, greatest, and what stands for no value
    ColumnType.BOOLEAN: (0, 1, -1),
    ColumnType.DATE: (_FIRST_DAY, _LAST_DAY, MISSING_DATE),
    ColumnType.INSTANT: (_FIRST_US, _LAST_US, MISSING_INSTANT),
}


def offsets_of(counts: NDArray[np.int64], events: int) -> NDArray[np.int64] | None:
    """Where each customer's events begin; None where the counts are not parts of so many events.

    Each count is looked at before any are added up: sums of hostile ones wrap around to what they should be.
    """
    if len(counts) and (counts.min() < 0 or counts.max() > events):
        return None
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)])
    return offsets if offsets[-1] == events else None


def is_sound(dataset: Dataset) -> bool:
    """Whether texts, codes, instants and orders are what columns of a dataset may hold, and its fingerprint is theirs.

    `offsets` come from `offsets_of`, and arrays have their lengths and types already. The fingerprint is worked out
    beside the rest: both go through every row.
    """
    if not all(map(_is_text, _texts(dataset))):
        return False
    with ThreadPoolExecutor(1) as beside:
        is_signed = beside.submit(lambda: signed(dataset).fingerprint == dataset.fingerprint)
        return all(_claims(dataset)) and is_signed.result()


def _claims(dataset: Dataset) -> Iterator[bool]:
    yield _is_zone(dataset.timezone)
    yield _rises(dataset.customer_ids)
    yield _within(dataset.at, _FIRST_US, _LAST_US)
    yield _is_in_order(dataset.at, dataset.offsets)
    yield not len(dataset.names) or int(dataset.names.values.min()) >= 0
    for column in _columns(dataset):
        yield _is_column(column)
    for codes in dataset.pools.values():
        yield len(pc.unique(codes)) == len(codes)
    yield _rises(dataset.products.ids)
    yield len(pc.unique(dataset.merged.ids)) == len(dataset.merged) == len(dataset.merged.kept)


def _columns(dataset: Dataset) -> Iterator[Column]:
    beside = (dataset.products.columns, dataset.merged.columns)
    columns = (dataset.attributes, dataset.properties, *beside)
    return chain([dataset.names], *(each.values() for each in columns))


def _texts(dataset: Dataset) -> Iterator[pa.StringArray]:
    yield dataset.customer_ids
    yield from (dataset.products.ids, dataset.merged.ids, dataset.merged.kept)
    yield from (column.words for column in _columns(dataset))
    yield from dataset.pools.values()


def _is_text(texts: Any) -> bool:
    """Whether these are texts in UTF-8, none of them missing."""
    if not isinstance(texts, pa.StringArray) or texts.null_count:
        return False
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _is_zone(name: str) -> bool:
    try:
        named_zone(name)
    except ValueError:
        return False
    return True


def _is_column(column: Column) -> bool:
    if column.type is ColumnType.TEXT:
        return _is_coded(column) and _rises(column.words)
    if column.type not in _RANGES:
        return True
    least, greatest, missing = _RANGES[column.type]
    filled = column.values[column.values != missing]
    return _within(filled, least, greatest)


def _is_coded(column: Column) -> bool:
    return not len(column) or (int(column.values.min()) >= -1 and int(column.values.max()) < len(column.words))


def _within(values: NDArray[Any], least: int, greatest: int) -> bool:
    return not len(values) or (int(values.min()) >= least and int(values.max()) <= greatest)


def _rises(texts: pa.StringArray) -> bool:
    """Whether each text comes after the one before it, by code point."""
    return len(texts) < 2 or bool(pc.all(pc.less(texts[:-1], texts[1:])).as_py())


def _is_in_order(at: NDArray[np.int64], offsets: NDArray[np.int64]) -> bool:
    """Whether instants only fall where the next customer begins."""
    falls = np.flatnonzero(at[1:] < at[:-1]) + 1
    begins = np.zeros(len(at) + 1, np.bool_)
    begins[offsets] = True
    return bool(begins[falls].all())
