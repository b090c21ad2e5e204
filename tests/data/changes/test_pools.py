"""Voucher codes come out of files in their order, each once, and every row is accounted for."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from app.data.assembling.fingerprint import signed
from app.data.changes.joining import join
from app.data.changes.pools import PoolFile, read_pool, with_pools
from app.data.dataset import Dataset
from app.errors import AppError, Cancelled
from tests.builders.datasets import dataset


def _file(folder: Path, text: str, name: str = "codes.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def _codes(file: PoolFile) -> list[str | None]:
    return file.codes.to_pylist()


def _pool(codes: list[str]) -> PoolFile:
    return PoolFile("codes.csv", pa.array(codes, pa.string()), 0, 0, "")


def _with(codes: list[str], data: Dataset | None = None) -> Dataset:
    return with_pools(data or dataset([], []), [("spring", _pool(codes))])[0]


@pytest.mark.parametrize(
    ("text", "codes", "header"),
    [
        ("A1\nB2\n", ["A1", "B2"], ""),
        ("A1", ["A1"], ""),
        ("\n\n A1 \r\nB2\r\n", ["A1", "B2"], ""),
        ("Voucher code\nA1\nB2\n", ["A1", "B2"], "Voucher code"),
        ("Gutschein\nA1\nB2\n", ["A1", "B2"], "Gutschein"),
        ("SAVE\nWELCOME\nA1\n", ["SAVE", "WELCOME", "A1"], ""),
        ("SAVE\nA1\n", ["SAVE", "A1"], ""),
        ("id;code;used\n1;A1;no\n2;B2;no\n", ["A1", "B2"], "code"),
        ("A1,10\nB2,10\n", ["A1", "B2"], ""),
        ("A1\rB2\r", ["A1", "B2"], ""),
        (";A1\n;B2\n", ["A1", "B2"], ""),
        ("A:1\nB:2\n", ["A:1", "B:2"], ""),
        ("#A1\n#B2\n", ["#A1", "#B2"], ""),
        ('sep=|\n"A|1"|x\nB2|y\n', ["A|1", "B2"], ""),
        ('code\n"A,1"\n"B""2"\n', ["A,1", 'B"2'], "code"),
        ("code,note\nA1\nB2,x\n", ["A1", "B2"], "code"),
    ],
)
def test_that_codes_are_found_in_files_of_every_form(tmp_path: Path, text: str, codes: list[str], header: str) -> None:
    read = read_pool(_file(tmp_path, text))
    assert (_codes(read), read.header) == (codes, header)


def test_that_columns_beside_the_codes_are_named_as_playing_no_part(tmp_path: Path) -> None:
    file = _file(tmp_path, "code;valid until;status\nA1;2020-01-01;used\nB2;2030-01-01;new\n")
    account = with_pools(dataset([], []), [("spring", read_pool(file))])[1][0]
    assert account.added == 2
    assert "whatever stands in “valid until”, “status”." in account.sentence()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1250"])
def test_that_codes_are_read_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    assert _codes(read_pool(_file(tmp_path, "code\nSLEVA-ŽLUŤ-1\nSLEVA-KŮŇ-2\n", encoding=encoding))) == [
        "SLEVA-ŽLUŤ-1",
        "SLEVA-KŮŇ-2",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("code\n \n", "holds not one code"),
        ("sep=;\n", "holds not one code"),
        ('A1\n"B2\nC3\n', "up to line 3: a quotation mark"),
        ('A1\n"B2\nC3"\n', "up to line 3: a quotation mark"),
        ("%PDF-1.4", "is a PDF document"),
        ("PK\x03\x04", "codes.csv is damaged"),
    ],
)
def test_that_a_file_without_clear_codes_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(AppError, match=words):
        read_pool(_file(tmp_path, text))


@pytest.mark.parametrize(
    ("rows", "codes", "header"),
    [
        ([["code"], ["A1"], [""], ["B2"]], ["A1", "B2"], "code"),
        ([["A1"], ["B2"], ["C3"]], ["A1", "B2", "C3"], ""),
        ([["Gutschein"], ["A1"], ["B2"]], ["A1", "B2"], "Gutschein"),
        ([["id", "Coupon code"], ["1", "A1"], ["2", "B2"]], ["A1", "B2"], "Coupon code"),
        ([["A1", "10"], ["B2", "10"]], ["A1", "B2"], ""),
        ([["SAVE"], ["WELCOME"], ["A1"]], ["SAVE", "WELCOME", "A1"], ""),
    ],
)
def test_that_codes_are_found_in_a_workbook(
    tmp_path: Path, rows: list[list[str]], codes: list[str], header: str
) -> None:
    path = tmp_path / "codes.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    read = read_pool(path)
    assert (_codes(read), read.header) == (codes, header)
    assert read.rows == len(rows) - bool(header)


def test_that_a_format_with_names_has_no_code_among_them(tmp_path: Path) -> None:
    pq.write_table(pa.table({"WINTER": ["SAVE", "A1"]}), tmp_path / "codes.parquet")
    listed = _file(tmp_path, '[{"id": 1, "code": "A1"}, {"id": 2, "code": "B2"}]', name="codes.json")
    assert _codes(read_pool(tmp_path / "codes.parquet")) == ["SAVE", "A1"]
    assert _codes(read_pool(listed)) == ["A1", "B2"]


def test_that_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="There is no file"):
        read_pool(tmp_path / "none.csv")


def test_that_reading_codes_can_be_cancelled(tmp_path: Path) -> None:
    path = _file(tmp_path, "".join(f"A{n}\n" for n in range(100_000)))
    told: list[tuple[int, int, str]] = []

    def stop(done: int, total: int, what: str) -> None:
        told.append((done, total, what))
        if done and total == 100_000:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_pool(path, stop)
    assert told[-1] == (1 << 15, 100_000, "Reading codes.csv")


@given(st.lists(st.text("ab1 ", max_size=4), min_size=1, max_size=12), st.lists(st.text("ab1", min_size=1), max_size=5))
def test_that_every_row_of_a_file_of_codes_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str], there: list[str]
) -> None:
    path = _file(tmp_path_factory.mktemp("codes"), "\n".join(["code", *cells, "end"]))
    before = _with(list(dict.fromkeys(there)))
    after, (account,) = with_pools(before, [("spring", read_pool(path))])
    assert account.read == account.added + account.repeated + account.known + account.blank == len(cells) + 1
    wanted = dict.fromkeys([*there, *filter(None, map(str.strip, cells)), "end"])
    assert after.pools["spring"].to_pylist() == list(wanted)
    assert account.added == len(after.pools["spring"]) - len(before.pools["spring"])


def test_that_an_account_is_said_in_a_sentence(tmp_path: Path) -> None:
    file = read_pool(_file(tmp_path, "Code\nA1\nB2\nA1\n\nC3\nD4\n"))
    _, (account,) = with_pools(_with(["C3", "D4"]), [("spring", file)])
    assert account.sentence() == (
        "codes.csv: 2 of 6 rows added to the pool “spring”; 1 code stood further up in the file; "
        "2 codes were in the pool already; 1 row was empty. The first row was taken for the column's name: “Code”."
    )


def test_that_a_pool_needs_a_name() -> None:
    with pytest.raises(AppError, match=r"The pool of codes.csv has no name"):
        with_pools(dataset([], []), [("  ", _pool(["A1"]))])


def test_that_pools_are_part_of_the_fingerprint_only_where_there_are_any() -> None:
    plain = dataset([{"id": "a", "city": "Brno", "age": 3}, {"id": "b"}], [])
    filled = [_with(codes, plain).fingerprint for codes in (["A1"], ["A1", "B2"], ["B2", "A1"], ["A1B2"])]
    assert len({plain.fingerprint, *filled}) == 5
    assert with_pools(plain, [])[0].fingerprint == signed(plain).fingerprint


def test_that_joined_datasets_have_the_codes_of_both_in_order() -> None:
    joined = join("both", _with(["A1", "B2"]), _with(["C3", "A1"]))
    assert joined.pools["spring"].to_pylist() == ["A1", "B2", "C3"]
    assert joined.schema().pools == {"spring": 3}
