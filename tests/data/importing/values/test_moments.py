"""Dates and instants are read as people write them, a column as a whole."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.columns.column import MISSING_DATE, MISSING_INSTANT
from app.data.importing.values.moments import DayFirst, Moments, read_moments

MORNING = datetime(2024, 3, 12, 9, 14, 2, tzinfo=UTC)
DAY = 86_400_000_000


def _read(*texts: str, day_first: bool | None = None) -> Moments:
    return read_moments(pa.array(texts, pa.string()), day_first)


def _us(moment: datetime) -> int:
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1_000_000 + moment.microsecond


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-12T09:14:02Z",
        "2024-03-12 09:14:02",
        "2024-03-12 09:14:02 +0000",
        "2024-03-12T10:14:02+01:00",
        "2024-03-12T04:14:02-0500",
        "2024-03-12 09:14:02.000000000 UTC",
        "2024/03/12 09:14:02",
        " 2024-03-12T09:14:02Z ",
        "12.3.2024 9:14:02",
        "12. 3. 2024 9:14:02",
        "12 Mar 2024 09:14:02",
        "March 12, 2024 9:14:02 am",
        "Mar 12, 2024, 9:14:02 AM",
        "Mar-12-24 09:14:02",
        "12.03.2024 09:14:02 Uhr",
        "2024. 3. 12. 9:14:02",
        "2024年3月12日 9時14分2秒",
        "2024年03月12日午前9時14分02秒",
        "2024-03-12 오전 9:14:02",
        "2024. 3. 12. 오전 9:14:02",
        "2024/3/12 上午9:14:02",
        "20240312091402",
        "20240312T091402Z",
        "1710234842",
        "1710234842000",
        "1710234842000000",
    ],
)
def test_that_the_usual_ways_to_write_an_instant_mean_the_same(text: str) -> None:
    moments = _read(text, day_first=True)
    assert moments.fits.tolist() == [True]
    assert moments.instants(ZoneInfo("UTC")).tolist() == [_us(MORNING)]


@pytest.mark.parametrize(
    "text", ["2024年03月12日 15時05分", "2024년 3월 12일 오후 3시 5분", "2024/3/12 下午3:05", "2024年3月12日 午後3:05"]
)
def test_that_a_half_of_the_day_that_stands_before_the_time_counts(text: str) -> None:
    assert _read(text).instants(ZoneInfo("UTC")).tolist() == [_us(datetime(2024, 3, 12, 15, 5, tzinfo=UTC))]


def test_that_a_short_year_after_points_stands_last_beside_full_years_that_do_though_it_is_to_come() -> None:
    moments = _read("31/12/2023", "10.1.31")
    assert moments.instants(ZoneInfo("UTC")).tolist() == [
        _us(datetime(2023, 12, 31, tzinfo=UTC)),
        _us(datetime(2031, 1, 10, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "0000-01-01",
        "2024-02-30",
        "2023-02-29T10:00:00Z",
        "2024-13-01",
        "24:61",
        "2024-03-12 25:00",
        "12 Foo 2024",
        "2024-03-12 13:00 am",
        "2024-03-12 24:01",
        "2024-03-12 10:00 IST",
    ],
)
def test_that_what_is_no_moment_does_not_fit(text: str) -> None:
    moments = _read(text, "2024-03-12T09:14:02Z")
    assert moments.fits.tolist() == [False, True]
    assert moments.instants(ZoneInfo("UTC")).tolist() == [MISSING_INSTANT, _us(MORNING)]


@given(st.lists(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)), min_size=1, max_size=8), st.booleans())
def test_that_isoformat_reads_back_identically(moments: list[datetime], naive: bool) -> None:
    aware = [moment.replace(tzinfo=UTC) for moment in moments]
    texts = [moment.isoformat() for moment in (moments if naive else aware)]
    expected = [(moment - datetime(1970, 1, 1, tzinfo=UTC)) for moment in aware]
    read = _read(*texts).instants(ZoneInfo("UTC")).tolist()
    assert read == [delta.days * DAY + delta.seconds * 1_000_000 + delta.microseconds for delta in expected]


def test_that_naive_moments_are_read_in_the_zone_and_others_are_not() -> None:
    moments = _read("2024-07-01 12:00:00", "2024-07-01T12:00:00Z")
    noon = _us(datetime(2024, 7, 1, 12, tzinfo=UTC))
    assert moments.naive.tolist() == [True, False]
    assert moments.instants(ZoneInfo("Europe/Prague")).tolist() == [noon - 2 * 3_600_000_000, noon]


def test_that_one_value_above_twelve_decides_day_and_month_for_the_whole_column() -> None:
    day_first = _read("03/04/2024", "25/12/2024")
    month_first = _read("03/04/2024", "12/25/2024")
    assert not day_first.undecided
    assert int(day_first.dates()[0]) * DAY == _us(datetime(2024, 4, 3, tzinfo=UTC))
    assert int(month_first.dates()[0]) * DAY == _us(datetime(2024, 3, 4, tzinfo=UTC))


def test_that_both_orders_in_one_column_are_asked_with_one_of_each() -> None:
    found = _read("25/12/2024", "26/12/2024", "12/27/2024").day_month
    assert found.is_open
    assert (found.day_first, found.month_first) == ("25/12/2024", "12/27/2024")


def test_that_a_column_without_evidence_is_undecided_until_someone_says() -> None:
    assert _read("03/04/2024", "05/06/2024").undecided
    assert not _read("03/03/2024", "05/05/2024").undecided
    assert not _read("03/04/2024", day_first=True).undecided


def test_that_a_date_has_no_time_of_day() -> None:
    dates = _read("1970-01-02", "1970-01-02T00:00:00Z", "1970-01-02T10:00:00Z").dates()
    assert dates.tolist() == [1, 1, MISSING_DATE]


def _short(*texts: str, day_first: DayFirst | None = None) -> Moments:
    return read_moments(pa.array(texts, pa.string()), day_first, serials=True, past=True)


def test_that_a_year_of_two_digits_after_hyphens_is_read_where_one_above_31_shows_that_it_stands_last() -> None:
    moments = _short("31-12-99", "01-02-03", "7-6-85")
    assert moments.day_month.order is True
    days = [str(np.datetime64(int(day), "D")) for day in moments.dates()]
    assert days == ["1999-12-31", "2003-02-01", "1985-06-07"]


def test_that_day_and_month_of_such_dates_are_decided_as_of_others() -> None:
    assert _short("12-31-99").day_month.order is False
    assert _short("01-02-99").undecided
    assert not _short("01-02-99", day_first=True).undecided


@pytest.mark.parametrize(
    "texts",
    [
        ("24-03-05",),
        ("13-02-05", "24-03-05"),
        ("05-05-05",),
        ("24/03/05", "24/04/06"),
        ("24/03/05 10:00",),
        ("15/01/22", "15/02/23", "15/03/24"),
        ("31/12/28", "28/12/31"),
    ],
)
def test_that_such_dates_have_two_readings_where_the_year_may_stand_first(texts: tuple[str, ...]) -> None:
    moments = _short(*texts)
    assert moments.undecided
    assert moments.day_month.what_is_first == "the day, the month or the year"
    assert not _short(*texts, day_first=True).undecided


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (("14/03/24", "31/12/23"), True),
        (("14/03/24", "14/3/2024"), True),
        (("3/14/24", "1/2/24"), False),
        (("24/03/14", "23/12/31"), "year"),
        (("24/03/05", "00/12/05"), "year"),
        (tuple(f"{day:02}/03/24" for day in range(1, 20)), True),
        (tuple(f"24/03/{day:02}" for day in range(1, 20)), "year"),
        (tuple(f"24.03.{day:02}" for day in range(1, 20)), "year"),
        (("24.03.05", "14.03.05"), True),
    ],
)
def test_that_the_place_of_a_short_year_is_told_by_the_other_values_of_its_column(
    texts: tuple[str, ...], order: DayFirst
) -> None:
    found = _short(*texts).day_month
    assert not found.is_open
    assert found.order == order


def test_that_years_and_days_of_a_column_which_goes_through_a_month_are_read_by_that() -> None:
    days = [f"{day:02}" for day in range(1, 20)]
    expected = [f"2024-03-{day}" for day in days]
    assert _days(_short(*(f"24/03/{day}" for day in days))) == expected
    assert _days(_short(*(f"{day}/03/24" for day in days))) == expected


def test_that_what_one_column_shows_decides_no_other_that_is_read_with_it() -> None:
    together = _short("31-12-99", "24-03-05")
    assert together.part(0, 1).day_month.order is True
    assert together.part(1, 2).undecided


def test_that_two_digits_after_hyphens_are_a_code_where_nothing_is_named_as_a_day() -> None:
    assert not read_moments(pa.array(["31-12-99"])).fits.any()
    assert not read_moments(pa.array(["99-12-31"])).fits.any()


def _days(moments: Moments) -> list[str]:
    return [str(np.datetime64(int(day), "D")) for day in moments.dates()]


@pytest.mark.parametrize("sign", ["-", "/", "."])
@pytest.mark.parametrize("day_first", [None, True, False, "year"])
def test_that_one_year_above_31_that_stands_first_says_so_of_the_whole_column(
    sign: str, day_first: DayFirst | None
) -> None:
    texts = [text.replace("-", sign) for text in ("99-12-31", "04-03-05", "24-1-2")]
    moments = read_moments(pa.array(texts), day_first, serials=True)
    assert _days(moments) == ["1999-12-31", "2004-03-05", "2024-01-02"]
    assert moments.day_month.order == ("year" if day_first != "year" else moments.day_month.order)


def test_that_a_year_that_may_stand_first_does_where_the_user_says_so() -> None:
    assert _days(_short("04-03-05", "24-11-02", day_first="year")) == ["2004-03-05", "2024-11-02"]


@pytest.mark.parametrize("other", ["31-12-99", "12-31-99", "03-04-99", "25/12/2024"])
def test_that_years_first_and_last_in_one_column_are_asked_with_one_of_each(other: str) -> None:
    found = _short("99-12-31", other).day_month
    assert found.is_mixed
    assert found.order is None
    assert "“99-12-31”, where " in found.mixed_words
    assert other in found.mixed_words


@given(st.lists(st.sampled_from(["2024-03-12 09:14", "2024-03-12T09:14:02Z", "13/03/2024", "03/04/2024", "never"])))
def test_that_texts_in_pieces_are_read_as_the_same_texts_in_one(texts: list[str]) -> None:
    pieces = pa.chunked_array([[text] for text in texts], pa.string())
    apart, together = read_moments(pieces), _read(*texts)
    assert apart.fits.tolist() == together.fits.tolist()
    assert apart.instants(ZoneInfo("UTC")).tolist() == together.instants(ZoneInfo("UTC")).tolist()
    assert apart.day_month == together.day_month


def test_that_hours_as_analytics_write_them_are_hours_and_seconds_are_seconds() -> None:
    found = _read("2025030109", "1710010112", "2025030123").instants(ZoneInfo("UTC"))
    expected = [datetime(2025, 3, 1, 9, tzinfo=UTC), datetime(2024, 3, 9, 18, 48, 32, tzinfo=UTC)]
    assert found.tolist() == [_us(moment) for moment in (*expected, datetime(2025, 3, 1, 23, tzinfo=UTC))]
