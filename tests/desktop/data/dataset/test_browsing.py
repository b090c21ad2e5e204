"""Looking at data in the window: searched, filtered, sorted, described, and customer by customer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pyarrow as pa
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView, QTabWidget, QWidget

from app.data.browsing.profile import profiles
from app.data.browsing.table import customers_table, events_table
from app.data.columns.column import Column, ColumnType
from app.data.importing.read import Imported
from app.desktop.data.dataset.pace_chart import PaceChart
from app.desktop.data.tables.heads import NAME_PX, ColumnHeads
from app.desktop.shell.side_bar import PlaceName
from tests.builders.datasets import dataset
from tests.desktop.conftest import Sit
from tests.desktop.in_sight import cut, unreachable
from tests.person.person import Person, child

EVENT, AMOUNT = 2, 3


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    made = sit(workspace_path)
    made.window.resize(1280, 800)
    made.window.show_place(PlaceName.DATA)
    made.rest()
    return made


def turn_to(person: Person, tab: int) -> QTableView:
    """Click on a tab; the table on it."""
    bar = person.find(QTabWidget, "dataset_tabs").tabBar()
    person.click(bar, bar.tabRect(tab).center())
    return person.find(QTableView, ("customers_table", "events_table", "columns_table")[tab])


def cells(table: QTableView, column: int, most: int = 1000) -> list[str]:
    model = table.model()
    return [str(model.data(model.index(row, column))) for row in range(min(model.rowCount(), most))]


def head_of(table: QTableView, column: int) -> tuple[ColumnHeads, QPoint]:
    """The heads, and the place of a column's name."""
    heads = table.horizontalHeader()
    assert isinstance(heads, ColumnHeads)
    return heads, QPoint(heads.sectionViewportPosition(column) + 40, NAME_PX // 2)


def settle(person: Person) -> None:
    """Wait until what was written has been looked for."""
    view = person.bench.data.view
    person.qtbot.waitUntil(lambda: not (view.customers.is_waiting or view.events.is_waiting))
    person.rest()


def test_that_a_search_finds_rows_by_any_column_in_both_tables(person: Person) -> None:
    person.write("find_rows", "user_0001")
    settle(person)
    assert cells(person.find(QTableView, "customers_table"), 0) == ["user_0001"]
    assert set(cells(turn_to(person, 1), 0)) == {"user_0001"}
    person.write("find_rows", "PURCHASE")
    settle(person)
    assert set(cells(turn_to(person, 1), EVENT)) == {"purchase"}
    person.write("find_rows", "")
    settle(person)
    assert turn_to(person, 1).model().rowCount() == 31_106


def test_that_a_column_is_filtered_under_its_name_and_all_come_back(person: Person) -> None:
    table = turn_to(person, 1)
    person.write(child(table, QLineEdit, f"filter_{EVENT}"), "=purchase")
    settle(person)
    bought = table.model().rowCount()
    assert set(cells(table, EVENT)) == {"purchase"}
    assert person.find(QLabel, "events_said").text() == f"{bought:,} of 31,106 rows"
    person.write(child(table, QLineEdit, "filter_1"), "noon")
    settle(person)
    assert "“noon” is not an instant" in person.find(QLabel, "events_said").text()
    assert person.messages == []
    person.click("events_all")
    settle(person)
    assert table.model().rowCount() == 31_106
    assert child(table, QLineEdit, f"filter_{EVENT}").text() == ""


def test_that_clicks_on_a_name_sort_up_down_and_not_at_all(person: Person) -> None:
    table = person.find(QTableView, "customers_table")
    before = cells(table, 1)
    orders = []
    for _ in range(3):
        person.click(head_of(table, 1)[0].viewport(), head_of(table, 1)[1])
        settle(person)
        orders.append(cells(table, 1))
    assert orders == [sorted(before, key=int), sorted(before, key=int, reverse=True), before]


def test_that_other_rows_are_seen_from_their_first_on(person: Person) -> None:
    table = turn_to(person, 1)
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    person.write(child(table, QLineEdit, f"filter_{EVENT}"), "=purchase")
    settle(person)
    assert table.rowAt(0) == 0


def test_that_two_fast_clicks_on_a_name_are_two_clicks(person: Person) -> None:
    table = person.find(QTableView, "customers_table")
    before = cells(table, 1)
    person.double_click(head_of(table, 1)[0].viewport(), head_of(table, 1)[1])
    settle(person)
    assert cells(table, 1) == sorted(before, key=int, reverse=True)


@pytest.mark.parametrize("size", [(960, 600), (1280, 800)], ids=["small", "usual"])
def test_that_escape_leaves_the_customer_who_was_clicked_on(person: Person, size: tuple[int, int]) -> None:
    person.window.resize(*size)
    table = person.find(QTableView, "customers_table")
    person.click(table.viewport(), table.visualRect(table.model().index(2, 1)).center())
    panel = person.find(QWidget, "customer_panel")
    person.key(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert table.hasFocus()  # to go on from the row
    person.key(Qt.Key.Key_Return)
    assert panel.isVisible()


def test_that_a_click_on_a_customer_shows_who_they_are_and_what_they_did(person: Person) -> None:
    table = turn_to(person, 1)
    person.write("find_rows", "user_0001")
    settle(person)
    place = table.visualRect(table.model().index(2, EVENT)).center()
    person.click(table.viewport(), place)
    panel = person.find(QWidget, "customer_panel")
    assert child(panel, QLabel, "customer_panel_id").text() == "user_0001"
    events = child(panel, QTableView, "customer_events")
    assert events.model().rowCount() == table.model().rowCount()
    assert cells(events, 0) == sorted(cells(table, 1))
    assert all(" · " in told for told in cells(events, 1) if told.startswith("purchase"))  # with what is known of it
    facts = child(panel, QTableView, "customer_facts")
    assert facts.model().headerData(0, Qt.Orientation.Horizontal) == "Attribute"
    header, room = facts.horizontalHeader(), facts.viewport().width()
    assert header.sectionViewportPosition(1) <= room / 2  # values are read, however long the names are
    assert [each.horizontalHeader().length() for each in (facts, events)] == [room, events.viewport().width()]
    assert events.wordWrap()  # what is too long for a line has two
    person.click("customer_panel_close")
    assert not panel.isVisible()


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)], ids=["small", "usual", "large"])
def test_that_a_customer_is_whole_in_every_window(person: Person, size: tuple[int, int]) -> None:
    person.window.resize(*size)
    table = turn_to(person, 1)
    person.click(table.viewport(), table.visualRect(table.model().index(0, 0)).center())
    assert person.find(QWidget, "customer_panel").isVisible()
    assert child(person.window, QLineEdit, "find_rows").isVisible() == table.isVisible()
    assert not unreachable(person.window) + cut(person.window)
    person.click("customer_panel_close")
    assert person.find(QTableView, "events_table") is table
    assert person.find(QLineEdit, "find_rows").isVisible()


def test_that_no_customer_is_shown_before_somebody_chooses_one_by_mouse_or_keys(person: Person) -> None:
    table = turn_to(person, 1)
    table.setFocus()
    assert not child(person.window, QWidget, "customer_panel").isVisible()
    person.key(Qt.Key.Key_Down)
    assert not child(person.window, QWidget, "customer_panel").isVisible()
    person.key(Qt.Key.Key_Return)
    assert person.find(QLabel, "customer_panel_id").text() == "user_0000"
    for _ in range(60):
        person.key(Qt.Key.Key_Down)
    assert person.find(QLabel, "customer_panel_id").text() == "user_0001"


def test_that_columns_are_described_over_them_and_in_their_tab(person: Person, shop: Imported) -> None:
    table = turn_to(person, 1)
    tip = str(table.model().headerData(EVENT, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole))
    figures = profiles(events_table(shop.dataset))[EVENT]
    assert f"{figures.distinct} different values" in tip
    assert "31,106 of 31,106 (100%) filled" in tip
    assert f"({figures.top[0][1]:,})" in tip
    described = turn_to(person, 2)
    heads = [str(described.model().headerData(at, Qt.Orientation.Horizontal)) for at in range(9)]
    assert heads[3:] == ["Values", "Filled", "Different", "Range", "Most frequent", "Role"]
    drawn = described.model().data(described.model().index(0, 3), Qt.ItemDataRole.UserRole)
    assert drawn in profiles(customers_table(shop.dataset))


def test_that_columns_are_searched_by_what_they_hold(person: Person) -> None:
    described = turn_to(person, 2)
    person.write("find_rows", "cohort")
    page = person.bench.data.view.columns
    person.qtbot.waitUntil(lambda: not page.is_waiting)
    person.rest()
    assert set(cells(described, 0)) == {"user_cohort"}


def test_that_the_search_stands_over_tables_alone(person: Person) -> None:
    search = person.find(QLineEdit, "find_rows")
    bar = person.find(QTabWidget, "dataset_tabs").tabBar()
    before = bar.mapTo(person.window, QPoint(0, 0))
    for tab, is_there in ((3, False), (4, False), (2, True)):
        person.click(bar, bar.tabRect(tab).center())
        assert search.isVisible() == is_there
        assert bar.mapTo(person.window, QPoint(0, 0)) == before


def test_that_all_tabs_are_in_sight_in_a_small_window(person: Person) -> None:
    person.window.resize(960, 600)
    bar = person.find(QTabWidget, "dataset_tabs").tabBar()
    shown = [bar.tabRect(at) for at in range(bar.count()) if bar.isTabVisible(at)]
    assert all(bar.rect().contains(each) for each in shown)


def test_that_events_stand_over_time_and_follow_the_filter(person: Person) -> None:
    table = turn_to(person, 1)
    chart = person.find(PaceChart, "pace_chart")
    assert chart.pace is not None
    assert sum(chart.pace.counts) == 31_106
    person.write(child(table, QLineEdit, f"filter_{EVENT}"), "=purchase")
    settle(person)
    assert sum(chart.pace.counts) == table.model().rowCount() < 31_106


def test_that_a_dataset_without_events_says_what_to_do(person: Person) -> None:
    person.bench.data.view.show_dataset(dataset([{"id": "anna"}], []))
    bar = person.find(QTabWidget, "dataset_tabs").tabBar()
    person.click(bar, bar.tabRect(1).center())
    words = " ".join(label.text() for label in person.find(QWidget, "events_empty").findChildren(QLabel))
    assert "No events yet" in words
    assert "Drop a file" in words


def test_that_columns_are_measured_when_they_come_into_sight(person: Person) -> None:
    long = Column(ColumnType.TEXT, np.zeros(1, np.int32), pa.array(["a value of some length"]))
    wide = replace(dataset([{"id": "anna"}], []), attributes={f"c{at}": long for at in range(300)})
    person.bench.data.view.show_dataset(wide)
    person.rest()
    heads = head_of(person.find(QTableView, "customers_table"), 0)[0]
    narrow = heads.sectionSize(heads.count() - 2)
    assert heads.sectionSize(5) > narrow
    bar = person.find(QTableView, "customers_table").horizontalScrollBar()
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + bar.pageStep())
        QApplication.processEvents()  # what is measured is wider, and the bar longer
    assert heads.sectionSize(heads.count() - 2) == heads.sectionSize(5)


def test_that_what_is_looked_for_can_be_given_up(person: Person) -> None:
    table = turn_to(person, 1)
    gate = Event()
    person.bench.desk.browsing.start("Held up", lambda _: gate.wait(60))
    person.click(head_of(table, EVENT)[0].viewport(), head_of(table, EVENT)[1])
    person.write(child(table, QLineEdit, f"filter_{EVENT}"), "=purchase", stays=True)
    person.click("events_cancel")
    gate.set()
    person.rest()
    assert table.model().rowCount() == 31_106
    assert cells(table, 0)[0] == "user_0000"
    assert child(table, QLineEdit, f"filter_{EVENT}").text() == ""
    person.click(head_of(table, EVENT)[0].viewport(), head_of(table, EVENT)[1])
    settle(person)
    assert cells(table, EVENT) == sorted(cells(table, EVENT))
