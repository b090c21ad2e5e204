"""Scales have round marks that hold all values, and names do not lie over one another."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.drawing.plot import Plot, spread, ticks

VALUES = st.floats(-1e9, 1e9).map(lambda value: round(value, 6))


@given(VALUES, VALUES, st.integers(1, 9), st.booleans())
def test_that_marks_hold_everything_and_are_few(one: float, other: float, most: int, whole: bool) -> None:
    marks = ticks(min(one, other), max(one, other), most, whole=whole)
    steps = [after - before for before, after in pairwise(marks)]
    reach = max(one, other, 0.0) - min(one, other, 0.0)
    assert marks[0] <= min(one, other, 0.0) + 1e-6 * reach
    assert marks[-1] >= max(one, other, 0.0) - 1e-6 * reach
    assert 2 <= len(marks) <= most + 3
    assert max(steps) - min(steps) <= 1e-6 * max(steps)
    if whole:
        assert all(float(mark).is_integer() for mark in marks)


@pytest.mark.parametrize(
    ("high", "marks"), [(0, [0, 0.5, 1]), (3, [0, 1, 2, 3]), (47, [0, 20, 40, 60]), (0.24, [0, 0.1, 0.2, 0.3])]
)
def test_that_marks_are_round(high: float, marks: list[float]) -> None:
    assert ticks(0, high, 3) == marks


@given(st.lists(st.floats(0, 300), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_that_names_keep_apart_and_within(wanted: list[float]) -> None:
    placed = spread(wanted, 14, 0, 300)
    assert all(-1e-6 <= place <= 300 + 1e-6 for place in placed)
    ordered = sorted(placed)
    assert all(after - before >= 14 - 1e-6 for before, after in pairwise(ordered))
    assert [placed.index(place) for place in ordered] == sorted(range(len(wanted)), key=lambda at: (wanted[at], at))


def test_that_a_value_stands_where_its_scale_says() -> None:
    plot = Plot(10, 20, 110, 220, -50, 150, 4)
    assert (plot.y(150), plot.y(-50), plot.y(50)) == (20, 220, 120)
    assert (plot.x(0), plot.x(3), plot.step) == (22.5, 97.5, 25)
