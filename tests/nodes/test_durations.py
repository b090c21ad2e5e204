"""Durations: what is read, what is refused, and how they read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nodes.durations import Duration

HOUR_US = 3_600_000_000


@pytest.mark.parametrize(
    ("text", "months", "days", "time_us"),
    [
        ("PT1H", 0, 0, HOUR_US),
        ("P3D", 0, 3, 0),
        ("P1DT2H", 0, 1, 2 * HOUR_US),
        ("P2W", 0, 14, 0),
        ("P1M", 1, 0, 0),
        ("PT1M", 0, 0, 60_000_000),
        ("P1Y2M", 14, 0, 0),
        ("-P3D", 0, -3, 0),
        ("-P1MT1S", -1, 0, -1_000_000),
        ("PT0.25S", 0, 0, 250_000),
        ("PT0S", 0, 0, 0),
    ],
)
def test_that_each_part_of_a_duration_is_read(text: str, months: int, days: int, time_us: int) -> None:
    duration = Duration.parse(text)
    assert (duration.months, duration.days, duration.time_us) == (months, days, time_us)


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "1h", "P1H", "PT1D", "P-1D", "--P1D", "P1DT", "P1.5D", "pt1h", "P٣D", "P1D\n", "+P1D"],
)
def test_that_anything_else_is_refused_with_an_example_of_what_is_meant(text: str) -> None:
    with pytest.raises(ValueError, match="PT1H"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PT1H", "1 hour"),
        ("P2DT3H", "2 days 3 hours"),
        ("P1M", "1 month"),
        ("PT1M", "1 minute"),
        ("-P3D", "3 days before"),
        ("PT0S", "no time"),
        ("P0DT5M", "5 minutes"),
        ("PT1.5S", "1.5 seconds"),
        ("PT10.50S", "10.5 seconds"),
        ("PT0.25S", "0.25 seconds"),
        ("PT010M", "10 minutes"),
    ],
)
def test_that_a_duration_reads_as_people_say_it(text: str, words: str) -> None:
    assert Duration.parse(text).in_words() == words


@given(st.integers(0, 9), st.integers(0, 400), st.integers(0, 100), st.booleans())
def test_that_sign_and_emptiness_follow_the_parts(months: int, days: int, seconds: int, negative: bool) -> None:
    duration = Duration.parse(f"{'-' if negative else ''}P{months}M{days}DT{seconds}S")
    assert duration.is_zero == (months == days == seconds == 0)
    assert duration.is_negative == (negative and not duration.is_zero)
