"""Lognormal draws against the standard library."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runtime.machine.arithmetic.lognormal import exponential, logarithm, lognormal, normal_quantile

SHARES = st.floats(1e-300, 1 - 1e-15, exclude_min=True)


@given(SHARES)
def test_that_quantiles_are_those_of_the_normal_distribution(share: float) -> None:
    assert normal_quantile(share) == pytest.approx(NormalDist().inv_cdf(share), rel=1e-12, abs=1e-14)


@given(st.floats(-690, 690))
def test_that_the_exponential_is_right_to_the_last_bits(x: float) -> None:
    assert exponential(x) == pytest.approx(math.exp(x), rel=1e-14)


@given(SHARES)
def test_that_the_logarithm_is_right_to_the_last_bits(x: float) -> None:
    assert logarithm(x) == pytest.approx(math.log(x), rel=1e-14, abs=1e-15)


def test_that_half_of_all_draws_lie_below_the_median() -> None:
    assert lognormal(0.5, 40.0, 1.2) == pytest.approx(40.0)


@pytest.mark.parametrize("drawn", [0.0, 1 - 2**-53])
def test_that_the_outermost_draws_are_finite(drawn: float) -> None:
    assert 0 < lognormal(drawn, 1.0, 1.0) < math.inf
