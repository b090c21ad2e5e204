"""Listed rows to take along: each with its place, and no text that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest

from app.data.importing.accounting.accounts import Account
from app.data.importing.accounting.row_notes import RowNote
from app.jobs.datasets.listed_rows import listed_rows_csv


def _account(*notes: RowNote) -> Account:
    return Account("people.csv", "customers", 9, 9 - len(notes), 0, len(notes), notes)


def test_that_each_listed_row_is_written_as_it_stood() -> None:
    note = RowNote("people.csv", 7, 'a,"b"', "Nothing stands in “id”.", "rejected")
    header, row = csv.reader(io.StringIO(listed_rows_csv([_account(note)])))
    assert dict(zip(header, row, strict=True)) == {
        "file": "people.csv",
        "line": "7",
        "outcome": "rejected",
        "reason": "Nothing stands in “id”.",
        "text": 'a,"b"',
    }


@pytest.mark.parametrize("text", ["=1+1", "@x"])
def test_that_no_listed_text_is_a_formula(text: str) -> None:
    _, row = csv.reader(io.StringIO(listed_rows_csv([_account(RowNote("a.csv", 2, text, text, "repaired"))])))
    assert row[3:] == [f"'{text}", f"'{text}"]
