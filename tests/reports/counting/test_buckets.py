from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError
from app.nodes.times import WEEKDAYS, Weekday
from app.reports.counting import buckets
from app.reports.counting.bucket_kernel import find_stretches_of
from app.reports.counting.buckets import PERIODS, Period, buckets_between, day_starts, local_days

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
ZONES = ("UTC", "Europe/Prague", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo")


def instant(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp()) * 1_000_000


def first_day(day: date, period: Period, week_start: Weekday) -> date:
    if period in ("hour", "day"):
        return day
    if period == "year":
        return day.replace(month=1, day=1)
    if period in ("month", "quarter"):
        return day.replace(month=day.month if period == "month" else (day.month - 1) // 3 * 3 + 1, day=1)
    return day - timedelta(days=(day.weekday() - WEEKDAYS.index(week_start)) % 7)


@given(
    first=st.integers(1_000_000_000, 1_100_000_000),
    later=st.lists(st.integers(0, 14_000_000), max_size=300),
    zone=st.sampled_from(ZONES),
    period=st.sampled_from(PERIODS),
    week_start=st.sampled_from(WEEKDAYS),
)
def test_that_an_instant_falls_into_the_period_of_its_local_date(
    first: int, later: list[int], zone: str, period: Period, week_start: Weekday
) -> None:
    seconds = [first, *(first + more for more in later)]
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


@pytest.mark.parametrize(("day", "hours"), [("2024-03-31", 23), ("2024-06-01", 24), ("2024-10-27", 25)])
def test_that_hours_go_on_while_clocks_change(day: str, hours: int) -> None:
    one = buckets_between(*(instant(f"{day}T12:00:00+00:00"),) * 2, "day", "Europe/Prague").edges_us
    buckets = buckets_between(int(one[0]), int(one[1]) - 1, "hour", "Europe/Prague")
    assert len(buckets) == hours
    assert set(np.diff(buckets.edges_us).tolist()) == {HOUR_US}
    assert {each.item().isoformat() for each in buckets.days} == {day}


def test_that_a_change_of_half_an_hour_shortens_the_last_hour_of_the_day() -> None:
    first, last = instant("2024-10-06T00:00:00+10:30"), instant("2024-10-06T23:59:00+11:00")
    widths = np.diff(buckets_between(first, last, "hour", "Australia/Lord_Howe").edges_us)
    assert (widths[:-1] == HOUR_US).all()
    assert (len(widths), widths[-1] * 2) == (24, HOUR_US)


def test_that_labels_name_months_by_name_and_weeks_by_their_first_day() -> None:
    at = instant("2024-05-08T00:00:00+00:00")
    labels = [buckets_between(at, at, period, "UTC").label(0) for period in PERIODS]
    assert [label.replace("\N{NARROW NO-BREAK SPACE}", " ") for label in labels] == [
        "May 8, 2024, 12:00 AM", "May 8, 2024", "May 6, 2024", "May 2024", "Q2 2024", "2024",
    ]  # fmt: skip


def test_that_the_hour_of_a_label_is_that_of_the_zone() -> None:
    at = instant("2024-05-08T22:30:00+00:00")
    assert buckets_between(at, at, "hour", "Asia/Tokyo").begin(0).isoformat() == "2024-05-09T07:00:00+09:00"


def test_that_a_local_day_begins_at_its_own_midnight() -> None:
    assert day_starts(date(2024, 5, 8), "Asia/Tokyo") == instant("2024-05-07T15:00:00+00:00")


def test_that_an_unknown_zone_is_named() -> None:
    with pytest.raises(AppError, match="Mars/Olympus"):
        buckets_between(0, 0, "day", "Mars/Olympus")


def test_that_a_wrong_century_is_refused_in_words() -> None:
    with pytest.raises(AppError, match="choose a longer period"):
        buckets_between(0, instant("2024-01-01T00:00:00+00:00"), "day", "UTC")


def test_that_many_instants_late_on_the_last_day_have_their_day_in_the_east() -> None:
    noon = DAY_US * 100 + DAY_US // 2
    at = noon + np.arange(4_000) * (DAY_US // 8_000)  # until midnight in UTC, in the morning in Tokyo
    expected = [str(datetime.fromtimestamp(each / 1e6, ZoneInfo("Asia/Tokyo")).date()) for each in at.tolist()]
    assert [str(day) for day in local_days(at, "Asia/Tokyo").tolist()] == expected


@pytest.mark.parametrize("period", PERIODS)
def test_that_of_many_instants_the_loop_finds_the_buckets_that_a_search_does(
    period: Period, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, last = instant("2024-03-01T00:00:00+01:00"), instant("2024-06-20T00:00:00+01:00")
    at = np.random.default_rng(7).integers(first, last, 10_000)
    wall = buckets_between(first, last, period, "Europe/Prague")
    expected = np.searchsorted(wall.edges_us, at, side="right") - 1
    never = np.append(at, -5)
    assert wall.of(at).tolist() == expected.tolist()
    assert wall.of(never, -5).tolist() == [*expected.tolist(), -1]
    assert wall.of(never[-2:], -5).tolist() == [int(expected[-1]), -1]
    monkeypatch.setattr(buckets, "ENOUGH_INSTANTS", 0)
    assert wall.of(at).tolist() == expected.tolist()
    assert wall.of(never, -5).tolist() == [*expected.tolist(), -1]


def test_that_the_loop_over_instants_does_the_same_in_plain_python() -> None:
    found = np.zeros(4, np.int64)
    find_stretches_of(np.array([0, 0, 1]), 100, 10, 7, np.array([100, 119, 7, 129]), found)
    assert found.tolist() == [0, 0, -1, 1]
