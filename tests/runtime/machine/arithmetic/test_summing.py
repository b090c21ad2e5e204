"""Sums of floats are exact, in whatever order and however they are divided."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runtime.machine.arithmetic.summing import CELLS, add_exactly, exact_sum

NUMBERS = st.lists(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300), max_size=30)


def cells_of(values: list[float]) -> list[int]:
    cells = [0] * CELLS
    for value in values:
        add_exactly(cells, 0, value)
    return cells


@given(NUMBERS, NUMBERS)
def test_that_a_sum_in_parts_is_the_exact_sum_rounded_once(some: list[float], others: list[float]) -> None:
    assert exact_sum(cells_of(some), cells_of(others)) == math.fsum(some + others)


@given(NUMBERS)
def test_that_what_is_taken_away_again_leaves_nothing_behind(values: list[float]) -> None:
    less = [limb - other for limb, other in zip(cells_of([0.1, *values]), cells_of(values), strict=True)]
    assert exact_sum(less) == 0.1


@pytest.mark.parametrize("value", [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -0.1, 3.0])
def test_that_the_least_and_the_greatest_floats_are_summed(value: float) -> None:
    assert exact_sum(cells_of([value])) == value


def test_that_what_has_no_end_stays_without_one_and_what_is_missing_counts_nothing() -> None:
    assert exact_sum(cells_of([1.0, math.inf, math.nan])) == math.inf
    assert exact_sum(cells_of([1.7976931348623157e308] * 2)) == math.inf
    assert math.isnan(exact_sum(cells_of([math.inf, -math.inf])))
    assert exact_sum(cells_of([math.nan])) == 0.0
