"""Events over time, against counting each in its step of the calendar."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.browsing.pace import MOST_STEPS, pace_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


def us(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def start_of(step: str, moment: datetime) -> datetime:
    """The first instant of the step in which a moment lies."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    month = day.replace(day=1)
    return {
        "hour": moment.replace(minute=0, second=0, microsecond=0),
        "day": day,
        "week": day - timedelta(days=day.weekday()),
        "month": month,
        "quarter": month.replace(month=(month.month - 1) // 3 * 3 + 1),
        "year": month.replace(month=1),
        "decade": month.replace(month=1, year=month.year // 10 * 10),
    }[step]


@given(MOMENTS, st.lists(st.integers(0, 10**6), min_size=1, max_size=20), st.sampled_from([1, 60, 3600, 86_400, 3_000]))
def test_that_each_event_is_counted_in_its_step(start: datetime, gaps: list[int], unit: int) -> None:
    moments = [start + timedelta(seconds=min(gap * unit, 3 * 10**9)) for gap in gaps]
    pace = pace_of(np.array([us(moment) for moment in moments], np.int64))
    assert pace is not None
    assert len(pace.starts) == len(pace.counts) <= MOST_STEPS
    expected = Counter(us(start_of(pace.step, moment)) for moment in moments)
    assert {at: count for at, count in zip(pace.starts, pace.counts, strict=True) if count} == expected


@pytest.mark.parametrize(
    ("days", "step"), [(2, "hour"), (60, "day"), (400, "week"), (3_000, "month"), (9_000, "quarter"), (30_000, "year")]
)
def test_that_the_steps_suit_the_whole(days: int, step: str) -> None:
    pace = pace_of(np.array([0, days * 86_400_000_000], np.int64))
    assert pace is not None
    assert pace.step == step
    assert sum(pace.counts) == 2


def test_that_any_instants_have_a_pace_and_none_have_none() -> None:
    far = pace_of(np.array([us(datetime(1, 1, 1, tzinfo=UTC)), us(datetime(9999, 12, 31, tzinfo=UTC))], np.int64))
    assert far is not None
    assert far.step == "century"
    assert pace_of(np.array([], np.int64)) is None
