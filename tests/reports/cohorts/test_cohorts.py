from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import Step
from app.nodes.times import WEEKDAYS, Weekday
from app.reports.cohorts.definition import CohortDefinition, Cut, cohorts
from app.reports.counting.buckets import Period

HOUR_US = 3_600_000_000
START, BACK = Step(event="signup"), Step(event="purchase")
Histories = dict[str, list[tuple[int, str]]]  # hours since 1970 began in UTC
DatasetOf = Callable[..., Dataset]


def periods_since_1970(day: date, period: Period, week_start: Weekday = "mon") -> int:
    days = (day - date(1970, 1, 1)).days
    return {"day": days, "week": (days + 3 - WEEKDAYS.index(week_start)) // 7, "month": day.year * 12 + day.month}[
        period
    ]


ZONES = (
    "UTC", "Europe/Prague", "America/New_York", "America/St_Johns", "America/Sao_Paulo", "Africa/Casablanca",
    "Asia/Kolkata", "Asia/Tehran", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Apia",
)  # fmt: skip
"""Clocks that change by an hour, by half an hour, around a month of fasting, never, or by leaving out a day."""


def counted_by_hand(histories: Histories, definition: CohortDefinition) -> dict[tuple[int, int], tuple[int, int]]:
    """(cohort, periods after) -> (who came back, who started), for every cell that has begun."""

    def bucket(hour: int) -> int:
        local = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=hour)).astimezone(ZoneInfo(definition.zone))
        return periods_since_1970(local.date(), definition.period, definition.week_start)

    def most_after(cohort: int, last: int) -> int:
        """How many periods of a cohort have begun by the data end."""
        if definition.cut == "calendar":
            return last - cohort + 1
        end = max(hour for history in histories.values() for hour, _ in history)
        hours = range(end - 24 * 400, end + 1)
        first_hour = hours[bisect_left(hours, cohort, key=bucket)]
        return (end - first_hour) // {"day": 24, "week": 168, "month": 720}[definition.period] + 1

    members: dict[int, list[tuple[int, list[int]]]] = {}
    for history in histories.values():
        starts = sorted(hour for hour, name in history if name == "signup")
        returns = [hour for hour, name in history if name == "purchase"]
        by_bucket = {bucket(hour): hour for hour in reversed(starts)}
        if definition.cohort == "first_time":
            by_bucket = {bucket(hour): hour for hour in starts[:1]}
        for cohort, hour in by_bucket.items():
            members.setdefault(cohort, []).append((hour, returns))
    last = max((bucket(hour) for history in histories.values() for hour, _ in history), default=0)
    cells = {}
    for cohort in range(min(members, default=0), max(members, default=-1) + 1):
        started = members.get(cohort, [])
        for after in range(most_after(cohort, last)):
            back = 0
            for start, returns in started:
                rolling = {"day": 24, "week": 168, "month": 720}[definition.period]
                gaps = [
                    (hour - start) // rolling if definition.cut == "rolling" else bucket(hour) - cohort
                    for hour in returns
                    if hour >= start
                ]
                back += any(gap >= after if definition.counting == "on_or_after" else gap == after for gap in gaps)
            cells[cohort, after] = (back, len(started))
    return cells


@given(
    histories=st.dictionaries(
        st.sampled_from("abcde"),
        st.lists(
            st.tuples(st.integers(2_000, 2_000 + 24 * 80), st.sampled_from(("signup", "purchase", "visit"))), max_size=8
        ),
        max_size=5,
    ),
    period=st.sampled_from(("day", "week", "month")),
    cohort=st.sampled_from(("first_time", "recurring")),
    counting=st.sampled_from(("on", "on_or_after")),
    zone=st.sampled_from(ZONES),
    week_start=st.sampled_from(WEEKDAYS),
    cut=st.sampled_from(("calendar", "rolling")),
)
def test_that_cells_equal_those_counted_by_hand(
    dataset_of: DatasetOf,
    histories: Histories,
    period: Period,
    cohort: Literal["first_time", "recurring"],
    counting: Literal["on", "on_or_after"],
    zone: str,
    week_start: Weekday,
    cut: Cut,
) -> None:
    dataset = dataset_of(histories, names=("signup", "purchase"), unit_us=HOUR_US)
    definition = CohortDefinition(START, BACK, period, zone, cohort, counting, week_start, cut)
    figures = cohorts(dataset, definition)
    counted = {
        (periods_since_1970(figures.days[row].item(), period, week_start), column): (cell.rate.count, cell.rate.of)
        for row in range(len(figures.labels))
        for column, cell in enumerate(figures.cells(row))
    }
    assert counted == counted_by_hand(histories, definition)


def hour(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) // 3600


@pytest.fixture(name="shop")
def _shop(dataset_of: DatasetOf) -> Dataset:
    return dataset_of(
        {
            "ann": [(hour("2024-01-05"), "signup"), (hour("2024-01-09"), "purchase"), (hour("2024-02-20"), "purchase")],
            "bob": [(hour("2024-01-20"), "signup"), (hour("2024-03-02"), "purchase")],
            "cyd": [(hour("2024-02-10"), "purchase"), (hour("2024-02-11"), "signup"), (hour("2024-03-10"), "visit")],
        },
        unit_us=HOUR_US,
    )


def rates(document: dict[str, Any]) -> list[list[tuple[int, int, bool]]]:
    return [[(cell["count"], cell["of"], cell["complete"]) for cell in row["cells"]] for row in document["cohorts"]]


def test_that_the_period_of_the_data_end_is_incomplete_and_left_out_of_the_mean(shop: Dataset) -> None:
    document = cohorts(shop, CohortDefinition(START, BACK)).to_document()
    assert [row["start"] for row in document["cohorts"]] == ["2024-01-01", "2024-02-01"]
    assert [row["size"] for row in document["cohorts"]] == [2, 1]
    assert rates(document) == [[(1, 2, True), (1, 2, True), (1, 2, False)], [(0, 1, True), (0, 1, False)]]
    assert document["periods"] == [0, 1, 2]
    assert document["mean"] == [
        {"count": 1, "of": 3, "rate": 1 / 3},
        {"count": 1, "of": 2, "rate": 1 / 2},
        {"count": 0, "of": 0, "rate": None},
    ]


def test_that_a_period_is_complete_with_its_last_microsecond(dataset_of: DatasetOf) -> None:
    day = 24 * HOUR_US
    for last, complete in ((2 * day - 1, True), (2 * day - 2, False)):
        dataset = dataset_of({"ann": [(0, "signup"), (last, "purchase")]}, unit_us=1)
        cells = cohorts(dataset, CohortDefinition(START, BACK, "day")).cells(0)
        assert [(cell.rate.count, cell.complete) for cell in cells] == [(0, True), (1, complete)]


def test_that_a_start_counts_as_its_own_return_when_both_are_the_same_event(shop: Dataset) -> None:
    document = cohorts(shop, CohortDefinition(BACK, BACK)).to_document()
    assert all(row["cells"][0]["count"] == row["size"] for row in document["cohorts"])


def test_that_an_incomplete_cell_shows_its_count_so_far_and_never_a_share(shop: Dataset) -> None:
    headers, rows = cohorts(shop, CohortDefinition(START, BACK)).table()
    assert headers == ("Cohort", "Customers", "Month 0", "Month 1", "Month 2")
    shown = [tuple(text.replace("\N{NO-BREAK SPACE}", " ") for text in row) for row in rows]
    assert shown == [
        ("Jan 2024", "2", "50%", "50%", "1 so far"),
        ("Feb 2024", "1", "0%", "–", ""),
        ("Weighted mean", "3", "33%", "50%", "–"),
    ]


def test_that_records_hold_one_exact_row_per_cell(shop: Dataset) -> None:
    headers, rows = cohorts(shop, CohortDefinition(START, BACK)).records()
    assert headers == ("cohort", "period", "count", "of", "rate", "complete")
    assert rows[1] == ("2024-01-01", 1, 1, 2, 0.5, True)
    assert len(rows) == 5


def test_that_nobody_starting_gives_no_cohorts(dataset_of: DatasetOf) -> None:
    for dataset in (
        dataset_of({}, names=("signup", "purchase")),
        dataset_of({"ann": [(0, "purchase")]}, names=("signup",)),
    ):
        document = cohorts(dataset, CohortDefinition(START, BACK)).to_document()
        assert (document["cohorts"], document["mean"]) == ([], [])


def test_that_the_definition_names_the_zone_of_the_dataset_where_none_is_given(shop: Dataset) -> None:
    assert cohorts(shop, CohortDefinition(START, BACK)).to_document()["definition"]["zone"] == "UTC"


def test_that_an_unknown_event_is_named(shop: Dataset) -> None:
    with pytest.raises(AppError, match="'signupp'; did you mean 'signup'"):
        cohorts(shop, CohortDefinition(Step(event="signupp"), BACK))


def test_that_threads_and_portions_find_what_one_finds(dataset_of: DatasetOf, monkeypatch: pytest.MonkeyPatch) -> None:
    days = range(0, 24 * 40, 7)
    dataset = dataset_of(
        {who: [(day, name) for day in days for name in ("signup", "purchase")] for who in "abcdefg"}, unit_us=HOUR_US
    )
    definition = CohortDefinition(START, BACK, "day", cohort="recurring")
    at_once = cohorts(dataset, definition).to_document()
    monkeypatch.setattr("app.reports.cohorts.counting._FEW_EVENTS", 0)
    monkeypatch.setattr("app.reports.cohorts.counting._EVENTS_AT_ONCE", 300)
    for module in ("app.reports.cohorts.counting", "app.data.columns.cores"):
        monkeypatch.setattr(f"{module}.CORES", 3)
    assert cohorts(dataset, definition).to_document() == at_once
