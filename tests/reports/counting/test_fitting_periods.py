"""A report offers the periods of which there are not too many."""

from __future__ import annotations

import pytest

from app.reports.counting.fitting_periods import HOUR_US, MOST_PERIODS, periods_offered
from tests.builders.datasets import histories


@pytest.mark.parametrize(("days", "left_out"), [(20, set()), (60, {"hour"}), (MOST_PERIODS + 5, {"hour", "day"})])
def test_that_periods_of_which_there_are_too_many_are_not_offered(days: int, left_out: set[str]) -> None:
    dataset = histories({"a": [(0, "visit"), (days, "visit")]}, unit_us=24 * HOUR_US)
    offered = periods_offered(dataset, "month")
    assert {"hour", "day", "week", "month", "quarter", "year"} - set(offered) == left_out
    assert "hour" in periods_offered(dataset, "hour")
