"""Segments in the window: made, changed in the canvas' own builder with a live count, listed, kept, undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTabWidget,
    QToolButton,
    QWidget,
)

from app.desktop.shell.side_bar import PlaceName
from app.workspace.store import Workspace
from tests.builders.scenarios import kind, scenario
from tests.builders.workspaces import small_workspace
from tests.desktop.conftest import Sit
from tests.person.person import Person, child

VIP = '{"attribute": "vip", "op": "eq", "value": true}'


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    made = sit(small_workspace(tmp_path / "shop.rehearse"))
    made.window.show_place(PlaceName.DATA)
    made.rest()
    made.find(QTabWidget, "dataset_tabs").setCurrentIndex(5)
    made.rest()
    return made


def _workspace(person: Person) -> Workspace:
    workspace = person.bench.desk.workspace
    assert workspace is not None
    return workspace


def _make(person: Person, name: str, button: str = "segment_first") -> None:
    person.click(button)
    _answer(person, name)
    person.rest()


def _answer(person: Person, text: str) -> None:
    dialog = person.find(QDialog, "text_dialog")
    child(dialog, QLineEdit, "text_answer").setText(text)
    person.click(child(dialog, QPushButton, "text_ok"))
    _come_back(person)


def _come_back(person: Person) -> None:
    person.window.activateWindow()  # a window manager does so when a dialog is gone
    person.qtbot.waitUntil(person.window.isActiveWindow)


def _write(person: Person, text: str) -> None:
    button = person.find(QPushButton, "segment_condition.asText")
    if not button.isChecked():
        person.click(button)
    editor = next(each for each in person.window.findChildren(QPlainTextEdit) if each.isVisible())
    editor.setPlainText(text)


def _count(person: Person) -> str:
    return person.find(QLabel, "segment_count").text()


def test_that_a_new_segment_holds_everybody_until_it_says_more(person: Person) -> None:
    _make(person, "VIP")
    assert _count(person).startswith("3 of 3")
    _write(person, VIP)
    person.qtbot.waitUntil(lambda: _count(person).startswith("1 of 3"))
    assert list(_workspace(person).segments.all()) == ["VIP"]


def test_that_its_people_are_shown_and_kept_as_a_list(person: Person) -> None:
    _make(person, "VIP")
    _write(person, VIP)
    person.qtbot.waitUntil(lambda: _count(person).startswith("1 of 3"))
    person.click("segment_save_list")
    _answer(person, "vips")
    person.rest()
    assert _workspace(person).datasets.load("shop").lists["vips"].sum() == 1
    said = person.find(QLabel, "saved_list")
    assert said.text().startswith("Saved: 1 customer is on the list “vips” of shop.")
    person.click("saved_list_show")
    person.rest()
    model = person.find(QTableView, "customers_table").model()
    assert [str(model.data(model.index(row, 0))) for row in range(model.rowCount())] == ["anna"]
    person.click("saved_list_close")
    assert not said.isVisible()


def test_that_what_is_done_to_a_segment_is_undone_step_by_step(person: Person) -> None:
    _make(person, "VIP")
    _write(person, VIP)
    person.qtbot.waitUntil(lambda: _count(person).startswith("1 of 3"))
    person.click("data_undo")
    person.rest()
    assert _count(person).startswith("3 of 3")
    person.click("data_undo")
    person.rest()
    assert _workspace(person).segments.all() == {}


def test_that_what_was_undone_is_done_again(person: Person) -> None:
    _make(person, "VIP")
    _write(person, VIP)
    person.qtbot.waitUntil(lambda: _count(person).startswith("1 of 3"))
    for _ in range(2):
        person.click("data_undo")
        person.rest()
    for _ in range(2):
        person.click("data_redo")
        person.rest()
    assert _count(person).startswith("1 of 3")
    assert not person.find(QToolButton, "data_redo").isEnabled()


def test_that_a_segment_that_a_scenario_uses_is_neither_removed_nor_renamed(person: Person) -> None:
    _make(person, "VIP")
    asks = {"segment": "VIP", "condition": {"all": []}}
    start = kind("start", "entry_event", event="cart", condition=asks)
    _workspace(person).scenarios.save(replace(scenario([start]), name="Welcome"))
    person.click("segment_remove")
    person.click(child(person.find(QMessageBox, "confirm"), QPushButton, "confirm_yes"))
    person.rest()
    assert person.messages == ["“VIP” cannot be removed: the scenario “Welcome” uses it."]
    person.click(person.find(QMessageBox, "message").buttons()[0])
    _come_back(person)
    person.write("segment_name", "Very important")
    person.rest()
    assert person.messages == ["“VIP” cannot be renamed: the scenario “Welcome” uses it."]
    assert person.find(QLineEdit, "segment_name").text() == "VIP"
    assert list(_workspace(person).segments.all()) == ["VIP"]


def test_that_a_segment_is_made_of_others_but_not_of_itself(person: Person) -> None:
    _make(person, "VIP")
    _write(person, VIP)
    _make(person, "Not them", "segment_new")
    _write(person, '{"not": {"segment": "VIP"}}')
    person.qtbot.waitUntil(lambda: _count(person).startswith("2 of 3"))
    _write(person, '{"segment": "Not them"}')
    problem = child(person.window, QLabel, "segment_problem")
    person.qtbot.waitUntil(lambda: "cannot be asked of" in problem.text())


def test_that_a_segment_is_renamed_in_its_field(person: Person) -> None:
    _make(person, "VIP")
    person.write("segment_name", "Very important")
    person.rest()
    assert list(_workspace(person).segments.all()) == ["Very important"]


def test_that_what_the_data_do_not_hold_is_said_in_place_of_a_count(person: Person) -> None:
    _make(person, "Tall")
    _write(person, '{"attribute": "height", "op": "gt", "value": 2}')
    problem = child(person.window, QLabel, "segment_problem")
    person.qtbot.waitUntil(lambda: "cannot be asked of" in problem.text())
    assert not person.find(QPushButton, "segment_people").isEnabled()
    _write(person, '{"event": "bought"}')
    person.qtbot.waitUntil(lambda: problem.text().startswith("Nobody in the dataset ever did 'bought'"))
    assert _count(person).startswith("0 of 3")
    before = _workspace(person).segments.all()
    _write(person, '{"event": "buy", "since": "entry"}')
    assert problem.text().startswith("Not applied yet: A segment cannot ask for what was done “since entry”")
    assert _workspace(person).segments.all() == before


def test_that_the_builder_of_a_segment_offers_nothing_that_only_a_scenario_knows(person: Person) -> None:
    _make(person, "Buyers")
    add = person.find(QPushButton, "segment_condition.builder.parts.add").menu()
    offered = {action.text() for action in add.actions()}
    assert "Did something" in offered
    assert not offered & {"Property of the entry event", "Outcome of a message"}
    person.pick(add, "Did something")
    assert person.find(QWidget, "segment_condition.builder.parts[0].within").isVisible()
    assert not child(person.window, QWidget, "segment_condition.builder.parts[0].since").isVisible()


def test_that_tab_leads_from_a_condition_just_added_to_what_adds_another_and_on(person: Person) -> None:
    _make(person, "Czechs")
    person.pick(person.find(QPushButton, "segment_condition.builder.parts.add").menu(), "Customer attribute")
    stops = []
    for _ in range(5):
        focused = QApplication.focusWidget()
        assert focused is not None
        stops.append(focused.objectName().removeprefix("segment_condition.").removeprefix("builder.parts"))
        person.key(Qt.Key.Key_Tab)
    fields = ["[0].attribute.field", "[0].op.field", "[0].value.line.field"]
    assert stops == [*fields, ".add", "asText"]
    assert person.find(QPushButton, "segment_people").hasFocus()
