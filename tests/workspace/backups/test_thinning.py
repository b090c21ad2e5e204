"""Which backups stay: a table of cases, and the laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workspace.backups.thinning import kept

NOW = datetime(2024, 6, 15, 12, 30, tzinfo=UTC)
instants = st.datetimes(datetime(2021, 1, 1), datetime(2024, 6, 15, 12, 30)).map(lambda at: at.replace(tzinfo=UTC))
moments = st.lists(instants, max_size=60)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("made", "stays"),
    [
        ([], []),
        (["2001-01-01T00:00"], ["2001-01-01T00:00"]),
        (["2024-06-15T12:01", "2024-06-15T12:29"], ["2024-06-15T12:29"]),
        (["2024-06-15T11:59", "2024-06-15T12:01"], ["2024-06-15T11:59", "2024-06-15T12:01"]),
        (["2024-06-14T09:00", "2024-06-14T10:00", "2024-06-14T13:00"], ["2024-06-14T10:00", "2024-06-14T13:00"]),
        (["2024-06-01T09:00", "2024-06-01T20:00", "2024-06-02T09:00"], ["2024-06-01T20:00", "2024-06-02T09:00"]),
        (["2024-05-01T09:00", "2024-05-07T09:00", "2024-05-08T09:00", "2024-06-15T12:00"],
         ["2024-05-07T09:00", "2024-05-08T09:00", "2024-06-15T12:00"]),
        (["2023-09-01T09:00", "2023-09-30T09:00", "2023-10-01T09:00", "2024-06-15T12:00"],
         ["2023-09-30T09:00", "2023-10-01T09:00", "2024-06-15T12:00"]),
        (["2022-01-01T00:00", "2024-06-15T12:00"], ["2024-06-15T12:00"]),
    ],
)  # fmt: skip
def test_that_of_each_period_the_newest_stays(made: list[str], stays: list[str]) -> None:
    assert sorted(kept(map(at, made), NOW)) == list(map(at, stays))


@given(moments)
def test_that_thinning_keeps_some_of_what_there_is_and_always_the_newest(made: list[datetime]) -> None:
    stays = kept(made, NOW)
    assert stays <= set(made)
    assert not made or max(made) in stays
    assert len(stays) <= 25 + 31 + 40 + 26


@given(moments, st.timedeltas(timedelta(0), timedelta(days=800)))
def test_that_thinning_again_and_later_is_the_same_as_thinning_once(made: list[datetime], later: timedelta) -> None:
    stays = kept(made, NOW)
    assert kept(stays, NOW) == stays
    assert kept(stays, NOW + later) == kept(made, NOW + later)


@given(moments)
def test_that_what_goes_has_a_younger_one_of_its_period_beside_it(made: list[datetime]) -> None:
    stays = kept(made, NOW)
    for gone in set(made) - stays:
        age = NOW - gone
        reach = timedelta(hours=1) if age < timedelta(days=1) else timedelta(days=1)
        reach = reach if age < timedelta(days=30) else timedelta(days=7 if age < timedelta(days=182) else 31)
        assert age >= timedelta(days=731) or any(gone < other <= gone + reach for other in stays)
