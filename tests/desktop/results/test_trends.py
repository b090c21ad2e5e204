"""Trend, flow of events, map, growth and reachability in the window: chosen by their cards, changed by the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.desktop.results.report.chart_view import ChartView
from tests.builders.workspaces import workspace_of_orders
from tests.desktop.conftest import Sit
from tests.desktop.results.reading_reports import column, in_results, pick, turn_to
from tests.person.person import Person

CUSTOMERS = (
    "customer_id,email,country,created_at",
    "a,a@example.com,Deutschland,2024-01-05",
    "b,,日本,2024-02-07",
    "c,c@example.com,Narnia,2024-02-09",
)
EVENTS = (
    "a,2024-03-01T10:00:00Z,visit,",
    "a,2024-03-20T10:00:00Z,purchase,30",
    "b,2024-04-03T10:00:00Z,visit,",
    "b,2024-05-04T10:00:00Z,purchase,12",
    "c,2024-05-04T10:00:00Z,visit,",
)


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    return in_results(sit, workspace_of_orders(tmp_path, EVENTS, CUSTOMERS))


def test_that_each_is_chosen_by_its_card_and_changed_by_the_mouse(person: Person) -> None:
    turn_to(person, "trend")
    pick(person, "period", "month")
    assert (column(person, 0), column(person, 1)) == (["Mar 2024", "Apr 2024", "May 2024"], ["30", "0", "12"])
    pick(person, "previous", "a year earlier")
    assert column(person, 2) == ["–", "–", "–"]
    pick(person, "previous", "nothing")
    pick(person, "add", "visit  (3)")
    pick(person, "formula", "A/B")
    assert column(person, 1) == ["30", "0", "12"]
    turn_to(person, "event_flow")
    pick(person, "direction", "before")
    assert column(person, 0)[0] == "End"
    turn_to(person, "geo")
    assert column(person, 0) == ["Germany", "Japan", "Narnia"]
    pick(person, "measure", "revenue")
    assert column(person, 4) == ["30", "12", "0"]
    turn_to(person, "growth")
    assert column(person, 4)[-1] == "3"
    turn_to(person, "coverage")
    assert column(person, 1)[0] == "67%"


def test_that_a_point_and_a_country_list_their_people(person: Person) -> None:
    for key, row in (("trend", 3), ("geo", 0)):  # the week of the first purchase; Germany
        turn_to(person, key)
        chart = person.find(ChartView, "report_chart")
        at = chart.place_of(row, 1)
        assert at is not None
        person.click(chart, at)
        person.rest()
        assert person.find(QLabel, "people_count").text().startswith("1 customer")
        person.click("people_close")
        person.rest()
