"""Percentages are numbers, and their unit is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data.columns.column import ColumnType
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan


@pytest.mark.parametrize(
    ("written", "expected", "said"),
    [
        (("12 %", "7.5%", "100%"), [12.0, 7.5, 100.0], "“Rate” is in per cent: 12 % is the number 12."),
        (("12%", "0.5", "3%"), [12.0, 0.5, 3.0], "2 with a sign of per cent and 1 without"),
        (("%12", "\N{MINUS SIGN}5 ％", "1'000 %"), [12.0, -5.0, 1000.0], "is in per cent"),
    ],
)
def test_that_a_percentage_is_its_number_and_the_unit_is_said(
    written: tuple[str, ...], expected: list[float], said: str, tmp_path: Path
) -> None:
    lines = ["id,Rate", *(f"{number},{text}" for number, text in enumerate(written))]
    (tmp_path / "people.csv").write_text("\n".join(lines), encoding="utf-8")
    imported = import_plan(propose([tmp_path / "people.csv"]), "t")
    column = imported.dataset.attributes["Rate"]
    assert (column.type, column.values.tolist()) == (ColumnType.NUMBER, expected)
    assert any(said in remark for remark in imported.accounts[0].remarks)
    assert not imported.dataset.roles.attribute_currencies


def test_that_a_range_of_percentages_is_no_number(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,Rate\n1,10-15%\n2,20-30%\n", encoding="utf-8")
    assert import_plan(propose([tmp_path / "people.csv"]), "t").dataset.attributes["Rate"].type is ColumnType.TEXT
