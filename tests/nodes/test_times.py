"""Wall-clock times and moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.nodes.times import InstantField, Moment, TimeOfDay

zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(("text", "seconds"), [("00:00", 0), ("09:30", 34_200), ("23:59:59", 86_399)])
def test_that_a_time_of_day_counts_from_midnight(text: str, seconds: int) -> None:
    assert TimeOfDay.parse(text).seconds == seconds


@pytest.mark.parametrize("text", ["", "9:00", "24:00", "09:60", "09:00Z", "09:00:60", "٠٩:00", "nine"])
def test_that_another_time_of_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="09:00"):
        TimeOfDay.parse(text)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=zones))
def test_that_an_instant_is_microseconds_since_the_epoch(when: datetime) -> None:
    moment = Moment.parse(when.isoformat())
    assert not moment.is_local
    assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moment.us) == when


def test_that_without_an_offset_a_moment_is_local() -> None:
    local, instant = Moment.parse("2024-05-01T09:00:00"), Moment.parse("2024-05-01T09:00:00Z")
    assert local.is_local
    assert not instant.is_local
    assert local.us == instant.us


def test_that_a_field_for_instants_refuses_a_local_moment() -> None:
    with pytest.raises(ValidationError, match="needs an offset or Z"):
        TypeAdapter(InstantField).validate_json('"2024-05-01T09:00:00"')


@pytest.mark.parametrize("text", ["", "now", "2024-13-01", "yesterday at nine"])
def test_that_what_is_no_moment_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="2024-05-01T09:00:00Z"):
        Moment.parse(text)
