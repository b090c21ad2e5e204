"""Trends against a naive count, in several zones and over changes of clocks."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.dataset import Dataset
from app.errors import AppError
from app.look.palette import DARK, LIGHT
from app.nodes.conditions import Step
from app.reports.counting.buckets import PERIODS, Period
from app.reports.definition.breakdown import NONE, OTHER, Breakdown
from app.reports.documents.figures.pictures import picture
from app.reports.trend.chart import draw_trend
from app.reports.trend.definition import Series, TrendDefinition, proposed_trend, trend
from app.reports.trend.figures import TrendFigures
from app.reports.trend.report import TrendReport
from tests.builders.datasets import histories, people

ZONES = ("UTC", "Europe/Prague", "America/New_York", "Asia/Kathmandu", "America/Santiago")
BUY, SEE = Step(event="buy"), Step(event="see")
COUNTRIES = ("de", "jp", "fr", "cz", "")
EVENTS = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.one_of(st.integers(0, 24 * 60), st.integers(209 * 1440, 212 * 1440), st.integers(0, 270 * 1440)),
        st.sampled_from(["buy", "see"]),
        st.integers(-3, 20),
    ),
    min_size=1,
    max_size=40,
)  # minutes from 31 March 2024, the first day of summer time in Prague; day 210 is the last
FIRST = datetime(2024, 3, 31, tzinfo=UTC)


def shop(events: list[tuple[int, int, str, int]]) -> Dataset:
    customers = [{"customer_id": f"c{who}", "email": COUNTRIES[who % 5]} for who in range(7)]
    rows: list[Any] = [
        (
            f"c{who}",
            f"{FIRST + timedelta(minutes=minute):%m-%d %H:%M}",
            name,
            {"amount": amount, "cart": f"k{amount % 4}"},
        )
        for who, minute, name, amount in events
    ]
    return people(customers, rows, event_roles={"purchase": "buy"})


def begin_of(at: datetime, period: Period) -> datetime:
    """The begin of the local period of an instant, in UTC: by the calendar."""
    first = at.date()
    if period == "week":
        first -= timedelta(days=first.weekday())
    if period in ("month", "quarter", "year"):
        month = {"month": first.month, "quarter": (first.month - 1) // 3 * 3 + 1, "year": 1}[period]
        first = first.replace(month=month, day=1)
    return datetime(first.year, first.month, first.day, tzinfo=at.tzinfo)


@given(events=EVENTS, zone=st.sampled_from(ZONES), period=st.sampled_from([each for each in PERIODS if each != "hour"]))
@settings(max_examples=30, deadline=None)
def test_that_a_trend_is_what_a_naive_count_finds(
    events: list[tuple[int, int, str, int]], zone: str, period: Period
) -> None:
    series = (Series("events", BUY), Series("customers", BUY), Series("revenue", BUY, "amount"), Series("customers"))
    figures = trend(shop(events), TrendDefinition(series, period, zone=zone))
    found: dict[str, list[Any]] = defaultdict(lambda: [0, set(), 0, set()])
    for who, minute, name, amount in events:
        local = (FIRST + timedelta(minutes=minute)).astimezone(ZoneInfo(zone))
        cell = found[str(begin_of(local, period).date())]
        cell[3].add(who)
        if name == "buy":
            cell[0] += 1
            cell[1].add(who)
            cell[2] += amount
    assert figures.buckets is not None
    for index, day in enumerate(figures.buckets.days):
        naive = found.pop(str(day), [0, set(), 0, set()])
        assert [line.values[index] for line in figures.lines()] == [naive[0], len(naive[1]), naive[2], len(naive[3])]
        customers = figures.people(index, 2)
        assert customers is not None
        assert customers.to_pylist() == sorted(f"c{who}" for who in naive[1])
    assert not found


def test_that_hours_are_counted_over_the_change_of_clocks() -> None:
    data = shop([(0, minute, "buy", 1) for minute in range(-60, 24 * 60, 30)])  # 1 a.m. in Prague, then on
    figures = trend(
        data, TrendDefinition((Series("events", BUY),), "hour", since=date(2024, 3, 31), zone="Europe/Prague")
    )
    (line,) = figures.lines()
    assert len(line.values) == 24 + 1  # 23 hours of that day and two of the next, which the data ends in
    assert figures.labels[0].endswith("12:00\N{NARROW NO-BREAK SPACE}AM")
    assert line.values.tolist() == [2.0] * 25


def test_that_a_period_without_events_is_none_and_not_left_out() -> None:
    figures = trend(shop([(0, 0, "buy", 1), (0, 5 * 1440, "buy", 1)]), TrendDefinition((Series("events", BUY),), "day"))
    assert figures.lines()[0].values.tolist() == [1, 0, 0, 0, 0, 1]
    assert [cell.tone for _, cell in figures.table()[1]] == ["", "zero", "zero", "zero", "zero", "open"]


def test_that_a_period_is_complete_once_the_data_covers_it() -> None:
    data = shop([(0, 0, "buy", 1), (0, 1440, "buy", 1), (0, 2 * 1440 + 600, "buy", 1)])
    definition = TrendDefinition((Series("events"),), "day")
    assert trend(data, definition).is_complete().tolist() == [True, True, False]
    assert trend(data, replace(definition, until=date(2024, 4, 1))).is_complete().tolist() == [True, True]
    weeks = trend(data, TrendDefinition((Series("events"),), "week", since=date(2024, 3, 31)))
    assert weeks.is_complete().tolist() == [False, False]  # a Sunday alone, and a week that has begun


def test_that_the_time_before_stands_beside() -> None:
    data = shop([(0, day * 1440, "buy", day) for day in range(10)])
    definition = TrendDefinition((Series("revenue", BUY, "amount"),), "day", since=date(2024, 4, 5), against="before")
    (line,) = trend(data, definition).lines()
    assert line.values.tolist() == [5, 6, 7, 8, 9]
    assert line.before is not None
    assert line.before.tolist() == [0, 1, 2, 3, 4]
    (longer,) = trend(data, replace(definition, since=date(2024, 4, 3))).lines()
    assert longer.before is not None
    assert np.isnan(longer.before[:4]).all()
    assert longer.before[4:].tolist() == [0, 1, 2]
    figures = trend(data, definition)
    assert figures.people(0, 2) is not None


def test_that_the_mean_trails_over_complete_periods_with_their_zeros() -> None:
    data = shop([(0, 0, "buy", 1), (1, 0, "buy", 1), (0, 3 * 1440, "buy", 1), (0, 4 * 1440, "buy", 1)])
    (line,) = trend(data, TrendDefinition((Series("events"),), "day", rolling=2)).lines()
    assert line.rolling is not None
    assert [None if np.isnan(mean) else mean for mean in line.rolling] == [None, 1.0, 0.0, 0.5, None]


def test_that_groups_add_up_to_everything_and_the_rest_is_other() -> None:
    data = shop([(who, who * 700, "buy", who) for who in range(7)])
    definition = TrendDefinition((Series("events", BUY),), "day", by=Breakdown("customer", "email"), top=2)
    whole, parts = trend(data, replace(definition, by=None)), trend(data, definition)
    assert [line.title for line in parts.lines()] == ["de", "jp", OTHER]
    assert sum(line.values for line in parts.lines()).tolist() == whole.lines()[0].values.tolist()  # type: ignore[union-attr]
    everything = trend(data, replace(definition, top=20))
    assert [line.title for line in everything.lines()] == ["de", "jp", "cz", "fr", NONE]
    by_property = trend(data, replace(definition, by=Breakdown("event", "cart"), top=1))
    assert [line.title for line in by_property.lines()] == ["k0", OTHER]


def test_that_a_customer_with_two_values_on_a_day_counts_for_each() -> None:
    data = shop([(0, 0, "buy", 1), (0, 10, "buy", 2), (0, 20, "buy", 1), (0, 30, "buy", 1)])
    definition = TrendDefinition((Series("customers", BUY),), "day", by=Breakdown("event", "cart"))
    assert [(line.title, line.values.tolist()) for line in trend(data, definition).lines()] == [
        ("k1", [1]),
        ("k2", [1]),
    ]


def test_that_a_share_of_customers_names_both_counts() -> None:
    data = shop([(0, 0, "see", 0), (1, 0, "see", 0), (2, 5, "see", 0), (2, 9, "buy", 1)])
    series = (Series("customers", BUY), Series("customers", SEE))
    figures = trend(data, TrendDefinition(series, "day", "A/B"))
    (_, cell) = figures.table()[1][0]
    assert (str(cell), cell.note) == ("33%", "1 of 3")
    buyers = figures.people(0, 1)
    assert buyers is not None
    assert buyers.to_pylist() == ["c2"]
    assert trend(data, TrendDefinition(series, "day", "A+B")).people(0, 1) is None


def test_that_everything_wrong_with_a_definition_is_named() -> None:
    wrong = TrendDefinition(
        (Series("revenue", Step(event="sold"), "cart"),), "day", by=Breakdown("event", "age"), top=0,
        since=date(2024, 5, 2), until=date(2024, 5, 1), rolling=1,
    )  # fmt: skip
    with pytest.raises(AppError) as caught:
        trend(shop([(0, 0, "buy", 1)]), wrong)
    codes = {problem.code for problem in caught.value.problems}
    assert codes >= {"trend-amount", "breakdown-unknown", "trend-top", "trend-span", "trend-rolling"}
    with pytest.raises(AppError, match="names C"):
        trend(shop([(0, 0, "buy", 1)]), TrendDefinition((Series(),), "day", "C"))


def test_that_every_choice_of_its_sentence_gives_figures() -> None:
    data = shop([(who, who * 700, "buy", who) for who in range(7)])
    report, begun = TrendReport(), proposed_trend(data)
    assert begun is not None
    assert begun.series[0].measure == "events"  # nothing says what revenue is
    second = report.changed(begun, "add", "see" if "see" in data.schema().events else "(any)")
    dated = report.changed(report.changed(second, "since", "2024-04-02"), "formula", "A/B")
    tried = 0
    for definition in (begun, second, dated):
        for each in report.sentence(data, definition):
            for choice in () if isinstance(each, str) else each.choices:
                if (each.field, choice.value) == ("previous", "yes") and definition is not dated:  # type: ignore[union-attr]
                    with pytest.raises(AppError, match="first day"):
                        report.changed(definition, "previous", "yes")
                    continue
                changed = report.changed(definition, each.field, choice.value)  # type: ignore[union-attr]
                assert report.count(data, changed).to_document()["definition"]["words"]
                tried += 1
    assert tried > 60
    with pytest.raises(AppError, match="not a formula"):
        report.changed(begun, "formula", "A/")
    with pytest.raises(AppError, match="not a day"):
        report.changed(begun, "since", "soon")


def many(groups: int, days: int = 40) -> TrendFigures:
    customers = [
        {"customer_id": f"c{who:03}", "email": f"Donaudampfschifffahrtsgesellschaft {who}"} for who in range(groups)
    ]
    rows: list[Any] = [
        (f"c{who:03}", f"{FIRST + timedelta(days=(who * day) % days):%m-%d %H:%M}", "buy", {"amount": day})
        for who in range(groups)
        for day in range(3)
    ]
    definition = TrendDefinition((Series("events"),), "day", by=Breakdown("customer", "email"), top=20, rolling=3)
    return trend(people(customers, rows), definition)


@pytest.mark.parametrize("groups", [1, 3, 300])
def test_that_lines_and_hits_stay_within_the_picture(groups: int) -> None:
    figures = many(groups)
    chart = draw_trend(figures, DARK)
    chart.lay_out(700, 420)
    headers, rows = figures.table()
    assert {hit.row for hit in chart.hits} == set(range(len(rows)))
    assert {hit.column for hit in chart.hits} == set(range(1, len(headers), 2))
    boxes = [hit.path.get_extents() for hit in chart.hits]
    assert all(0 <= box.x0 < box.x1 <= 700 and 0 <= box.y0 < box.y1 <= 420 for box in boxes)


def test_that_thousands_of_buckets_have_fewer_hits_than_points() -> None:
    data = shop([(0, 0, "buy", 1), (1, 60 * 24 * 160, "buy", 1)])
    chart = draw_trend(trend(data, TrendDefinition((Series("events"),), "hour")), LIGHT)
    chart.lay_out(700, 420)
    assert 100 < len(chart.hits) < 400


def test_that_nothing_in_the_time_is_said_in_a_sentence() -> None:
    figures = trend(shop([(0, 0, "buy", 1)]), TrendDefinition((Series(),), "day", since=date(2025, 1, 1)))
    assert "Nothing was recorded in this time." in picture(figures, "svg", 700, 400).decode()
    assert figures.table() == (("Day",), [])
    assert proposed_trend(people([{"customer_id": "a"}], [])) is None


def test_that_it_leads_with_the_last_complete_value() -> None:
    data = shop([(0, 0, "buy", 1), (0, 60, "buy", 1), (0, 1500, "buy", 1)])
    assert trend(data, TrendDefinition((Series("events", BUY),), "day")).leading() == "buy: events: 2 in Mar 31, 2024"


def test_that_its_words_are_the_same_in_every_region() -> None:
    definition = TrendDefinition(
        (Series(), Series("customers", BUY)), "week", "B/A", since=date(2024, 3, 31), zone="UTC"
    )
    assert definition.in_words().startswith(
        "A: events; B: customers who did “buy”; by calendar week (UTC), from 2024-03-31. Shown is B/A."
    )


@pytest.mark.parametrize("since", [None, date(2024, 2, 10)])
@pytest.mark.parametrize("period", ["day", "week", "month", "quarter", "year"])
def test_that_a_year_earlier_is_what_a_naive_count_finds(period: Period, since: date | None) -> None:
    began = datetime(2022, 11, 3, 7, tzinfo=UTC)
    days = [began + timedelta(days=3 * step, hours=step % 11) for step in range(260)]
    data = histories({"a": [(round(at.timestamp() / 3600), "buy") for at in days]}, unit_us=3_600_000_000)
    figures = trend(data, TrendDefinition((Series("events"),), period, since=since, against="year"))
    (line,) = figures.lines()
    assert line.before is not None
    assert figures.buckets is not None
    per_day = Counter(at.date() for at in days)
    begins = [figures.buckets.days[bucket].item() for bucket in (*figures.shown,)]
    known = 0
    for begin, before in zip(begins, line.before.tolist(), strict=True):
        first = begin - timedelta(days=364) if period == "week" else _year_before(begin)
        if first is None or period_end(first, period) <= began.date():
            assert np.isnan(before)
            continue
        count = sum(many for day, many in per_day.items() if first <= day < period_end(first, period))
        assert before == count, begin
        known += 1
    assert known
    people = figures.people(len(begins) - 1, 2)
    assert people is not None
    assert people.to_pylist() == (["a"] if line.before[-1] > 0 else [])


def _year_before(day: date) -> date | None:
    return None if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def period_end(first: date, period: Period) -> date:
    """The day after the last of the period that begins then."""
    months = {"month": 1, "quarter": 3, "year": 12}.get(period)
    if months is None:
        return first + timedelta(days=7 if period == "week" else 1)
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)


def test_that_hours_have_none_a_year_earlier() -> None:
    with pytest.raises(AppError) as error:
        trend(shop([(0, 0, "buy", 1)]), TrendDefinition((Series(),), "hour", against="year"))
    assert [problem.code for problem in error.value.problems] == ["trend-year"]
