"""The people behind a figure: found by mouse and by keys, listed, shown in Data, kept as a segment, taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QTableWidget,
    QTabWidget,
    QWidget,
)

from app.data.importing.read import Source, import_files
from app.desktop.results.report.chart_view import ChartView
from app.desktop.shell.side_bar import PlaceName
from app.guides.templates import load_template
from app.nodes.conditions import InList
from app.numbers import counted
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at, workspace_of_orders
from tests.desktop.conftest import Sit
from tests.desktop.results.reading_reports import column, in_results, turn_to, until_drawn, until_settled, workspace_of
from tests.person import hands
from tests.person.hands import CONTROL
from tests.person.person import Person, child

ROWS = (
    "a,2024-03-01T10:00:00Z,purchase,30",
    "b,2024-03-04T10:00:00Z,purchase,12",
    "b,2024-03-09T10:00:00Z,purchase,90",
    "c,2024-03-04T10:00:00Z,purchase,5",
    "d,2024-03-04T10:00:00Z,visit,",
)


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    made = in_results(sit, workspace_of_orders(tmp_path, ROWS))
    turn_to(made, "rfm")
    return made


def _chart(person: Person) -> ChartView:
    return person.find(ChartView, "report_chart")


def _first(person: Person) -> tuple[str, int]:
    """The first segment of the table and how many customers it has."""
    table = child(person.window, QTableWidget, "report_table")
    name, count = table.item(0, 0), table.item(0, 1)
    assert name is not None
    assert count is not None
    return name.text(), int(count.text())


def _place(person: Person, row: int, column: int) -> QPoint:
    at = _chart(person).place_of(row, column)
    assert at is not None
    return at


def _list_people(person: Person) -> None:
    person.click(_chart(person), _place(person, 0, 1))
    person.rest()


def _make_segment(person: Person, name: str) -> None:
    until_drawn(person)  # the chart has made room
    until_settled(person, person.find(QPushButton, "people_segment"))
    person.click("people_segment")
    dialog = person.find(QDialog, "text_dialog")
    child(dialog, QLineEdit, "text_answer").setText(name)
    person.click(child(dialog, QPushButton, "text_ok"))
    person.rest()


def _back_in_front(person: Person) -> None:
    person.window.activateWindow()  # a window manager does so when a dialog is gone
    person.qtbot.waitUntil(person.window.isActiveWindow)
    until_drawn(person)


def test_that_the_mouse_over_a_bar_is_told_its_figure_and_what_that_is_made_of(person: Person) -> None:
    name, count = _first(person)
    hands.move(_chart(person), _place(person, 0, 1))
    tip = person.find(QLabel, "report_chart_tip_value")
    assert tip.text() == str(count)
    assert person.find(QLabel, "report_chart_tip_names").text().startswith(name)
    hands.move(_chart(person), QPoint(2, 2))
    assert not tip.isVisible()


def test_that_the_arrow_keys_walk_over_what_is_drawn_and_tell_a_screen_reader(person: Person) -> None:
    chart = _chart(person)
    chart.setFocus()
    said = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        person.key(key)
        assert chart.words is not None
        assert chart.accessibleDescription() == chart.words.in_a_line()
        said.append(chart.accessibleDescription())
    assert said[0] == said[2] != said[1]
    person.key(Qt.Key.Key_Escape)
    assert chart.words is None


def test_that_a_click_on_a_bar_lists_its_people(person: Person) -> None:
    name, count = _first(person)
    _list_people(person)
    assert person.find(QLabel, "people_count").text().startswith(f"{count} customer")
    assert person.find(QLabel, "people_words").text().startswith(name)
    model = person.find(QTableView, "people_table").model()
    assert model is not None
    assert model.rowCount() == count
    person.click("people_close")
    assert not person.window.findChild(QTableView, "people_table").isVisible()  # type: ignore[union-attr]


def test_that_enter_lists_them_too(person: Person) -> None:
    _chart(person).setFocus()
    person.key(Qt.Key.Key_Down)
    person.key(Qt.Key.Key_Return)
    person.rest()
    assert person.find(QLabel, "people_count").text()


def test_that_they_are_shown_in_data_alone(person: Person) -> None:
    _, count = _first(person)
    _list_people(person)
    person.click("people_show")
    person.rest()
    assert person.window.place is PlaceName.DATA
    assert person.find(QTabWidget, "dataset_tabs").currentIndex() == 0
    model = person.find(QTableView, "customers_table").model()
    assert model is not None
    assert model.rowCount() == count


@pytest.mark.parametrize("back", [lambda person: person.key(Qt.Key.Key_Z, CONTROL), lambda person: _in_data(person)])
def test_that_they_become_a_segment_and_that_is_taken_back(person: Person, back: Callable[[Person], None]) -> None:
    _, count = _first(person)
    _list_people(person)
    _make_segment(person, "Best")
    _back_in_front(person)
    workspace = workspace_of(person)
    assert workspace.segments.all() == {"Best": InList(in_list="Best")}
    assert int(workspace.datasets.load("orders").lists["Best"].sum()) == count
    back(person)
    person.rest()
    assert workspace.segments.all() == {}
    assert workspace.datasets.load("orders").lists == {}


def _in_data(person: Person) -> None:
    person.window.show_place(PlaceName.DATA)
    person.rest()
    person.click("data_undo")


def test_that_a_segment_from_a_run_leaves_the_run_its_reports_and_its_counts(sit: Sit, workspace_path: Path) -> None:
    with Workspace.open(workspace_path) as workspace:
        workspace.scenarios.save(load_template("abandoned_cart"))
    person = sit(workspace_path)
    person.click("scenario_run")
    person.rest()
    kept = person.session.summary
    person.window.show_place(PlaceName.RESULTS)
    turn_to(person, "cohorts")
    before = column(person, 1)
    assert before
    turn_to(person, "funnel")
    _list_people(person)
    _make_segment(person, "Best")
    _back_in_front(person)
    assert list(workspace_of(person).datasets.load("shop").lists) == ["Best"]
    assert column(person, 1)
    turn_to(person, "cohorts")
    assert column(person, 1) == before
    person.window.show_place(PlaceName.SCENARIO)
    person.rest()
    assert person.session.summary is kept
    assert person.find(QLabel, "figures_words").text().startswith("Run “First run”")
    person.click("scenario_run")
    person.rest()
    assert "Nothing has changed" in person.window.statusBar().currentMessage()
    assert len(workspace_of(person).runs.all()) == 1


def test_that_the_segment_is_made_again(person: Person) -> None:
    _list_people(person)
    _make_segment(person, "Best")
    _back_in_front(person)
    person.click("results_undo")
    person.rest()
    person.click("results_redo")
    person.rest()
    assert list(workspace_of(person).segments.all()) == ["Best"]


def test_that_a_name_that_is_taken_is_refused_in_words(person: Person) -> None:
    _list_people(person)
    _make_segment(person, "Best")
    _back_in_front(person)
    _list_people(person)
    _make_segment(person, "Best")
    assert any("There is a segment “Best” already" in said for said in person.messages)
    person.find(QDialog, "message").close()
    assert list(workspace_of(person).segments.all()) == ["Best"]


def _visible(person: Person, name: str) -> bool:
    """Whether the whole widget is in sight."""
    widget = person.find(QWidget, name)
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1440, 900)])
def test_that_people_stand_in_sight_beside_the_chart_in_each_window(person: Person, size: tuple[int, int]) -> None:
    person.window.resize(*size)
    until_drawn(person)
    _list_people(person)
    chart = _chart(person)
    panel = person.find(QWidget, "people_panel")
    for name in ("people_count", "people_close", "people_find", "people_show", "people_segment", "people_list"):
        person.qtbot.waitUntil(partial(_visible, person, name), timeout=60_000)
    right = chart.mapTo(person.window, chart.rect().topRight()).x()
    assert right < panel.mapTo(person.window, QPoint(0, 0)).x()
    assert chart.width() >= chart.minimumWidth()
    person.click("people_close")
    for name in ("run_list", "report_gallery"):
        person.qtbot.waitUntil(person.find(QWidget, name).isVisible, timeout=60_000)


def test_that_the_tip_says_how_many_people_a_click_lists_and_nothing_where_nobody_is_counted(person: Person) -> None:
    _, count = _first(person)
    hint = person.find(QLabel, "report_hint")
    hands.move(_chart(person), _place(person, 0, 1))
    said = child(person.window, QLabel, "report_chart_tip_people")
    words = f"Click or Enter lists {counted(count, 'customer', 'customers')}"
    person.qtbot.waitUntil(lambda: said.text() == words, timeout=60_000)
    assert said.isVisible()
    hands.move(_chart(person), QPoint(2, 2))
    assert said.text() == ""
    person.click("report_switch")
    assert not hint.isVisible()


def test_that_a_chart_has_the_whole_width_until_people_are_listed_and_when_they_have_left(person: Person) -> None:
    person.window.resize(1700, 900)
    until_drawn(person)
    page = child(person.window, QWidget, "report_page")

    def share() -> float:
        return _chart(person).width() / page.width()

    person.qtbot.waitUntil(lambda: share() > 0.9, timeout=60_000)
    _list_people(person)
    person.qtbot.waitUntil(lambda: share() < 0.7, timeout=60_000)
    person.click("people_close")
    person.qtbot.waitUntil(lambda: share() > 0.9, timeout=60_000)


def test_that_a_list_beside_a_high_chart_comes_along_when_one_scrolls(sit: Sit, tmp_path: Path) -> None:
    events = tmp_path / "orders.csv"
    rows = [f"c{at},2024-03-01T10:00:00Z,visit,source {at % 60:02}," for at in range(120)]
    rows += [f"c{at},2024-03-02T10:00:00Z,purchase,,{10 + at}" for at in range(120)]
    events.write_text("\n".join(("customer_id,timestamp,event,utm_source,amount", *rows)), encoding="utf-8")
    person = sit(workspace_at(tmp_path / "w.rehearse", datasets=[import_files("o", [Source(events, "events")])]))
    person.window.resize(1600, 800)
    person.window.show_place(PlaceName.RESULTS)
    person.rest()
    person.click("card_attribution")
    until_drawn(person)
    bar = person.find(QScrollArea, "results_page").verticalScrollBar()
    person.qtbot.waitUntil(lambda: bar.maximum() > 800, timeout=60_000)
    bar.setValue(bar.maximum())
    hands.click(_chart(person), _place(person, 55, 2))
    person.rest()
    for name in ("people_count", "people_find", "people_segment"):
        person.qtbot.waitUntil(partial(_visible, person, name), timeout=60_000)
    bar.setValue(bar.maximum() // 2)
    person.qtbot.waitUntil(partial(_visible, person, "people_count"), timeout=60_000)


def test_that_the_list_is_searched_and_what_was_found_becomes_the_segment(person: Person) -> None:
    table = child(person.window, QTableWidget, "report_table")
    whole = table.rowCount() - 1  # all customers
    hands.click(person.find(QPushButton, "report_switch"))
    item = table.item(whole, 1)
    assert item is not None
    hands.double_click(table.viewport(), table.visualItemRect(item).center())
    person.rest()
    person.write("people_find", "b", stays=True)
    count = person.find(QLabel, "people_count")
    person.qtbot.waitUntil(lambda: count.text() == "1 of 3 customers", timeout=60_000)
    _make_segment(person, "Only b")
    workspace = workspace_of(person)
    data = workspace.datasets.load("orders")
    assert data.customer_ids.filter(pa.array(data.lists["Only b"])).to_pylist() == ["b"]
