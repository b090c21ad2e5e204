"""What is written over a column, against the same said plainly in Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pytest

from app.data.browsing.finding import containing, matching
from app.data.columns.column import MISSING_BOOLEAN, MISSING_CODE, MISSING_DATE, MISSING_INSTANT, Column, ColumnType
from app.errors import AppError

NONE = pa.array([], pa.string())
WORDS = Column(ColumnType.TEXT, np.array([0, 1, 2, 3, MISSING_CODE], np.int32), pa.array(["Brno", "Praha", "pra", "é"]))
NUMBERS = Column(ColumnType.NUMBER, np.array([-1, 0, 2.5, 5, np.nan]), NONE)
ANSWERS = Column(ColumnType.BOOLEAN, np.array([0, 1, MISSING_BOOLEAN], np.int8), NONE)


def days(*texts: str) -> Column:
    values = [MISSING_DATE if not text else (date.fromisoformat(text) - date(1970, 1, 1)).days for text in texts]
    return Column(ColumnType.DATE, np.array(values, np.int32), NONE)


def instants(*texts: str) -> Column:
    at = [
        int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000 if text else 0 for text in texts
    ]
    values = [value if text else MISSING_INSTANT for value, text in zip(at, texts, strict=True)]
    return Column(ColumnType.INSTANT, np.array(values, np.int64), NONE)


DAYS = days("2023-12-31", "2024-01-01", "2024-02-29", "2024-12-31", "1969-12-31", "")
INSTANTS = instants("2024-05-06T10:29:59", "2024-05-06T10:30:00", "2024-05-06T10:30:59", "2024-05-07", "1960-01-01", "")


@pytest.mark.parametrize(
    ("column", "text", "rows"),
    [
        (WORDS, "PRA", [1, 2]),
        (WORDS, "=Praha", [1]),
        (WORDS, "<>Praha", [0, 2, 3]),
        (WORDS, ">Praha", [2, 3]),
        (WORDS, "<=Praha", [0, 1]),
        (WORDS, "=", [4]),
        (WORDS, "<>", [0, 1, 2, 3]),
        (WORDS, "a.*", []),
        (NUMBERS, "2.5", [2]),
        (NUMBERS, "> 0", [2, 3]),
        (NUMBERS, ">=0", [1, 2, 3]),
        (NUMBERS, "<0", [0]),
        (NUMBERS, "<=0", [0, 1]),
        (NUMBERS, "<>0", [0, 2, 3]),
        (NUMBERS, "0..2.5", [1, 2]),
        (NUMBERS, "=", [4]),
        (ANSWERS, "Yes", [1]),
        (ANSWERS, "no", [0]),
        (ANSWERS, "=", [2]),
        (DAYS, "2024", [1, 2, 3]),
        (DAYS, "2024-02", [2]),
        (DAYS, "2024-12", [3]),
        (DAYS, ">2023", [1, 2, 3]),
        (DAYS, "<2024-01-01", [0, 4]),
        (DAYS, "2023-12-31..2024-01", [0, 1]),
        (INSTANTS, "2024-05-06 10:30", [1, 2]),
        (INSTANTS, "2024-05-06 10", [0, 1, 2]),
        (INSTANTS, "2024-05-06T10:30:59", [2]),
        (INSTANTS, "2024-05-06", [0, 1, 2]),
        (INSTANTS, "<2024", [4]),
        (INSTANTS, ">=2024-05-07", [3]),
    ],
)
def test_that_it_finds_what_is_meant(column: Column, text: str, rows: Sequence[int]) -> None:
    assert np.flatnonzero(matching(column, text)).tolist() == rows


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        (NUMBERS, "many", "a number"),
        (NUMBERS, "1..", "a number"),
        (ANSWERS, "perhaps", "yes or no"),
        (DAYS, "2024-02-30", "a day"),
        (DAYS, "9999", "a day"),
        (INSTANTS, "noon", "an instant"),
    ],
)
def test_that_what_cannot_be_meant_is_said(column: Column, text: str, words: str) -> None:
    with pytest.raises(AppError, match=words):
        matching(column, text)


@pytest.mark.parametrize("find", [matching, containing])
def test_that_what_is_missing_is_found_by_nothing_else(find: Callable[[Column, str], np.ndarray]) -> None:
    for column, text in ((WORDS, "r"), (NUMBERS, "5"), (ANSWERS, "no"), (DAYS, "1969"), (INSTANTS, "1960")):
        assert not find(column, text)[-1]


def test_that_a_search_passes_over_columns_in_which_it_cannot_be() -> None:
    assert not containing(NUMBERS, "Praha").any()
    assert np.flatnonzero(containing(NUMBERS, "5")).tolist() == [3]
    assert np.flatnonzero(containing(WORDS, "=")).tolist() == []
