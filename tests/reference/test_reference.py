"""The plain interpreter yields what the worked examples expect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED
from tests.reference.cases import play_case

CASES = sorted((SHARED / "cases").glob("*.json"))


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_that_the_reference_yields_the_expected_tables(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    got = play_case(case)
    for table, expected in case["expected"].items():
        assert _comparable(table, got.get(table, [])) == _comparable(table, expected), table


def _comparable(table: str, rows: list[list[Any]]) -> list[list[Any]]:
    """Rows in an order of their own, but scores in order for each customer."""
    plain = [[float(cell) if isinstance(cell, int) and table == "scores" else cell for cell in row] for row in rows]
    return sorted(plain, key=lambda row: row[0]) if table == "scores" else sorted(plain, key=json.dumps)
