"""Stored numbers that become indices are looked at before anything uses them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.data.assembling.fingerprint import signed
from app.data.dataset import Dataset
from app.data.storing.parts import Kind, Part, dataset_document, dataset_from_parts, dataset_parts
from app.data.storing.soundness import offsets_of
from app.errors import AppError
from tests.builders.datasets import dataset

LEAST, GREATEST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


def _two() -> Dataset:
    return signed(
        replace(
            dataset(
                [{"id": "a", "city": "Brno", "ok": "true", "born": "2000-01-01", "since": "2020-01-01T00:00:00Z"},
                 {"id": "b", "city": "Praha"}],
                [{"id": "a", "at": "2024-01-01T00:00:00Z", "event": "buy", "url": "/x"},
                 {"id": "a", "at": "2024-01-02T00:00:00Z", "event": "cart", "url": "/x"},
                 {"id": "b", "at": "2024-01-01T00:00:00Z", "event": "cart"}],
            ),
            pools={"spring": pa.array(["A", "B"])},
        )
    )  # fmt: skip


def _crafted(kind: Kind, index: int, column: str, values: pa.Array[Any]) -> list[Part]:
    """The parts of a sound dataset with one column of one of them in place of what was there."""
    parts = []
    for part in dataset_parts(_two()):
        if (part.kind, part.index) == (kind, index):
            table = pq.read_table(pa.BufferReader(part.content))
            buffer = io.BytesIO()
            pq.write_table(table.set_column(table.column_names.index(column), column, values), buffer)
            content = buffer.getvalue()
            part = replace(part, content=content, sha256=hashlib.sha256(content).hexdigest())
        parts.append(part)
    return parts


@pytest.mark.parametrize(
    ("kind", "index", "column", "values"),
    [
        ("customers", 0, "events", pa.array([4, -1])),
        ("customers", 0, "events", pa.array([GREATEST, LEAST])),
        ("customers", 0, "events", pa.array([2, 2])),
        ("customers", 0, "events", pa.array([2, None])),
        ("customers", 0, "id", pa.array(["b", "a"])),
        ("customers", 0, "id", pa.array(["a", "a"])),
        ("customers", 0, "id", pa.array(["a", None])),
        ("customers", 0, "id", pa.array([1, 2])),
        ("customers", 0, "id", pa.array([b"a", b"\xff"]).view(pa.string())),
        ("customers", 0, "list.vip", pa.array([True, None])),
        ("customers", 0, "attribute.city", pa.array([0, 2], pa.int32())),
        ("customers", 0, "attribute.city", pa.array([0, -2], pa.int32())),
        ("customers", 0, "attribute.ok", pa.array([0, 2], pa.int8())),
        ("customers", 0, "attribute.born", pa.array([0, 2**31 - 1], pa.int32())),
        ("customers", 0, "attribute.since", pa.array([0, GREATEST])),
        ("customers", 1, "word", pa.array(["Praha", "Brno"])),
        ("customers", 1, "word", pa.array(["Brno", "Brno"])),
        ("customers", 1, "word", pa.array([b"B", b"\xff"]).view(pa.string())),
        ("events", 0, "name", pa.array([0, 1, -1], pa.int32())),
        ("events", 0, "name", pa.array([0, 1, 2], pa.int32())),
        ("events", 0, "name", pa.array([0, 1, 0], pa.int32())),
        ("events", 0, "at", pa.array([1, 0, 0])),
        ("events", 0, "at", pa.array([LEAST, 0, 0])),
        ("events", 0, "at", pa.array([0, GREATEST, 0])),
        ("events", 0, "at", pa.array([0, 1, 2], pa.int32())),
        ("pools", 0, "code", pa.array(["A", "A"])),
        ("pools", 0, "code", pa.array(["A", None])),
    ],
)
def test_that_numbers_no_program_of_ours_stored_are_refused(
    kind: Kind, index: int, column: str, values: pa.Array[Any]
) -> None:
    with pytest.raises(AppError, match="“test” is damaged"):
        dataset_from_parts(dataset_document(_two()), _crafted(kind, index, column, values))


@pytest.mark.parametrize(
    "change",
    [
        {"fingerprint": "0" * 64},
        {"timezone": "Nowhere/Else"},
        {"events": -3},
        {"customers": 1 << 62},
        {"lists": ["vip", "vip"]},
        {"pools": [{"name": "spring", "codes": 3}, {"name": "none", "codes": -1}]},
    ],
)
def test_that_a_document_that_does_not_fit_the_rows_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(AppError, match="damaged"):
        dataset_from_parts({**dataset_document(_two()), **change}, dataset_parts(_two()))


def test_that_counts_whose_sum_wraps_around_are_no_offsets() -> None:
    wrapping = np.array([2**62, 2**62, 2**62, 2**62, 3], np.int64)
    assert int(wrapping.sum()) == 3
    assert offsets_of(wrapping, 3) is None


@pytest.mark.parametrize(("counts", "offsets"), [([], [0]), ([2, 0, 1], [0, 2, 2, 3])])
def test_that_counts_become_offsets(counts: list[int], offsets: list[int]) -> None:
    made = offsets_of(np.array(counts, np.int64), sum(counts))
    assert made is not None
    assert made.tolist() == offsets


def test_that_a_sound_dataset_passes() -> None:
    build: Callable[[], Dataset] = _two
    assert dataset_from_parts(dataset_document(build()), dataset_parts(build())).fingerprint == build().fingerprint
