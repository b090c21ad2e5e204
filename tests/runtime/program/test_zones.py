"""Zone tables against Python's own reading of the same files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runtime.compiler.draft import Draft
from app.runtime.machine.arithmetic.clock import instant_of, wall_of
from app.runtime.program.zones import read_zone, zone_names

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ZONES = sorted(zone_names())
MOMENTS = st.integers(
    int((datetime(1902, 1, 1, tzinfo=UTC) - EPOCH) / SECOND), int((datetime(9990, 1, 1, tzinfo=UTC) - EPOCH) / SECOND)
)


@cache
def _python_zone(name: str) -> ZoneInfo:
    with resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, name)


@cache
def _draft(name: str) -> Draft:
    draft = Draft()
    draft.zone(name)
    return draft


def _near_a_transition(name: str) -> st.SearchStrategy[int]:
    seconds = [int(at) // 1_000_000 for at in read_zone(name).at if at > -2 * 10**15]
    if not seconds:
        return MOMENTS
    return st.builds(lambda at, shift: at + shift, st.sampled_from(seconds), st.integers(-90_000, 90_000))


ZONES_AND_MOMENTS = st.sampled_from(ZONES).flatmap(
    lambda name: st.tuples(st.just(name), MOMENTS | _near_a_transition(name))
)


@given(ZONES_AND_MOMENTS)
def test_that_the_wall_clock_shows_what_python_says(zone_and_second: tuple[str, int]) -> None:
    name, second = zone_and_second
    local = (EPOCH + second * SECOND).astimezone(_python_zone(name)).replace(tzinfo=UTC)
    assert wall_of(_draft(name), 0, second * 1_000_000) == (local - EPOCH) // timedelta(microseconds=1)


@given(ZONES_AND_MOMENTS)
def test_that_a_local_time_in_a_gap_moves_forward_and_one_in_a_fold_means_the_first(
    zone_and_second: tuple[str, int],
) -> None:
    name, second = zone_and_second
    wall = (EPOCH + second * SECOND).replace(tzinfo=_python_zone(name), fold=0)
    instant = (wall.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)
    assert instant_of(_draft(name), 0, second * 1_000_000) == instant
    assert read_zone(name).instants(np.array([second * 1_000_000])).tolist() == [instant]


def test_that_an_unknown_zone_is_no_path_to_a_file() -> None:
    for name in ("Mars/Base", "../zones", "", "europe/prague", "Europe"):
        with pytest.raises(KeyError):
            read_zone(name)


def test_that_a_zone_without_rules_has_one_offset() -> None:
    assert read_zone("Asia/Kolkata").offset[-1] == 5.5 * 3600 * 1_000_000
    assert len(read_zone("UTC").at) == 0
