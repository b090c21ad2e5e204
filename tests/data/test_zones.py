"""Wall clocks become instants exactly as Python's zoneinfo says, the first of two and forward by the gap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.zones import utc_from_wall

EPOCH = datetime(1970, 1, 1)
ZONES = ("UTC", "Europe/Prague", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca")


def _wall_us(*moments: datetime) -> np.ndarray:
    return np.array([(moment - EPOCH) // timedelta(microseconds=1) for moment in moments], np.int64)


def _instant_us(moment: datetime, zone: str) -> int:
    instant = moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
    return (instant - EPOCH) // timedelta(microseconds=1)


@given(st.lists(st.datetimes(datetime(1890, 1, 1), datetime(2100, 1, 1)), max_size=20), st.sampled_from(ZONES))
def test_that_every_local_time_is_the_instant_zoneinfo_gives(moments: list[datetime], zone: str) -> None:
    instants = utc_from_wall(_wall_us(*moments), ZoneInfo(zone))
    assert instants.tolist() == [_instant_us(moment, zone) for moment in moments]


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("2024-03-31T02:30", "2024-03-31T01:30"),  # does not exist: 03:30 summer time
        ("2024-03-31T03:00", "2024-03-31T01:00"),
        ("2024-03-31T01:59", "2024-03-31T00:59"),
        ("2024-10-27T02:30", "2024-10-27T00:30"),  # exists twice: the first, still summer time
        ("2024-10-27T03:00", "2024-10-27T02:00"),
    ],
)
def test_that_gaps_move_forward_and_repeated_times_are_the_first(local: str, instant: str) -> None:
    read = utc_from_wall(_wall_us(datetime.fromisoformat(local)), ZoneInfo("Europe/Prague"))
    assert read[0] == _wall_us(datetime.fromisoformat(instant))[0]


def test_that_no_times_give_no_instants() -> None:
    assert len(utc_from_wall(np.array([], np.int64), ZoneInfo("Europe/Prague"))) == 0
