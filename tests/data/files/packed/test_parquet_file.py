"""Parquet as other tools write it: each type as its text, folders of parts, and files that lie about their size."""

from __future__ import annotations

import sys
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.data.files.packed.isolated import read_isolated
from app.data.files.packed.parquet_file import joined_blocks
from app.data.files.packed.parquet_reader import write
from app.data.files.registry import Reading, format_of, read_source
from app.errors import AppError
from app.progress import silent


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


@pytest.mark.parametrize("head_only", [False, True])
def test_that_a_folder_of_different_tables_is_refused_in_words(tmp_path: Path, head_only: bool) -> None:
    _written(
        tmp_path / "shop" / "customers.parquet", id=list(range(3_000)), name=["Ann"] * 3_000, city=["Brno"] * 3_000
    )
    _written(tmp_path / "shop" / "orders.parquet", order=["7"], at=["2024-05-01"], amount=["9"], id=["1"])
    with pytest.raises(AppError) as refused:
        read_source(tmp_path / "shop", Reading(head_only=head_only))
    assert refused.value.message == (
        "shop holds different tables: customers.parquet has “id”, “name”, “city”, orders.parquet has “order”, “at”, "
        "“amount” …. A folder is read as the parts of one table. Nothing was imported; choose the files in it instead."
    )


def test_that_the_same_content_is_known_again_and_other_content_is_not(tmp_path: Path) -> None:
    one, again = (_written(tmp_path / name, id=["1"]) for name in ("a.parquet", "b.parquet"))
    other = _written(tmp_path / "c.parquet", id=["2"])
    assert read_source(one).content == read_source(again).content != read_source(other).content


def test_that_a_first_look_reads_some_rows(tmp_path: Path) -> None:
    path = _written(tmp_path / "a.parquet", id=list(range(100_000)))
    assert read_source(path, Reading(head_only=True)).table.num_rows == 2_000


def test_that_a_small_file_of_one_long_text_again_and_again_does_not_take_the_memory(tmp_path: Path) -> None:
    again = pa.DictionaryArray.from_arrays(pa.array([0] * 12_000, pa.int32()), ["x" * 100_000])
    path = tmp_path / "bomb.parquet"
    pq.write_table(pa.table({"text": again}), path, store_schema=False)  # so that it is read as texts
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
    with pytest.raises(AppError, match=r"is a folder without Parquet files.* choose the files in it instead\."):
        read_source(tmp_path)


def _varint(number: int) -> bytes:
    """As Thrift's compact protocol writes a number."""
    signs = bytearray()
    while number > 0x7F:
        signs.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*signs, number])


def _read_varint(raw: bytes, at: int) -> tuple[int, int]:
    """The number that begins there, and where it ends."""
    number = shift = 0
    while True:
        number |= (raw[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if raw[at - 1] < 0x80:
            return number, at


def _lying_page(path: Path, size: int) -> Path:
    """A file whose only page says in its header that it unpacks to so many bytes; the footer says what is true."""
    pq.write_table(pa.table({"id": ["x" * 50] * 1000}), path, compression="zstd", use_dictionary=False)
    raw = path.read_bytes()
    unpacked, at = _read_varint(raw, 7)
    assert raw[4:7] == b"\x15\x00\x15"  # the page's type, then its size unpacked and packed, each twice as large
    assert unpacked // 2 < size
    packed, end = _read_varint(raw, at + 1)
    lie = _varint(2 * size)
    shorter = _varint(packed - 2 * (len(lie) - (at - 7)))  # so that the page still ends where the footer says
    assert len(shorter) == end - at - 1
    path.write_bytes(raw[:7] + lie + raw[at : at + 1] + shorter + raw[end:])
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="a process has no such limits there")
def test_that_a_page_that_lies_about_its_size_ends_the_reader_and_takes_no_memory(tmp_path: Path) -> None:
    path = _lying_page(tmp_path / "lie.parquet", 2**31 - 1)
    with pytest.raises(AppError, match=r"lie\.parquet unpacks, or says so, to more than the 1 GB"):
        read_source(path)
    with pytest.raises(AppError, match=r"lie\.parquet is damaged"):
        read_source(_lying_page(path, 100_000))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the limit is not kept, or there is none")
def test_that_a_file_is_not_called_damaged_where_there_is_no_memory_to_read_it(tmp_path: Path) -> None:
    path = _written(tmp_path / "sound.parquet", id=[str(number) for number in range(300_000)])
    for room in ("1", "12"):  # for the libraries' own work, and for the rows
        with pytest.raises(AppError, match=r"sound\.parquet cannot be read, since there is not enough free memory"):
            read_isolated("tests.data.files.little_room", path, silent, room, "0")


def test_that_a_wide_file_is_read_in_few_rows_at_once_and_whole(tmp_path: Path) -> None:
    path = _written(tmp_path / "wide.parquet", **{f"c{at}": list(range(3_000)) for at in range(700)})
    table = read_source(path).table
    assert (table.num_rows, table.num_columns) == (3_000, 700)
    assert table.column("c699").to_pylist() == [str(row) for row in range(3_000)]


def test_that_blocks_of_columns_are_the_same_table(tmp_path: Path) -> None:
    many = {f"column {at}": [f"{at} {row}" for row in range(50)] for at in range(20)}
    path = tmp_path / "wide.parquet"
    pq.write_table(pa.table({**many, "place": [{"city": "Brno", "zip": "007"}] * 50}), path, row_group_size=20)
    plain = read_source(path).table
    for most in (0, 7):
        out = BytesIO()
        write(pq.ParquetFile(path), most, out, block_bytes=900)
        assert joined_blocks(out.getvalue()).equals(plain.slice(0, most or 50))
        assert out.getvalue().count(b"\xff\xff\xff\xff\x00\x00\x00\x00") > 3
