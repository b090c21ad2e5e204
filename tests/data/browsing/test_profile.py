"""A column's figures, against counting by hand."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from app.data.browsing.profile import BARS, TOP, profile, profiles
from app.data.browsing.table import customers_table, events_table
from app.data.columns.column import MISSING_BOOLEAN, MISSING_CODE, MISSING_DATE, Column, ColumnType
from tests.builders.datasets import CUSTOMERS, EVENTS, dataset

NONE = pa.array([], pa.string())
FLOATS = st.floats(allow_nan=False)


@given(st.lists(st.none() | st.sampled_from(["a", "b", "č"]), max_size=20))
def test_that_texts_are_counted_as_by_hand(texts: list[str | None]) -> None:
    words = ["a", "b", "unused", "č"]
    codes = [MISSING_CODE if text is None else words.index(text) for text in texts]
    found = profile(Column(ColumnType.TEXT, np.array(codes, np.int32), pa.array(words)))
    counted = Counter(text for text in texts if text is not None)
    top = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    assert (found.rows, found.filled, found.distinct) == (len(texts), sum(counted.values()), len(counted))
    assert list(found.top) == top[:TOP]
    assert (found.lowest, found.highest) == (min(counted, default=None), max(counted, default=None))
    assert found.bars == tuple(count for _, count in top[:BARS])


@given(st.lists(st.none() | FLOATS | st.sampled_from([1.0, 2.0, 1.7e308, -1.7e308]), max_size=30))
def test_that_every_finite_number_stands_in_one_bar(numbers: list[float | None]) -> None:
    values = np.array([math.nan if number is None else number for number in numbers], np.float64)
    found = profile(Column(ColumnType.NUMBER, values, NONE))
    there = [number for number in numbers if number is not None]
    assert (found.filled, found.distinct) == (len(there), len(set(there)))
    assert (found.lowest, found.highest) == (min(there, default=None), max(there, default=None))
    assert sum(found.bars) == sum(map(math.isfinite, there))
    assert len(found.bars) in (0, 1, BARS)


def test_that_bars_go_from_the_lowest_to_the_highest_in_equal_steps() -> None:
    days = np.array([0, 0, 0, BARS // 2, BARS, MISSING_DATE], np.int32)
    found = profile(Column(ColumnType.DATE, days, NONE))
    assert [at for at, count in enumerate(found.bars) if count] == [0, BARS // 2, BARS - 1]
    assert found.bars[0] == 3
    assert found.top[0] == (0, 3)


def test_that_a_column_of_nothing_has_no_figures() -> None:
    found = profile(Column(ColumnType.BOOLEAN, np.array([MISSING_BOOLEAN] * 2, np.int8), NONE))
    assert (found.rows, found.filled, found.distinct, found.lowest, found.top, found.bars) == (2, 0, 0, None, (), ())


@given(CUSTOMERS, EVENTS)
def test_that_every_column_of_a_dataset_has_its_figures(customers: Any, events: Any) -> None:
    data = dataset(customers, events)
    for table in (customers_table(data), events_table(data)):
        found = profiles(table)
        assert [each.type for each in found] == [column.type for column in table.columns]
        assert {each.rows for each in found} == {table.rows}
