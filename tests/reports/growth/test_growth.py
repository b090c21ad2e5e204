"""List growth against a naive count, and its law: the list is who came less who went."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.dataset import Dataset
from app.errors import AppError
from app.look.palette import DARK
from app.reports.documents.figures.pictures import picture
from app.reports.growth.chart import draw_growth
from app.reports.growth.definition import GrowthDefinition, growth, proposed_growth
from app.reports.growth.figures import JOINED, LEFT, LIST, NET
from app.reports.growth.report import GrowthReport
from tests.builders.datasets import from_rows

MAPPING = {
    "customers": {"key": "id", "types": {"since": "date", "at": "instant"}, "roles": {"created_at": "since"}},
    "events": {"key": "id", "types": {}, "roles": {"email_unsubscribe": "gone"}},
}
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
PEOPLE = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 130)), st.lists(st.integers(0, 130 * 24), max_size=2)),
    min_size=1,
    max_size=12,
)  # the day of joining, the hours of unsubscribing


def shop(people: list[tuple[int | None, list[int]]]) -> Dataset:
    rows = [
        {"id": f"c{who:03}", "since": "" if day is None else f"{FIRST + timedelta(days=day):%Y-%m-%d}"}
        for who, (day, _) in enumerate(people)
    ]
    events = [
        {"id": f"c{who:03}", "timestamp": f"{FIRST + timedelta(hours=hour):%Y-%m-%dT%H:%M:%SZ}", "event": "gone"}
        for who, (_, hours) in enumerate(people)
        for hour in hours
    ]
    return from_rows(rows, events, MAPPING, "list")


@given(people=PEOPLE, zone=st.sampled_from(["UTC", "America/New_York", "Asia/Tokyo"]))
@settings(max_examples=40, deadline=None)
def test_that_the_list_is_who_came_less_who_went(people: list[tuple[int | None, list[int]]], zone: str) -> None:
    data = shop(people)
    definition = proposed_growth(data)
    assert definition == GrowthDefinition("since", "", ("gone",) if any(hours for _, hours in people) else ())
    figures = growth(data, replace(definition, zone=zone))
    joined = [None if day is None else (FIRST + timedelta(days=day)).strftime("%Y-%m") for day, _ in people]
    left = [
        None if not hours else (FIRST + timedelta(hours=min(hours))).astimezone(ZoneInfo(zone)).strftime("%Y-%m")
        for _, hours in people
    ]
    if figures.buckets is None:
        assert not any([*joined, *left])
        return
    months = [f"{figures.buckets.begin(at):%Y-%m}" for at in range(len(figures.buckets))]
    for at, month in enumerate(months):
        on_list = [
            (day is None or day <= month) and (gone is None or gone > month)
            for day, gone in zip(joined, left, strict=True)
        ]
        assert figures.joined_counts()[at] == joined.count(month)
        assert figures.left_counts()[at] == left.count(month)
        assert figures.list_counts()[at] == sum(on_list)
        for column, counts in ((JOINED, figures.joined_counts()), (LEFT, figures.left_counts()), (LIST, on_list)):
            ids = figures.people(at, column)
            assert ids is not None
            assert len(ids) == (sum(counts) if column == LIST else counts[at])
        assert figures.people(at, NET) is None
    assert figures.list_counts()[-1] == len(people) - sum(gone is not None for gone in left)


def test_that_without_a_day_the_first_event_is_joining() -> None:
    events = [{"id": "a", "timestamp": f"2024-0{month}-03T10:00:00Z", "event": "see"} for month in (2, 4)]
    data = from_rows([{"id": "a"}, {"id": "b"}], events, {"customers": {"key": "id"}, "events": {"key": "id"}})
    definition = proposed_growth(data)
    assert definition == GrowthDefinition()
    figures = growth(data, definition)
    assert figures.joined_counts().tolist() == [1, 0, 0]
    assert figures.list_counts().tolist() == [2, 2, 2]  # nobody knows when b joined
    assert figures.complete.tolist() == [True, True, False]
    assert [str(cell) for cell in figures.table()[1][0]] == ["Feb 2024", "1", "0", "+1", "2"]
    by_event = growth(data, GrowthDefinition("", "see"))
    assert by_event.joined_counts().tolist() == [1, 0, 0]


def test_that_everything_wrong_with_a_definition_is_named() -> None:
    with pytest.raises(AppError) as caught:
        growth(shop([(1, [5])]), GrowthDefinition("id", "came", ("went",)))
    assert len(caught.value.problems) == 3


def test_that_every_choice_of_its_sentence_gives_figures() -> None:
    data, report = shop([(1, [50]), (40, [])]), GrowthReport()
    begun = proposed_growth(data)
    assert begun is not None
    for part in report.sentence(data, begun):
        for choice in () if isinstance(part, str) else part.choices:
            changed = report.changed(begun, part.field, choice.value)  # type: ignore[union-attr]
            assert report.count(data, changed).to_document()["definition"]["words"]


@pytest.mark.parametrize("months", [1, 3, 30, 300])
def test_that_bars_and_points_stay_within_the_picture(months: int) -> None:
    people: list[Any] = [(30 * at, [30 * 24 * at + 2_000] if at % 3 else []) for at in range(months)]
    chart = draw_growth(growth(shop(people), GrowthDefinition("since", "", ("gone",) if months > 1 else ())), DARK)
    for size in ((900, 460), (420, 320)):
        chart.lay_out(*size)
        boxes = [hit.path.get_extents() for hit in chart.hits]
        assert {hit.column for hit in chart.hits} >= {JOINED, LIST}
        assert all(0 <= box.x0 < box.x1 <= size[0] and 0 <= box.y0 < box.y1 <= size[1] for box in boxes)


def test_that_a_list_nobody_joined_is_said_in_a_sentence() -> None:
    data = shop([(None, [])])
    assert "Nobody knows when" in picture(growth(data, GrowthDefinition("since")), "svg", 700, 400).decode()


def test_that_it_leads_with_the_list() -> None:
    assert growth(shop([(1, []), (40, [50])]), GrowthDefinition("since", "", ("gone",))).leading() == "1 on the list"
