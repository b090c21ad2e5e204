"""A score fades by halves, in the same bits everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nodes.durations import Duration
from app.runtime.points import score_seen

DAY_US = 86_400_000_000
A_MONTH = Duration.parse("P30D")


def test_that_a_score_without_a_half_life_stays() -> None:
    assert score_seen(80.0, 10**15, None) == 80.0


@pytest.mark.parametrize(("half_lives", "seen"), [(0, 80.0), (1, 40.0), (2, 20.0), (10, 80 / 1024), (3_000, 0.0)])
def test_that_each_half_life_halves_it_exactly(half_lives: int, seen: float) -> None:
    assert score_seen(80.0, half_lives * 30 * DAY_US, A_MONTH) == seen


@given(st.floats(-1e6, 1e6), st.integers(0, 300 * DAY_US))
def test_that_it_fades_as_the_formula_says(total: float, elapsed_us: int) -> None:
    expected = total * 0.5 ** (elapsed_us / (30 * DAY_US))
    assert score_seen(total, elapsed_us, A_MONTH) == pytest.approx(expected, rel=1e-12)


def test_that_a_month_has_thirty_days_and_a_year_365() -> None:
    assert score_seen(1.0, 30 * DAY_US, Duration.parse("P1M")) == 0.5
    assert score_seen(1.0, 365 * DAY_US, Duration.parse("P1Y")) == 0.5
