"""Intervals and tests: published values, and what small numbers must not pretend to know."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.counting.intervals import (
    Interval,
    Sample,
    mean_interval,
    needed_for_shares,
    newcombe,
    power_of_shares,
    sample_of,
    sample_ratio,
    shares_p,
    welch,
    welch_p,
    wilson,
    winsorised,
)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_that_wilson_is_as_published(count: int, of: int, low: float, high: float) -> None:
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_that_newcombe_is_as_published(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    assert newcombe(*first, *second) == pytest.approx((low, high), abs=5e-5)


def test_that_a_share_of_nobody_has_no_interval() -> None:
    assert wilson(0, 0) is None
    assert newcombe(1, 2, 0, 0) is None


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_that_a_difference_turned_round_has_the_interval_turned_round(of: int, other: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, of)), data.draw(st.integers(0, other))
    straight, turned = newcombe(a, of, b, other), newcombe(b, other, a, of)
    assert straight is not None
    assert turned is not None
    assert straight == pytest.approx(turned.turned)
    assert straight.low <= a / of - b / other <= straight.high


def test_that_welch_is_the_worked_example_of_two_growths() -> None:
    """Welch's test over R's `sleep` data: t = -1.8608, df = 17.776, 95 % from -3.3654832 to 0.2054832."""
    one = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    two = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    assert welch(sample_of(one), sample_of(two)) == pytest.approx((-3.3654832, 0.2054832), abs=1e-6)


def test_that_paired_values_are_judged_by_their_differences() -> None:
    """R's paired test over the same people: 95 % from -2.4598858 to -0.7001142."""
    one = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    two = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    assert mean_interval(sample_of(one - two)) == pytest.approx((-2.4598858, -0.7001142), abs=1e-6)


def test_that_one_value_tells_no_interval() -> None:
    alone = sample_of(np.array([3.0]))
    assert alone.mean == 3.0
    assert mean_interval(alone) is None
    assert welch(alone, Sample(10, 1.0, 1.0)) is None
    assert math.isnan(sample_of(np.array([])).mean)


def test_that_values_that_do_not_vary_have_an_interval_of_no_width() -> None:
    assert welch(Sample(5, 2.0, 0.0), Sample(5, 1.0, 0.0)) == Interval(1.0, 1.0)
    assert mean_interval(Sample(5, 2.0, 0.0)) == Interval(2.0, 2.0)


def test_that_winsorising_brings_the_greatest_down_to_the_quantile() -> None:
    values = np.arange(101.0)
    assert winsorised(values, 0.05).max() == 95.0
    assert winsorised(values, 0.05)[:96].tolist() == values[:96].tolist()
    assert winsorised(values, 0.0) is values
    assert not len(winsorised(np.array([]), 0.05))
    assert winsorised(values, 0.0, cap=7.0).max() == 7.0


def test_that_a_skewed_split_is_seen_and_a_fair_one_is_not() -> None:
    """821,588 against 815,482 of one half each is Kohavi, Tang and Xu's example of a mismatch, p = 1.8e-6."""
    assert sample_ratio((821_588, 815_482), (1, 1)) == pytest.approx(1.8e-6, rel=0.05)
    assert sample_ratio((500, 500), (1, 1)) == 1.0
    assert sample_ratio((300, 700), (0.3, 0.7)) == 1.0


def test_that_a_ratio_of_too_few_or_of_one_group_is_not_judged() -> None:
    assert sample_ratio((4, 5), (1, 1)) is None
    assert sample_ratio((100,), (1,)) is None
    assert sample_ratio((0, 0), (1, 1)) is None


def test_that_power_and_needed_people_are_those_of_r() -> None:
    """`power.prop.test(p1 = .50, p2 = .75, power = .90)` gives n = 76.7; with n = 50 the power is 0.740."""
    assert needed_for_shares(0.50, 0.75, power=0.90) == 77
    assert power_of_shares(0.50, 0.75, 50, 50) == pytest.approx(0.740, abs=5e-4)


def test_that_no_difference_needs_no_number_of_people() -> None:
    assert needed_for_shares(0.2, 0.2) is None
    assert needed_for_shares(0.5, 1.2) is None
    assert power_of_shares(0.2, 0.2, 10, 10) == pytest.approx(0.05)


def test_that_p_of_two_shares_is_that_of_the_published_cookie_cats_test() -> None:
    p = shares_p((8502, 8279), (44700, 45489))
    assert p == pytest.approx(0.00155425, rel=1e-4)  # z = 3.1644, statsmodels.proportions_ztest
    assert shares_p((0, 0), (10, 10)) is None
    assert shares_p((5,), (10,)) is None


def test_that_p_of_shares_is_pearsons_over_all_of_them() -> None:
    # 2 x 3 table 10/20/30 of 50 each: chi-square 16.667 with 2 degrees
    assert shares_p((10, 20, 30), (50, 50, 50)) == pytest.approx(math.exp(-50 / 3 / 2), rel=1e-9)


def test_that_p_of_means_agrees_with_the_interval() -> None:
    first, second = sample_of(np.array([1.0, 2, 3, 4, 9])), sample_of(np.array([2.0, 8, 9, 11, 12, 15]))
    p = welch_p(first, second)
    assert p is not None
    assert 0.01 < p < 0.05
    at = welch(first, second, 1 - p)
    assert at is not None
    assert at.high == pytest.approx(0.0, abs=1e-6)
    assert welch_p(first, sample_of(np.array([1.0]))) is None
    assert welch_p(sample_of(np.array([1.0, 1])), sample_of(np.array([2.0, 2]))) is None
