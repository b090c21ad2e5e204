"""Distributions: against printed tables and against each other."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.counting.distributions import chi_square_beyond, student_between, student_two_sided, two_sided


@pytest.mark.parametrize(
    ("freedom", "t"),
    [
        (1, 12.7062),
        (2, 4.3027),
        (5, 2.5706),
        (10, 2.2281),
        (30, 2.0423),
        (120, 1.9799),
        (1_000, 1.9623),
        (1e9, 1.95996),
    ],
)
def test_that_students_points_are_those_of_printed_tables(freedom: float, t: float) -> None:
    assert student_two_sided(0.95, freedom) == pytest.approx(t, abs=5e-5)


def test_that_students_points_join_where_the_expansion_begins() -> None:
    assert student_two_sided(0.95, 1_000) == pytest.approx(student_two_sided(0.95, 1_000.001), rel=1e-8)


@pytest.mark.parametrize(
    ("value", "freedom", "beyond"),
    [(3.841459, 1, 0.05), (5.991465, 2, 0.05), (11.344867, 3, 0.01), (18.307038, 10, 0.05), (124.342113, 100, 0.05)],
)
def test_that_chi_squares_tails_are_those_of_printed_tables(value: float, freedom: int, beyond: float) -> None:
    assert chi_square_beyond(value, freedom) == pytest.approx(beyond, abs=1e-7)


def test_that_nothing_is_surely_exceeded() -> None:
    assert chi_square_beyond(0.0, 1) == 1.0


@settings(max_examples=30, deadline=None)
@given(st.floats(0.01, 40))
def test_that_student_with_one_and_two_degrees_is_what_its_closed_forms_say(t: float) -> None:
    assert student_between(t, 1) == pytest.approx(2 * math.atan(t) / math.pi, abs=1e-12)
    assert student_between(t, 2) == pytest.approx(t / math.sqrt(2 + t * t), abs=1e-12)


def test_that_the_normal_point_is_the_known_one() -> None:
    assert two_sided(0.95) == pytest.approx(1.959964, abs=1e-6)
