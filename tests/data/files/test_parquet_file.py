"""Parquet as other tools write it: each type as its text, folders of parts, and files that lie about their size."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.data.files.registry import Reading, format_of, read_source
from app.errors import AppError


def _written(path: Path, **columns: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path)
    return path


def test_that_each_type_becomes_the_text_it_would_be_in_a_csv(tmp_path: Path) -> None:
    moment = datetime(2024, 3, 1, 12, 30)
    path = _written(
        tmp_path / "a.parquet",
        id=[1, None],
        zoned=pa.array([moment, None], pa.timestamp("us", "America/New_York")),
        naive=pa.array([moment, None], pa.timestamp("ns")),
        day=[date(2024, 3, 1), None],
        price=[Decimal("19.90"), None],
        share=[0.5, float("nan")],
        agrees=[True, None],
        word=pa.array(["x", None]).dictionary_encode(),
        place=[{"city": "Brno", "zip": "007"}, None],
        items=[[{"sku": "a"}], None],
    )
    first, second = read_source(path).table.to_pylist()
    assert first == {
        "id": "1",
        "zoned": "2024-03-01 12:30:00Z",
        "naive": "2024-03-01 12:30:00",
        "day": "2024-03-01",
        "price": "19.90",
        "share": "0.5",
        "agrees": "true",
        "word": "x",
        "city": "Brno",
        "zip": "007",
        "items": '[{"sku": "a"}]',
    }
    assert set(second.values()) == {""}


def test_that_a_folder_of_parts_is_one_table_with_its_partitions_as_columns(tmp_path: Path) -> None:
    _written(tmp_path / "export" / "country=DE" / "part-0.parquet", id=["1"])
    _written(tmp_path / "export" / "part-1.parquet", id=["2"], name=["Ann"])
    _written(tmp_path / "export" / "_temporary" / "part-2.parquet", id=["3"])
    source = read_source(tmp_path / "export")
    assert source.table.to_pylist() == [
        {"id": "1", "country": "DE", "name": ""},
        {"id": "2", "country": "", "name": "Ann"},
    ]
    assert source.form == "Parquet in 2 parts"
    assert [(place.line, place.text) for place in source.places_of([1])] == [(2, "2, , Ann")]


def test_that_the_same_content_is_known_again_and_other_content_is_not(tmp_path: Path) -> None:
    one, again = (_written(tmp_path / name, id=["1"]) for name in ("a.parquet", "b.parquet"))
    other = _written(tmp_path / "c.parquet", id=["2"])
    assert read_source(one).content == read_source(again).content != read_source(other).content


def test_that_a_first_look_reads_some_rows(tmp_path: Path) -> None:
    path = _written(tmp_path / "a.parquet", id=list(range(100_000)))
    assert read_source(path, Reading(head_only=True)).table.num_rows == 2_000


def test_that_a_small_file_of_one_long_text_again_and_again_does_not_take_the_memory(tmp_path: Path) -> None:
    path = _written(tmp_path / "bomb.parquet", text=["x" * 100_000] * 30_000)
    assert path.stat().st_size < 1 << 20
    with pytest.raises(AppError, match=r"bomb\.parquet (is damaged|unpacks)"):
        read_source(path)


def test_that_what_is_no_parquet_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1" + bytes(100) + b"PAR1")
    assert format_of(path).name == "parquet"
    with pytest.raises(AppError, match="is damaged"):
        read_source(path)


def test_that_a_folder_without_parts_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="is a folder without Parquet files"):
        read_source(tmp_path)
