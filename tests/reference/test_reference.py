"""The plain interpreter yields what the worked examples expect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.reference import clock
from tests.reference.cases import case_files, play_case

CASES = case_files()
COLUMNS = {
    "instances": 7,
    "visits": 7,
    "messages": 7,
    "conversions": 5,
    "scores": 5,
    "audiences": 9,
    "recommendations": 11,
}
INSTANTS = {
    "instances": (3, 4),
    "visits": (4, 5),
    "messages": (5,),
    "conversions": (3,),
    "scores": (1,),
    "audiences": (4,),
    "recommendations": (4,),
}


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_that_the_reference_yields_the_expected_tables(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    tables = play_case(case)
    for table, expected in case["expected"].items():
        got = [_written(table, row) for row in tables[table]]
        assert _comparable(table, got) == _comparable(table, expected), table


def _written(table: str, row: list[Any]) -> list[Any]:
    """A row in the form of `expected`."""
    cells = row[: COLUMNS[table]]
    return [
        clock.written(cell) if place in INSTANTS[table] and cell is not None else cell
        for place, cell in enumerate(cells)
    ]


def _comparable(table: str, rows: list[list[Any]]) -> list[list[Any]]:
    """Rows in an order of their own, but scores in order for each customer."""
    plain = [[float(cell) if isinstance(cell, int) and table == "scores" else cell for cell in row] for row in rows]
    return sorted(plain, key=lambda row: row[0]) if table == "scores" else sorted(plain, key=json.dumps)
