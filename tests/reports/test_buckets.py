from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import AppError
from app.nodes.times import WEEKDAYS, Weekday
from app.reports.buckets import PERIODS, Period, buckets_between

HOUR_US = 3_600_000_000
ZONES = ("UTC", "Europe/Prague", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo")


def instant(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp()) * 1_000_000


def first_day(day: date, period: Period, week_start: Weekday) -> date:
    if period == "day":
        return day
    if period == "month":
        return day.replace(day=1)
    return day - timedelta(days=(day.weekday() - WEEKDAYS.index(week_start)) % 7)


@given(
    seconds=st.lists(st.integers(1_000_000_000, 1_100_000_000), min_size=1, max_size=5),
    zone=st.sampled_from(ZONES),
    period=st.sampled_from(PERIODS),
    week_start=st.sampled_from(WEEKDAYS),
)
@settings(max_examples=150, deadline=None)
def test_that_an_instant_falls_into_the_period_of_its_local_date(
    seconds: list[int], zone: str, period: Period, week_start: Weekday
) -> None:
    at = np.array(seconds, np.int64) * 1_000_000
    buckets = buckets_between(int(at.min()), int(at.max()), period, zone, week_start)
    local = [datetime.fromtimestamp(second, UTC).astimezone(ZoneInfo(zone)).date() for second in seconds]
    expected = [first_day(day, period, week_start) for day in local]
    assert [buckets.days[index].item() for index in buckets.of(at)] == expected
    assert (buckets.days[0].item(), buckets.days[-1].item()) == (min(expected), max(expected))


@pytest.mark.parametrize(("day", "hours"), [("2024-03-31", 23), ("2024-06-01", 24), ("2024-10-27", 25)])
def test_that_a_day_has_as_many_hours_as_its_clock_shows(day: str, hours: int) -> None:
    noon = instant(f"{day}T12:00:00+00:00")
    buckets = buckets_between(noon, noon, "day", "Europe/Prague")
    assert np.diff(buckets.edges_us).tolist() == [hours * HOUR_US]


def test_that_a_day_begins_after_midnight_where_midnight_is_skipped() -> None:
    noon = instant("2018-11-04T12:00:00-02:00")
    buckets = buckets_between(noon, noon, "day", "America/Sao_Paulo")
    assert buckets.edges_us[0] == instant("2018-11-04T01:00:00-02:00")


def test_that_labels_name_months_by_name_and_weeks_by_their_first_day() -> None:
    at = instant("2024-05-08T00:00:00+00:00")
    labels = [buckets_between(at, at, period, "UTC").label(0) for period in PERIODS]
    assert labels == ["May 8, 2024", "May 6, 2024", "May 2024"]


def test_that_an_unknown_zone_is_named() -> None:
    with pytest.raises(AppError, match="Mars/Olympus"):
        buckets_between(0, 0, "day", "Mars/Olympus")


def test_that_a_wrong_century_is_refused_in_words() -> None:
    with pytest.raises(AppError, match="choose a longer period"):
        buckets_between(0, instant("2024-01-01T00:00:00+00:00"), "day", "UTC")
