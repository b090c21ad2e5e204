"""Delimited files come in as they are meant, every row of them accounted for."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.files.delimited import csv as reading
from app.data.files.delimited.csv import DelimitedTable, read_file, read_table
from app.data.files.source_table import record_count
from app.data.files.text import content, records
from app.data.files.text.content import Content, load
from app.data.importing.accounting.accounts import Account, Ledger
from app.errors import AppError, Cancelled
from app.progress import silent

HARD = (
    *("bom_utf8", "utf16le_bom_tab", "cp1251_semi", "cp1252", "sep_hint", "multiline", "ragged", "nul", "lone_quote"),
    *("cr_only", "leading_zero", "dup_header", "header_only", "big_int"),
)
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12)


def _read(path: Path) -> DelimitedTable:
    return read_table(load(path, silent))


def _rows(raw: DelimitedTable) -> list[list[str]]:
    return [list(row.values()) for row in raw.table.to_pylist()]


def _account(raw: DelimitedTable) -> Account:
    return Ledger("customers", raw).account()


def _of(text: str) -> DelimitedTable:
    return read_table(Content("x.csv", text.encode(), "utf-8"))


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((shared / "data" / "hard_csv" / "expected.json").read_text(encoding="utf-8"))
    return document


@pytest.mark.parametrize("name", HARD)
def test_that_a_hostile_file_reads_as_expected(name: str, shared: Path, expected: dict[str, Any]) -> None:
    raw = _read(shared / "data" / "hard_csv" / f"{name}.csv")
    assert list(raw.shape.columns) == expected[f"{name}.csv"]["header"]
    assert _rows(raw) == expected[f"{name}.csv"]["rows"]
    assert record_count(raw) == len(expected[f"{name}.csv"]["rows"])


def test_that_no_hostile_file_is_left_untested(expected: dict[str, Any]) -> None:
    assert set(expected) == {f"{name}.csv" for name in (*HARD, "unclosed", "huge_field", "empty", "footer")}


def test_that_an_unclosed_quote_is_reported_with_its_line_and_loses_no_row(shared: Path) -> None:
    raw = _read(shared / "data" / "hard_csv" / "unclosed.csv")
    assert _rows(raw) == [["a@x.io", '"oops'], ["c@x.io", "C"], ["d@x.io", "D"]]
    (note,) = _account(raw).notes
    assert (note.line, note.text, note.outcome) == (2, 'a@x.io,"oops', "repaired")
    assert "quote opens and never closes" in note.reason


def test_that_a_field_of_five_million_signs_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "huge_field.csv"
    path.write_text(f"email,name\na@x.io,{'z' * 5_000_000}\nb@x.io,B\n", encoding="utf-8")
    assert _rows(_read(path)) == [["a@x.io", "z" * 5_000_000], ["b@x.io", "B"]]


def test_that_an_empty_file_is_refused_in_words(shared: Path) -> None:
    with pytest.raises(AppError, match=r"empty\.csv is empty"):
        _read(shared / "data" / "hard_csv" / "empty.csv")


def test_that_a_footer_and_a_blank_line_are_no_customers_but_accounted_for(shared: Path) -> None:
    raw = _read(shared / "data" / "hard_csv" / "footer.csv")
    account = _account(raw)
    assert _rows(raw) == [["a@x.io", "A"], ["b@x.io", "B"]]
    assert (account.read, account.imported, account.repaired, account.rejected) == (4, 2, 0, 2)
    assert [(note.line, note.text) for note in account.notes] == [(4, ""), (5, "Total: 2 rows")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_that_a_million_blank_lines_are_accounted_for_in_one_note(newline: str) -> None:
    rows = ["email,name", "a@x.io,A", *[""] * 1_000_000, "b@x.io,B", ""]
    tracemalloc.start()
    raw = read_table(content.decoded("x.csv", newline.join(rows).encode()))
    account = _account(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert _rows(raw) == [["a@x.io", "A"], ["b@x.io", "B"]]
    assert (account.read, account.imported, account.repaired, account.rejected) == (1_000_002, 2, 0, 1_000_000)
    (note,) = account.notes
    assert (note.line, note.outcome) == (3, "rejected")
    assert note.reason == "The line is blank, and so are the 999\u202f999 after it."
    assert peak < 100 << 20


def test_that_blank_lines_between_all_rows_share_a_note_after_the_first_hundred() -> None:
    text = "email,name\n" + "\n".join(f"{number}@x.io,A\n" for number in range(1_000))
    account = _account(read_table(content.decoded("x.csv", text.encode())))
    assert (account.read, account.imported, account.rejected) == (1_999, 1_000, 999)
    assert len(account.notes) == 101
    assert account.notes[-1].reason == "The line is blank, and so are 898 more below it."


def test_that_a_blank_run_longer_than_a_slice_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.data.files.delimited.csv._SLICE", 64)
    text = "email,name\na@x.io,A\n" + "\n" * 1_000 + "b@x.io\n" + "\n" * 1_000 + "total 2\n"
    raw = read_table(content.decoded("x.csv", text.encode()))
    account = _account(raw)
    assert _rows(raw) == [["a@x.io", "A"], ["b@x.io", ""]]
    assert (account.imported, account.repaired, account.rejected) == (1, 1, 2_001)


def test_that_a_row_of_empty_cells_is_a_row_where_a_blank_line_is_none() -> None:
    empty, blank = (_account(_of(f"email,name\na@x.io,A\n{line}\nb@x.io,B\n")) for line in (",", ""))
    assert (empty.read, empty.imported, empty.rejected) == (3, 3, 0)
    assert (blank.read, blank.imported, blank.rejected) == (3, 2, 1)


@pytest.mark.skipif(not hasattr(os, "preadv"), reason="a system that reads one piece after another")
def test_that_a_long_file_is_read_by_all_cores_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "_LONG", 1)
    monkeypatch.setattr(content, "_CHUNK", 64)
    path = tmp_path / "long.csv"
    path.write_text("email,name\n" + "a@x.io,A\n" * 100)
    told: list[tuple[int, int]] = []

    def grows(done: int, total: int, what: str) -> None:
        if not told:
            with path.open("a") as file:
                file.write("late@x.io,L\n")
        assert what == "Reading long.csv"
        told.append((done, total))

    assert load(path, grows).text == path.read_bytes()
    assert told[0] == (64, 911)
    assert path.stat().st_size == 923


def test_that_ragged_rows_are_repaired_and_listed_with_their_text(shared: Path) -> None:
    account = _account(_read(shared / "data" / "hard_csv" / "ragged.csv"))
    assert (account.read, account.imported, account.repaired, account.rejected) == (3, 1, 2, 0)
    assert [(note.line, note.text) for note in account.notes] == [(2, "a@x.io,A,EXTRA"), (3, "b@x.io")]


@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.booleans())
def test_that_what_pythons_csv_writes_reads_back_identically(
    rows: list[tuple[str, str, str]], delimiter: str, encoding: str, quote_all: bool
) -> None:
    buffer = io.StringIO(newline="")
    quoting: Any = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(buffer, delimiter=delimiter, quoting=quoting).writerows([("id", "name", "note"), *rows])
    raw_bytes = buffer.getvalue().encode(encoding)
    raw = read_table(content.decoded("x.csv", raw_bytes))
    assert raw.text.encoding.startswith(encoding[:6].removesuffix("-"))
    assert raw.shape.columns == ("id", "name", "note")
    account = _account(raw)
    footer = [note.reason for note in account.notes]
    if footer and " " in rows[-1][0].strip() and not "".join(rows[-1][1:]).strip():
        assert footer == ["The line is below the rows like a footer."]
        rows = rows[:-1]
    assert _rows(raw) == [list(row) for row in rows]
    assert account.imported == len(rows)


def test_that_a_name_below_a_row_of_nothing_else_is_no_footer() -> None:
    raw = read_table(content.decoded("x.csv", b"name,email,phone\nCid Low,c@x.io,1\nBob High,,\nAnn Low,,\n"))
    assert _rows(raw)[-1] == ["Ann Low", "", ""]


@given(st.lists(st.sampled_from(["a", ",", '"', "\n", "\r\n", "\r", '"b",']), max_size=30).map("".join))
def test_that_every_record_of_any_text_is_in_the_table_or_the_notes(body: str) -> None:
    account = _account(raw := _of("x,y\n" + body))
    assert account.read == account.imported + account.repaired + account.rejected
    assert raw.table.num_rows == account.imported + account.repaired


def test_that_slices_join_to_the_same_table(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "id,note\n" + "".join(f'{n},"a\n{n}"\n' if n % 7 == 0 else f"{n},b\n" for n in range(200))
    whole = _of(text).table
    monkeypatch.setattr(reading, "_SLICE", 64)
    assert _of(text).table.equals(whole)
    plain = text.replace('"', "").replace("a\n", "a")
    assert _of(plain).table.num_rows == 200


def test_that_lines_are_counted_through_quoted_newlines() -> None:
    raw = _of('id,note\n1,"a\nb"\n2\n3,c\n')
    (note,) = _account(raw).notes
    assert (note.line, note.text) == (4, "2")


def test_that_a_packed_file_is_read_as_if_it_were_not(tmp_path: Path) -> None:
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    assert _rows(_read(path)) == [["1", "2"]]


def test_that_a_file_cut_short_while_packed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n" * 1000)[:-20])
    with pytest.raises(AppError, match="damaged"):
        _read(path)


def test_that_a_small_file_may_not_unpack_to_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "_HARMLESS_BYTES", 1 << 20)
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * (1 << 20)))
    with pytest.raises(AppError, match=r"50 times its size and was not imported\. If it is meant to, unpack it first"):
        _read(path)


@pytest.mark.parametrize("magic", [b"PK\x03\x04", b"PAR1", b"%PDF-1.7", b"SQLite format 3\0"])
def test_that_another_kind_of_file_is_refused_by_its_name(tmp_path: Path, magic: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(magic + b" and more")
    with pytest.raises(AppError, match="not a text file"):
        _read(path)


@pytest.mark.parametrize("text", ["<!DOCTYPE html><html><p>Sign in</p></html>", '\ufeff<?xml version="1.0"?><a/>'])
def test_that_a_page_that_was_downloaded_in_the_place_of_an_export_is_refused_as_one(text: str) -> None:
    with pytest.raises(AppError, match=r"x\.csv is (?:a web page|an XML document), not a table"):
        content.decoded("x.csv", text.encode())


def test_that_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="There is no file"):
        _read(tmp_path / "nothing.csv")


def test_that_two_exports_put_together_are_each_read_in_their_own_letters() -> None:
    lines = [f"{n},Köln “{n}” 5 €\n" for n in range(20)]
    raw = read_table(
        content.decoded(
            "x.csv", b"id,city\n" + b"".join(line.encode(("utf-8", "cp1252")[n % 2]) for n, line in enumerate(lines))
        )
    )
    assert [f"{','.join(row)}\n" for row in _rows(raw)] == lines
    assert _account(raw).remarks[0] == "Some letters stand in UTF-8 and others in cp1252; each was read as it is."


def test_that_bytes_of_no_letter_are_shown_and_their_rows_listed() -> None:
    text = "id,name\n" + "".join(f"{n},Žluťoučký kůň\n" for n in range(9)) + "9,caf"
    raw = read_table(content.decoded("x.csv", text.encode() + b"\xe9\n"))
    assert _rows(raw)[-1] == ["9", "caf\ufffd"]
    (note,) = _account(raw).notes
    assert (note.line, note.outcome) == (11, "repaired")


def test_that_reading_stops_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    def stop(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        load(path, stop)


def test_that_all_columns_are_texts() -> None:
    assert set(_of("a,b\n1,2024-01-01\n").table.schema.types) == {pa.string()}


def test_that_many_rows_of_one_wrong_width_are_mended_as_single_ones_are() -> None:
    rows = ["a,b", *["x"] * 40, *['y,"1, 2",z,"q""r"'] * 40, "k,1,2,3,4", '"u,v', *["s,t"] * 3]
    raw = _of("\n".join(rows))
    account = _account(raw)
    assert _rows(raw) == [*[["x", ""]] * 40, *[["y", "1, 2"]] * 40, ["k", "1"], ['"u', "v"], *[["s", "t"]] * 3]
    assert (account.read, account.imported, account.repaired) == (85, 3, 82)
    assert account.notes[0].reason == "It has 1 cell where the header has 2; the rest was taken as empty."
    assert account.notes[40].reason == 'It has 4 cells where the header has 2; “z,q"r” was left out.'
    assert account.notes[80].reason == "It has 5 cells where the header has 2; “2,3,4” was left out."
    assert "never closes" in account.notes[81].reason
    assert [note.line for note in account.notes] == list(range(2, 84))


def test_that_half_a_million_short_rows_take_little_memory() -> None:
    text = b"id,b,c\n" + b"x\n" * 500_000
    tracemalloc.start()
    account = _account(read_table(Content("x.csv", text, "utf-8")))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (account.read, account.repaired, len(account.notes)) == (500_000, 500_000, 500_000)
    assert peak < 100 << 20


@pytest.mark.parametrize("cell", ["x" * 300, f'"{"x" * 300}', f'"{chr(10) * 300}"'])
def test_that_a_row_without_end_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, cell: str) -> None:
    monkeypatch.setattr(records, "LONGEST_ROW", 200)
    monkeypatch.setattr(reading, "_SLICE", 50)
    text = f"id,note\na,b\nc,{cell}\n"
    with pytest.raises(AppError, match=r"x\.csv has a row that is longer than"):
        _of(text)
    monkeypatch.setattr(records, "LONGEST_ROW", 400)
    assert _rows(_of(text))[0] == ["a", "b"]


@given(st.lists(st.sampled_from(["", " ", "# remark", "#", "\t"]), max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_that_blank_lines_and_remarks_before_the_header_are_passed_over(lines: list[str], end: str) -> None:
    raw = _of(end.join([*lines, "id,note", "a,b", ""]))
    assert raw.shape.columns == ("id", "note")
    assert _rows(raw) == [["a", "b"]]


_ROWS = "c1,a@x.io,ann,1\nc2,b@x.io,ben,2\n"


@pytest.mark.parametrize(
    "footer",
    [
        "Summe,,,3\n",
        "Grand Total,,,3\n",
        ",,,\nGrand Totals (2 records),,,\nCopyright (c) 2026 somebody,,,\n",
        "\nCreated by somebody,,,\n",
        "合計,,,3\n",
    ],
)
def test_that_totals_and_sentences_below_the_rows_are_no_customers(tmp_path: Path, footer: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"id,email,name,orders\n{_ROWS}{footer}", encoding="utf-8")
    raw = read_file(path)
    ids = [text for text in raw.table.column("id").to_pylist() if text]
    assert ids == ["c1", "c2"]
    assert any("like a footer" in fault.reason for fault in raw.faults)


@pytest.mark.parametrize("last", ["Total,t@x.io,Total Energies,3\n", "c3,,,\n", "Totality,,,\n"])
def test_that_a_row_which_says_little_is_one(tmp_path: Path, last: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"id,email,name,orders\n{_ROWS}{last}", encoding="utf-8")
    assert read_file(path).table.num_rows == 3


@pytest.mark.parametrize(
    ("titles", "above"),
    [
        ("Sales report 2026\n\n", 1),
        ("Sales report 2026,,,\n,,,\n", 1),
        ('"1 January 2026 - 31 March 2026, all shops"\nCurrency: EUR\n', 2),
        ("Customer,,,\n", 1),
    ],
)
def test_that_titles_above_a_header_are_passed_over(tmp_path: Path, titles: str, above: int) -> None:
    path = tmp_path / "report.csv"
    path.write_text(f"{titles}id,email,name,orders\n{_ROWS}", encoding="utf-8")
    raw = read_file(path)
    assert raw.table.column_names == ["id", "email", "name", "orders"]
    assert raw.table.num_rows == 2
    assert raw.shape.above == above
    assert raw.places_of([0])[0].line == titles.count("\n") + 2
