"""How many touches lie before an instant: by one number, by bisection, and by looking at each."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.reports.attribution_models.touches import Moments

MOMENTS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=8).map(sorted)
WIDE = 2**61  # between instants, so that no number holds customer and instant


@given(MOMENTS, MOMENTS, st.booleans(), st.booleans())
def test_that_moments_are_counted_as_by_looking_at_each(
    events: list[tuple[int, int]], asked: list[tuple[int, int]], included: bool, is_wide: bool
) -> None:
    unit = WIDE // 5 if is_wide else 1
    columns = [np.array([pair[side] for pair in pairs], np.int64) for pairs in (events, asked) for side in (0, 1)]
    moments = Moments(columns[0], columns[1] * unit)
    count = moments.until if included else moments.before
    expected = [sum(pair <= each if included else pair < each for pair in events) for each in asked]
    assert count(columns[2], columns[3] * unit).tolist() == expected
