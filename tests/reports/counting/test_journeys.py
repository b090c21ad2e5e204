"""Journeys of a run in columns: rows find theirs, and distinct rows are those of a plain set."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.counting import journeys
from app.reports.counting.journeys import NEVER, combinations, encoded, instants, is_word, journeys_of, places_in

ROWS = st.lists(st.tuples(st.integers(-1, 4), st.integers(-1, 2), st.integers(-1, 6)), min_size=1, max_size=30)


@pytest.mark.parametrize("dense", [1 << 24, 0])
@settings(max_examples=25, deadline=None)
@given(rows=ROWS)
def test_that_distinct_rows_are_those_of_a_set(dense: int, rows: list[tuple[int, int, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journeys, "_DENSE", dense)
        distinct, places = combinations(*(np.array(column, np.int64) for column in zip(*rows, strict=True)))
    assert [tuple(row) for row in distinct.tolist()] == sorted(set(rows))
    assert [tuple(row) for row in distinct[places].tolist()] == rows


def test_that_numbers_that_occur_come_once_and_in_order() -> None:
    assert places_in(np.array([3, 1, 3]), 5).tolist() == [1, 3]


def test_that_each_row_finds_its_journey() -> None:
    instances = pa.table({"customer_id": ["b", "a", "b"], "instance": pa.array([2, 1, 1], pa.int32())})
    visits = pa.table({"customer_id": ["b", "b", "a"], "instance": pa.array([1, 2, 1], pa.int32())})
    found = journeys_of({"instances": instances})
    assert found.rows_of(visits).tolist() == [2, 0, 1]
    assert found.customers(np.array([0, 2])).to_pylist() == ["b"]
    assert found.rows_of(visits.slice(0, 0)).tolist() == []


def test_that_what_is_missing_is_told_from_what_is_there() -> None:
    codes, words = encoded(pa.chunked_array([["x", None], ["y", "x"]]))
    assert [words.to_pylist()[code] if code >= 0 else None for code in codes.tolist()] == ["x", None, "y", "x"]
    assert is_word(pa.chunked_array([["x", None]]), "z").tolist() == [False, False]
    assert instants(pa.chunked_array([pa.array([5, None], pa.timestamp("us", "UTC"))])).tolist() == [5, NEVER]
