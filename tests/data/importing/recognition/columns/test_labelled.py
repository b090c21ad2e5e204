"""What an exporter writes before every id and number is taken off, and counted."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from app.data.importing.plan import propose
from app.data.importing.planned import import_plan

HEADER = ["id", "created_time", "ad_id", "form_id", "email", "full_name", "phone_number"]
ROWS = [
    [
        f"l:10000{row}",
        "2025-03-01T10:00:00+01:00",
        f"ag:23850{row}",
        "f:7001",
        f"p{row}@x.io",
        "Ann",
        f"p:+4917600000{row}",
    ]
    for row in range(10, 22)
]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_that_labels_of_ids_and_phones_are_taken_off_and_counted_as_repairs(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"leads.{suffix}"
    if suffix == "csv":
        path.write_text("\n".join(",".join(row) for row in [HEADER, *ROWS]) + "\n", encoding="utf-8")
    else:
        with xlsxwriter.Workbook(path) as book:
            for number, row in enumerate([HEADER, *ROWS]):
                book.add_worksheet("leads") if number == 0 else None
                book.worksheets()[0].write_row(number, 0, row)
    imported = import_plan(propose([path]), "t")
    (account,) = imported.accounts
    assert (account.read, account.imported, account.repaired, account.rejected) == (12, 0, 12, 0)
    assert "“p:” was taken off what stands in “phone_number”" in account.notes[0].reason
    assert imported.dataset.customer_ids[0].as_py() == "1000010"
    phone = imported.dataset.attributes[imported.dataset.roles.attributes["phone"]]
    assert phone.words.to_pylist()[:2] == ["+491760000010", "+491760000011"]


def test_that_other_texts_with_a_colon_stay(tmp_path: Path) -> None:
    rows = "".join(f"c{row},{row}:1000,a:{row},{'m' if row % 2 else 'f'}:10{row}\n" for row in range(8))
    (tmp_path / "people.csv").write_text(f"customer_id,ratio,short,mixed\n{rows}", encoding="utf-8")
    imported = import_plan(propose([tmp_path / "people.csv"]), "t")
    assert imported.accounts[0].repaired == 0
    assert set(imported.dataset.attributes["mixed"].words.to_pylist()) == {
        f"{'fm'[row % 2]}:10{row}" for row in range(8)
    }
