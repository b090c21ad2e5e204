"""Rows are sorted as a loop over them would sort them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.columns.arrow import NO_WORDS
from app.data.columns.column import MISSING_INSTANT, Column, ColumnType
from app.data.columns.ordering import grouped, order_of, stable_order

LONG = st.integers(-(2**63) + 1, 2**63 - 1)
NEAR = st.builds(lambda far, near: far * 2**61 + near, st.integers(-3, 3), st.integers(0, 3))
FAR_AND_NEAR = st.lists(LONG | NEAR | st.integers(0, 3), max_size=40)


@given(FAR_AND_NEAR)
def test_that_whole_numbers_are_sorted_however_far_apart_they_are(values: list[int]) -> None:
    found = stable_order(np.array(values, np.int64)).tolist()
    assert found == sorted(range(len(values)), key=values.__getitem__)


@given(st.lists(st.integers(0, 5), max_size=40))
def test_that_codes_are_sorted_and_counted_as_a_loop_would(codes: list[int]) -> None:
    order, counts = grouped(np.array(codes, np.int32), 6)
    assert order.tolist() == sorted(range(len(codes)), key=codes.__getitem__)
    assert counts.tolist() == [codes.count(code) for code in range(6)]


@given(st.lists(st.none() | LONG | NEAR, max_size=40), st.booleans())
def test_that_instants_are_sorted_either_way_and_missing_ones_stand_last(
    values: list[int | None], descending: bool
) -> None:
    column = Column(
        ColumnType.INSTANT, np.array([MISSING_INSTANT if v is None else v for v in values], np.int64), NO_WORDS
    )
    sign = -1 if descending else 1
    expected = sorted(range(len(values)), key=lambda at: (values[at] is None, sign * (values[at] or 0)))
    assert order_of(column, descending=descending).tolist() == expected


@given(st.lists(st.none() | st.floats(allow_nan=False) | st.sampled_from([0.0, -0.0]), max_size=40), st.booleans())
def test_that_numbers_are_sorted_as_floats_compare(values: list[float | None], descending: bool) -> None:
    column = Column(ColumnType.NUMBER, np.array([math.nan if v is None else v for v in values], np.float64), NO_WORDS)
    sign = -1 if descending else 1
    expected = sorted(range(len(values)), key=lambda at: (values[at] is None, sign * (values[at] or 0.0)))
    assert order_of(column, descending=descending).tolist() == expected


@pytest.mark.parametrize("spread", [1, 1 << 20, 1 << 62])
def test_that_many_rows_are_sorted_as_numpy_does(spread: int) -> None:
    values = np.random.default_rng(spread).integers(0, 1 << 12, 300_000) * np.int64(spread >> 11 or 1)
    assert np.array_equal(stable_order(values), np.argsort(values, kind="stable"))


def test_that_many_codes_are_counted_across_the_parts_in_which_they_are_sorted() -> None:
    codes = np.random.default_rng(1).integers(3, 1000, 300_000).astype(np.int32)
    order, counts = grouped(codes, 1001)
    assert np.array_equal(order, np.argsort(codes, kind="stable"))
    assert np.array_equal(counts, np.bincount(codes, minlength=1001))
