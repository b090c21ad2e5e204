"""Calendar arithmetic against Python's datetime, and windows against looking at every minute."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nodes.conditions import ClockWindow
from app.nodes.durations import Duration
from app.runtime.compiler.conditions import add_window
from app.runtime.compiler.draft import Draft
from app.runtime.machine.arithmetic.clock import (
    add_months,
    civil_of,
    day_of,
    days_of_month,
    is_inside,
    shift,
    wall_of,
    weekday_of,
    window_end,
)

EPOCH = date(1970, 1, 1)
MINUTE_US = 60_000_000
DATES = st.dates(date(1, 1, 1), date(9999, 12, 31))
ZONES = st.sampled_from(["UTC", "Europe/Prague", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo"])


@cache
def _draft(zone: str) -> Draft:
    draft = Draft()
    draft.zone(zone)
    return draft


def _us(text: str) -> int:
    return (datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@given(DATES)
def test_that_days_and_civil_dates_are_the_same(day: date) -> None:
    number = (day - EPOCH).days
    assert day_of(day.year, day.month, day.day) == number
    assert civil_of(number) == (day.year, day.month, day.day)
    assert weekday_of(number) == day.weekday()
    assert days_of_month(day.year, day.month) == monthrange(day.year, day.month)[1]


@given(DATES, st.integers(-1200, 1200))
def test_that_months_clamp_to_the_last_day(day: date, months: int) -> None:
    year, month, shown = civil_of(add_months((day - EPOCH).days, months))
    assert (year * 12 + month) - (day.year * 12 + day.month) == months
    assert shown == min(day.day, days_of_month(year, month))


@pytest.mark.parametrize(
    ("zone", "at", "duration", "times", "moved"),
    [
        ("Europe/Prague", "2024-03-30T11:00:00Z", "P1D", 1, "2024-03-31T10:00:00Z"),
        ("Europe/Prague", "2024-03-30T11:00:00Z", "PT24H", 1, "2024-03-31T11:00:00Z"),
        ("Europe/Prague", "2024-03-30T01:30:00Z", "P1D", 1, "2024-03-31T01:30:00Z"),
        ("Europe/Prague", "2024-10-26T00:30:00Z", "P1D", 1, "2024-10-27T00:30:00Z"),
        ("Europe/Prague", "2024-10-27T01:30:00Z", "PT0S", 1, "2024-10-27T01:30:00Z"),
        ("UTC", "2024-01-31T12:00:00Z", "P1M", 1, "2024-02-29T12:00:00Z"),
        ("UTC", "2024-02-29T12:00:00Z", "P1Y", 1, "2025-02-28T12:00:00Z"),
        ("UTC", "2024-01-31T12:00:00Z", "P1M", 2, "2024-03-31T12:00:00Z"),
        ("UTC", "2024-03-31T12:00:00Z", "P1M", -1, "2024-02-29T12:00:00Z"),
        ("America/New_York", "2024-03-09T12:00:00Z", "P1DT2H", 1, "2024-03-10T13:00:00Z"),
    ],
)  # fmt: skip
def test_that_dates_keep_the_wall_clock_and_times_do_not(
    zone: str, at: str, duration: str, times: int, moved: str
) -> None:
    draft = _draft(zone)
    assert shift(draft, 0, _us(at), draft.span(Duration.parse(duration)), times) == _us(moved)


WINDOWS = st.builds(
    lambda begin, length, weekdays: ClockWindow.model_validate(
        {
            "from": f"{begin // 60:02}:{begin % 60:02}",
            "to": f"{(begin + length) % 1440 // 60:02}:{(begin + length) % 60:02}",
            "weekdays": tuple(sorted(weekdays)) or None,
        }
    ),
    st.integers(0, 1439),
    st.integers(1, 1439),
    st.sets(st.sampled_from(["mon", "wed", "sat", "sun"])),
)
AROUND_CHANGES = st.sampled_from(
    ["2024-03-30T00:00:00Z", "2024-10-26T00:00:00Z", "2024-11-02T12:00:00Z", "2018-11-03T00:00:00Z"]
)


@given(WINDOWS, ZONES, AROUND_CHANGES, st.integers(0, 2880))
def test_that_a_window_ends_at_the_first_minute_outside(
    window: ClockWindow, zone: str, start: str, minute: int
) -> None:
    draft = _draft(zone)
    row = add_window(draft, window, channels=3)
    at = _us(start) + minute * MINUTE_US
    if not is_inside(draft, row, wall_of(draft, 0, at)):
        return
    step = at + MINUTE_US
    while is_inside(draft, row, wall_of(draft, 0, step)):
        step += MINUTE_US
    assert window_end(draft, 0, row, at) == step
