"""Comparisons over whole columns."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.columns.column import MISSING_CODE, Column, ColumnType
from app.errors import AppError
from app.nodes.conditions import PropertyTest
from app.runtime.matching import passing

WORDS = ["", "CZ", "Straße", "US", "cz"]
TEXT = Column(ColumnType.TEXT, np.array([0, 1, 2, 3, 4, MISSING_CODE], np.int32), pa.array(WORDS, pa.string()))
NO_WORDS = pa.array([], pa.string())
NUMBER = Column(ColumnType.NUMBER, np.array([-1.0, 0.0, 2.5, np.nan]), NO_WORDS)
BOOLEAN = Column(ColumnType.BOOLEAN, np.array([0, 1, -1], np.int8), NO_WORDS)
DAY = date(2024, 5, 1).toordinal() - date(1970, 1, 1).toordinal()
DATE = Column(ColumnType.DATE, np.array([DAY - 1, DAY, DAY + 1, np.iinfo(np.int32).min], np.int32), NO_WORDS)
NOON_US = int(datetime(2024, 5, 1, 12, tzinfo=UTC).timestamp()) * 1_000_000
HOUR_US = 3_600_000_000
INSTANT = Column(ColumnType.INSTANT, np.array([NOON_US, NOON_US + HOUR_US, np.iinfo(np.int64).min]), NO_WORDS)


def _passing(column: Column, op: str, value: Any = None, *, ignore_case: bool = False) -> list[int]:
    """The rows that pass; local times are those of zones 0, 1, 2 … hours ahead of UTC, one by row."""
    test = PropertyTest.model_validate({"property": "x", "op": op, "value": value, "ignore_case": ignore_case})
    ahead = np.arange(len(column), dtype=np.int64) * HOUR_US
    return np.flatnonzero(passing(column, test, lambda wall: wall - ahead)).tolist()


@pytest.mark.parametrize(
    ("column", "op", "value", "rows"),
    [
        (TEXT, "eq", "CZ", [1]),
        (TEXT, "ne", "CZ", [0, 2, 3, 4, 5]),
        (TEXT, "lt", "US", [0, 1, 2]),
        (TEXT, "between", ("CZ", "US"), [1, 2, 3]),
        (TEXT, "in", ("US", "cz", "??"), [3, 4]),
        (TEXT, "not_in", ("US", "cz"), [0, 1, 2, 5]),
        (TEXT, "contains", "z", [4]),
        (TEXT, "starts_with", "St", [2]),
        (TEXT, "ends_with", "Z", [1]),
        (TEXT, "matches", "^[A-Z]{2}$", [1, 3]),
        (TEXT, "exists", None, [0, 1, 2, 3, 4]),
        (TEXT, "missing", None, [5]),
        (NUMBER, "ge", 0, [1, 2]),
        (NUMBER, "ne", 0, [0, 2, 3]),
        (NUMBER, "in", (2.5, -1), [0, 2]),
        (NUMBER, "not_in", (), [0, 1, 2, 3]),
        (NUMBER, "missing", None, [3]),
        (BOOLEAN, "eq", True, [1]),
        (BOOLEAN, "ne", True, [0, 2]),
        (DATE, "lt", "2024-05-01", [0]),
        (DATE, "between", ("2024-05-01", "2024-05-02"), [1, 2]),
        (DATE, "missing", None, [3]),
        (INSTANT, "le", "2024-05-01T14:00:00+02:00", [0]),
        (INSTANT, "eq", "2024-05-01T12:00:00Z", [0]),
    ],
)  # fmt: skip
def test_that_an_operator_passes_these_rows(column: Column, op: str, value: Any, rows: list[int]) -> None:
    assert _passing(column, op, value) == rows


def test_that_case_is_ignored_on_both_sides() -> None:
    assert _passing(TEXT, "eq", "CZ", ignore_case=True) == [1, 4]
    assert _passing(TEXT, "contains", "STRASSE", ignore_case=True) == [2]
    assert _passing(TEXT, "matches", r"^\S[sz]$", ignore_case=True) == [1, 3, 4]


def test_that_a_local_time_is_read_in_the_zone_of_each_row() -> None:
    assert _passing(INSTANT, "ge", "2024-05-01T12:00:00") == [0, 1]
    assert _passing(INSTANT, "eq", "2024-05-01T14:00:00") == [1]


def test_that_an_expression_that_would_need_more_than_linear_time_is_refused() -> None:
    with pytest.raises(AppError, match="linear time"):
        _passing(TEXT, "matches", r"(a)\1")


@given(st.lists(st.text(max_size=4) | st.none(), max_size=12), st.text(max_size=4))
def test_that_texts_compare_by_code_point(texts: list[str | None], value: str) -> None:
    words = sorted({text for text in texts if text is not None})
    codes = np.array([MISSING_CODE if text is None else words.index(text) for text in texts], np.int32)
    column = Column(ColumnType.TEXT, codes, pa.array(words, pa.string()))
    assert _passing(column, "lt", value) == [i for i, text in enumerate(texts) if text is not None and text < value]
    assert _passing(column, "ge", value) == [i for i, text in enumerate(texts) if text is not None and text >= value]
