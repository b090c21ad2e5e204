"""A sentence of many parts leaves the report in sight, and every part of it can still be reached."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QScrollArea

from app.desktop.results.report.chart_view import ChartView
from app.ui.elided import ElidedLabel
from tests.builders.workspaces import workspace_of_orders
from tests.desktop.conftest import Sit
from tests.desktop.results.reading_reports import in_results, pick, turn_to, until_drawn
from tests.person.person import Person

EVENTS = (
    "a,2024-03-01T10:00:00Z,visit,",
    "a,2024-03-20T10:00:00Z,purchase,30",
    "b,2024-03-03T10:00:00Z,visit,",
)
_CAN_BE_READ = 160  # pixels of a chart


def _seen_of_chart(person: Person) -> int:
    """How many pixels of the chart are in sight."""
    area, chart = person.find(QScrollArea, "results_page"), person.find(ChartView, "report_chart")
    return area.viewport().height() - chart.mapTo(area.viewport(), QPoint()).y()


def test_that_a_funnel_of_five_steps_is_in_sight_in_a_small_window_and_its_sentence_opens(
    sit: Sit, tmp_path: Path
) -> None:
    person = in_results(sit, workspace_of_orders(tmp_path, EVENTS))
    for _ in range(3):
        pick(person, "add", "visit  (2)")
    person.window.resize(960, 600)
    until_drawn(person)
    more = person.find(QPushButton, "report_sentence_more")
    turn_to(person, "event_flow")
    title = person.find(ElidedLabel, "report_title")
    assert title.text() == "Flow of events"
    assert not title.is_elided
    person.click("card_funnel")
    until_drawn(person)
    person.qtbot.waitUntil(lambda: more.isVisible() and _seen_of_chart(person) > _CAN_BE_READ)
    person.click(more)
    person.qtbot.waitUntil(lambda: _seen_of_chart(person) < _CAN_BE_READ)
    person.click(more)
    person.qtbot.waitUntil(lambda: _seen_of_chart(person) > _CAN_BE_READ)
    person.find(QPushButton, "report_sentence_show").setFocus()
    person.qtbot.waitUntil(lambda: more.text() == "Show less of the sentence")


def test_that_the_mark_of_the_keyboard_on_a_chart_stays_where_it_is_when_the_window_has_another_size(
    sit: Sit, tmp_path: Path
) -> None:
    person = in_results(sit, workspace_of_orders(tmp_path, EVENTS))
    chart = person.find(ChartView, "report_chart")
    chart.setFocus()
    person.key(Qt.Key.Key_Right)
    person.key(Qt.Key.Key_Right)
    marked, width = chart.words, chart.width()
    assert marked is not None
    person.window.resize(1000, 640)
    person.qtbot.waitUntil(lambda: chart.width() != width and chart.has_picture)
    assert chart.words == marked
