"""Numbers that are days are counted as their workbook counts them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from app.data.importing.plan import propose
from app.data.importing.planned import import_plan


@pytest.mark.parametrize("since_1904", [True, False])
def test_that_days_are_those_that_the_workbook_counts(since_1904: bool, tmp_path: Path) -> None:
    with Workbook(tmp_path / "book.xlsx", {"date_1904": since_1904}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["customer_id", "signup_date", "raw_date", "points"])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row in range(1, 4):
            sheet.write(row, 0, f"u{row}")
            sheet.write_datetime(row, 1, datetime(2024, 3, row), day)
            sheet.write_number(row, 2, 45351 + row - (1462 if since_1904 else 0))
            sheet.write_number(row, 3, 45351 + row)
    imported = import_plan(propose([tmp_path / "book.xlsx"]), "t")
    columns = imported.dataset.attributes
    assert columns["raw_date"].values.tolist() == columns["signup_date"].values.tolist()
    assert columns["points"].values.tolist() == [45352, 45353, 45354]
    assert any("since 1904" in remark for remark in imported.accounts[0].remarks) == since_1904
