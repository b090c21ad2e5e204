"""Workbooks: cells as people mean them, places as rows of the sheet, and archives that would fill the memory."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from app.data.files.packed.workbook_reader import text_of
from app.data.files.registry import Reading, read_source
from app.data.files.source_table import place_of
from app.errors import AppError, Cancelled


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A sheet with a title, an empty row, a header in the fourth row and two people, one below an empty row."""
    path = tmp_path / "people.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Empty")
        sheet = book.add_worksheet("People")
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write(1, 1, "Export of March")
        sheet.write_row(3, 1, ["Customer ID", "Joined", "Spent", "Agrees", "Note"])
        for row, customer in ((4, "007"), (6, "008")):
            sheet.write_string(row, 1, customer)
            sheet.write_datetime(row, 2, datetime(2024, 3, 1, 12, 30), moment)
            sheet.write_row(row, 3, [19.9, True, 'two\nlines, and "quotes"'])
        book.add_worksheet("Orders").write(0, 0, "id")
    return path


def test_that_cells_keep_what_they_say(people: Path) -> None:
    table = read_source(people).table
    assert table.to_pylist()[0] == {
        "Customer ID": "007",
        "Joined": "2024-03-01 12:30:00",
        "Spent": "19.9",
        "Agrees": "true",
        "Note": 'two\nlines, and "quotes"',
    }


def test_that_places_are_rows_of_the_sheet_and_an_empty_row_is_listed(people: Path) -> None:
    source = read_source(people)
    assert [place_of(source, row).line for row in range(2)] == [5, 7]
    assert [place.line for place in source.places_of(source.dropped.tolist())] == [6]


def test_that_the_first_filled_sheet_is_read_and_the_others_are_named(people: Path) -> None:
    assert read_source(people).form == "workbook, sheet “People”; not read: “Orders”"


def test_that_a_cover_before_the_tables_is_passed_over(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        book.add_worksheet("Cover").write_column(0, 0, ["Our customers", "as of May"])
        book.add_worksheet("People").write_row(0, 0, ["id", "city"])
        book.worksheets()[1].write_row(1, 0, ["1", "Brno"])
    assert read_source(tmp_path / "book.xlsx").form == "workbook, sheet “People”; not read: “Cover”"


def test_that_a_sheet_can_be_chosen_and_one_that_is_not_there_is_a_sentence(people: Path) -> None:
    assert read_source(people, Reading(sheet="Orders")).table.column_names == ["id"]
    with pytest.raises(AppError, match=r"has no sheet “Nobody”\. Its sheets are: Empty, People, Orders"):
        read_source(people, Reading(sheet="Nobody"))


def test_that_reading_can_be_cancelled(people: Path) -> None:
    def stop(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_source(people, Reading(progress=stop))


def _zipped(path: Path, name: str, megabytes: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as entry:
        for _ in range(megabytes):
            entry.write(bytes(1 << 20))
    return path


def test_that_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="unpacks to more than 200 times its size"):
        read_source(_zipped(tmp_path / "bomb.xlsx", "xl/workbook.xml", 300))


def test_that_a_stray_cell_at_the_far_corner_does_not_take_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "email"])
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(AppError, match=r"needs far more memory or time|holds far more"):
        read_source(path)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"PK\x03\x04 no archive", "it cannot be unpacked"),
        ("a.xls", b"\xd0\xcf\x11\xe0 no workbook", "is damaged, or no workbook"),
        ("b.xlsx", b"id,email\n1,a@example.com\n", "is damaged, or no workbook"),
    ],
)
def test_that_what_is_no_workbook_is_told_in_words(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(AppError, match=words):
        read_source(path)


def test_that_another_archive_is_not_taken_for_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="is a ZIP archive, not a workbook"):
        read_source(_zipped(tmp_path / "export.zip", "customers.csv", 1))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (45352.0, "45352"),
        (45352.5, "45352.5"),
        (True, "true"),
        (datetime(2024, 3, 1), "2024-03-01"),
        (date(2024, 3, 1), "2024-03-01"),
        (time(9, 5), "09:05:00"),
        (timedelta(hours=27, minutes=5), "27:05:00"),
        ("", ""),
    ],
)
def test_that_a_cell_reads_as_its_text(cell: object, text: str) -> None:
    assert text_of(cell) == text
