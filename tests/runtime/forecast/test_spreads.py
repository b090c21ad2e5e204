"""The columns of a spread hold every replication once, and are read as they were written."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.runtime.forecast.spreads import spread_of


@settings(max_examples=40)
@given(st.one_of(st.lists(st.integers(0, 10**6), min_size=1), st.lists(st.floats(-1e6, 1e6), min_size=1)))
def test_that_every_replication_stands_in_the_column_that_holds_its_value(values: list[float]) -> None:
    found = spread_of(np.array(values, np.float64))
    if found is None:
        assert len(set(values)) == 1
        return
    assert sum(found.counts) == len(values)
    assert 1 < len(found.counts) <= 13
    for column, count in enumerate(found.counts):
        low, high = found.ends(column)
        slack = 1e-9 * max(1.0, abs(high))
        least = sum(low + slack < value < high - slack for value in values)
        most = sum(low - slack <= value <= high + slack for value in values)
        assert least <= count <= most


def test_that_columns_of_whole_numbers_hold_equally_many_of_them() -> None:
    found = spread_of(np.arange(31.0))
    assert found is not None
    assert (found.low, found.width) == (-0.5, 3.0)
    assert found.counts == (3,) * 10 + (1,)
