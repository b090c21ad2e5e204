"""What lies beyond the last recorded event is counted apart, and never passed off as known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from app.nodes.durations import Duration
from app.numbers import Rate
from app.reports.documents.composing.composed import compose
from app.reports.documents.composing.content import ReportContent, report_content
from app.reports.documents.page.html import html_report
from app.reports.over_runs.data_end import converted_after, of_ended_windows, sent_after
from app.reports.report import Subject
from app.runtime.summary import GoalCounts, NodeCounts, Summary
from app.scenario.graph import Scenario
from app.scenario.settings import Goal

DAY_US = 86_400_000_000
END = datetime(2024, 3, 31, 12, tzinfo=UTC)
END_US = int(END.timestamp() * 1e6)
GOAL = Goal(id="order", event="purchase", within=Duration.parse("P7D"))


def at(*days_before_end: float) -> pa.Array[Any]:
    return pa.array([END - timedelta(days=days) for days in days_before_end], pa.timestamp("us", "UTC"))


@pytest.fixture(name="tables")
def _tables() -> dict[str, pa.Table]:
    """Three journeys, the third begun a day before the data end; two of them converted, one by a modelled event."""
    who = {"customer_id": pa.array(["ann", "bob", "cyd"]), "instance": pa.array([1, 1, 1])}
    node = pa.array(["start"] * 3).dictionary_encode()
    return {
        "instances": pa.table(
            {**who, "entered_at": at(20, 7, 1), "ended_at": at(20, 7, 1), "end_reason": ["ended"] * 3,
             "end_detail": ["start"] * 3}
        ),
        "visits": pa.table(
            {**who, "visit": [1, 1, 1], "node": node, "arrived_at": at(20, 7, 1), "left_at": at(20, 7, 1),
             "port": ["out"] * 3}
        ),
        "messages": pa.table(
            {**who, "node": ["mail", "mail", "mail"], "at": at(2, 0, -1), "outcome": ["sent", "capped", "sent"]}
        ),
        "conversions": pa.table(
            {
                "customer_id": ["ann", "cyd"], "instance": [1, 1], "goal": ["order", "order"],
                "at": at(15, -2), "observed": [True, False],
            }
        ),
    }  # fmt: skip


@pytest.fixture(name="reported")
def _reported(cart: Scenario, counted: Summary, tables: dict[str, pa.Table]) -> Callable[..., ReportContent]:
    def reported(replication: int) -> ReportContent:
        nodes = dict(counted.nodes)
        if replication:
            reactions = {"delivered": 40, "opened": 10, "clicked": 4}
            nodes["mail"] = NodeCounts(60, {"out": 60}, 0, 0, 50, {"no_consent": 10}, reactions)
        goals = {"order": GoalCounts(3, 3, 90.0, 2, 2, 60.0, 1)} if replication else counted.goals
        summary = replace(counted, nodes=nodes, goals=goals, replication=replication, known_until_us=END_US)
        return report_content(Subject(cart, summary, tables), dataset_name="shop")

    return reported


def test_that_only_messages_sent_after_the_last_recorded_event_lie_beyond_it(tables: dict[str, pa.Table]) -> None:
    assert sent_after(tables, END_US) == {"mail": 1}


def test_that_a_goals_rate_is_also_taken_over_journeys_whose_time_is_over(tables: dict[str, pa.Table]) -> None:
    assert of_ended_windows(tables, GOAL, END_US, "UTC", observed=True) == Rate(1, 2)
    assert of_ended_windows(tables, GOAL, END_US - 1, "UTC", observed=True) == Rate(1, 1)
    assert of_ended_windows(tables, GOAL, END_US, "UTC", observed=False) == Rate(0, 2)


def test_that_the_time_of_a_goal_is_calendar_time_of_the_scenarios_zone(tables: dict[str, pa.Table]) -> None:
    assert of_ended_windows(tables, GOAL, END_US, "Europe/Prague", observed=True) == Rate(1, 2)
    # The clocks went forward on the last day: seven days of the calendar are an hour shorter than 168 hours.
    assert of_ended_windows(tables, GOAL, END_US - 3_600_000_000, "Europe/Prague", observed=True) == Rate(1, 2)
    assert of_ended_windows(tables, GOAL, END_US - 3_600_000_001, "Europe/Prague", observed=True) == Rate(1, 1)


def test_that_a_goal_without_a_time_has_no_journeys_whose_time_is_over(tables: dict[str, pa.Table]) -> None:
    assert of_ended_windows(tables, Goal(id="order", event="purchase"), END_US, "UTC", observed=True) is None


def test_that_only_modelled_conversions_lie_beyond_the_data(tables: dict[str, pa.Table]) -> None:
    assert converted_after(tables, GOAL, END_US, observed=False) == 1
    assert converted_after(tables, GOAL, END_US, observed=True) == 0


def test_that_the_report_says_how_many_messages_went_out_after_the_data_end(
    reported: Callable[..., ReportContent],
) -> None:
    content = reported(0)
    assert any("1 would have gone out after the last recorded event" in fact.note for fact in content.facts)
    assert "1 of 50" in html_report(compose(content))


def test_that_a_forecasts_report_shows_modelled_reactions_apart_from_what_was_observed(
    reported: Callable[..., ReportContent],
) -> None:
    page = html_report(compose(reported(1)))
    assert "A replay knows no reactions" not in page
    modelled = page[page.index("Reactions are modelled") :]
    assert all(words in modelled for words in ("40 of 50", "10 of 40", "4 of 40", "0 of 40"))
    assert [row.journeys.count for row in reported(1).goals] == [1, 2]


def test_that_a_replays_report_shows_no_reactions(reported: Callable[..., ReportContent]) -> None:
    page = html_report(compose(reported(0)))
    assert "A replay knows no reactions" in page
    assert "Reactions are modelled" not in page
