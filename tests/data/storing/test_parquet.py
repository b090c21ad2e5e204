"""Parquet files that would take far more memory than their size warrants are refused before they do."""

from __future__ import annotations

import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.data.storing import parquet
from app.data.storing.parquet import Allowance, most_bytes, read_bounded


def packed(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def test_that_a_long_text_named_again_and_again_is_refused_before_it_is_copied() -> None:
    rows = 1_000_000
    words = pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), pa.array(["x" * 1_000]))
    content = packed(pa.table({"code": words}).replace_schema_metadata(None).cast(pa.schema([("code", pa.string())])))
    assert len(content) < 200_000
    before = pa.total_allocated_bytes()
    with pytest.raises(pa.ArrowInvalid, match="texts are far longer than the file"):
        read_bounded(content, rows)
    assert pa.total_allocated_bytes() - before < most_bytes(content)


def test_that_columns_far_larger_than_their_file_are_refused() -> None:
    content = packed(pa.table({f"c{number}": np.zeros(4_000_000) for number in range(12)}))
    with pytest.raises(pa.ArrowInvalid, match="columns are far larger than the file"):
        read_bounded(content)


def test_that_another_number_of_rows_and_other_kinds_of_columns_are_refused() -> None:
    with pytest.raises(pa.ArrowInvalid, match="not as many rows"):
        read_bounded(packed(pa.table({"a": [1, 2]})), 3)
    with pytest.raises(pa.ArrowInvalid, match="of a kind that was never stored"):
        read_bounded(packed(pa.table({"a": [[1], [2]]})))


def test_that_what_was_stored_is_read_as_it_was() -> None:
    table = pa.table({
        "id": ["a", "b", "a"],
        "none": pa.array([None, "x", None]),
        "word": pa.array(["u", None, "u"]).dictionary_encode(),
        "at": pa.array([1, None, 3], pa.timestamp("us", "UTC")),
        "flag": [True, False, None],
    })  # fmt: skip
    assert read_bounded(packed(table), 3).equals(table)


def test_that_many_small_parts_take_no_more_together_than_one_may() -> None:
    content = packed(pa.table({f"c{number}": np.zeros(1_000_000) for number in range(20)}))
    assert len(content) < 100_000
    allowance = Allowance()
    read_bounded(content, allowance=allowance)
    read_bounded(content, allowance=allowance)
    before = pa.total_allocated_bytes()
    with pytest.raises(pa.ArrowInvalid, match="all parts together are far larger"):
        read_bounded(content, allowance=allowance)
    assert pa.total_allocated_bytes() - before < 100 << 20


def test_that_a_part_that_is_larger_than_what_is_free_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    content = packed(pa.table({"c": np.zeros(1_000_000)}))
    monkeypatch.setattr(parquet, "free_bytes", lambda: 7_000_000)
    with pytest.raises(MemoryError):
        read_bounded(content)
