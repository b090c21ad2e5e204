"""The laws of all menus: each letter means one thing, keys are the platform's, and nothing acts out of sight."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from app.canvas.commands.actions import canvas_actions
from app.canvas.view import CanvasView
from app.desktop.shell.side_bar import PlaceName
from tests.desktop.conftest import Sit
from tests.person.hands import CONTROL
from tests.person.person import Person, child


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    made = sit(workspace_path)
    made.bench.begin_scenario("welcome")
    made.rest()
    return made


def _menus(person: Person) -> Iterator[tuple[str, list[QAction]]]:
    yield "menu bar", person.window.menuBar().actions()
    for menu in person.window.findChildren(QMenu):
        menu.aboutToShow.emit()
        yield menu.objectName() or menu.title(), menu.actions()


def _letter(action: QAction) -> str:
    found = re.search(r"&([^&])", action.text().replace("&&", ""))
    return found[1].casefold() if found else ""


def test_that_each_letter_of_a_menu_means_one_action(person: Person) -> None:
    for name, actions in _menus(person):
        counts = Counter(letter for action in actions if (letter := _letter(action)))
        assert [letter for letter, count in counts.items() if count > 1] == [], name


def test_that_each_key_of_the_window_means_one_action(person: Person) -> None:
    actions = {id(action): action for _, actions in _menus(person) for action in actions}
    counts = Counter(keys.toString() for action in actions.values() for keys in action.shortcuts())
    assert [keys for keys, count in counts.items() if count > 1] == []


def test_that_redo_has_the_platforms_key_and_both_that_people_know(person: Person) -> None:
    redo = child(person.view, QAction, "canvas.redo")
    keys = {sequence.toString() for sequence in redo.shortcuts()}
    assert {"Ctrl+Shift+Z", "Ctrl+Y"} <= keys
    assert redo.shortcut() == QKeySequence.keyBindings(QKeySequence.StandardKey.Redo)[0]


def test_that_about_and_quit_have_their_roles_and_nothing_else_is_moved(person: Person) -> None:
    roles = {action.objectName(): action.menuRole() for _, actions in _menus(person) for action in actions}
    assert roles["about"] is QAction.MenuRole.AboutRole
    assert roles["quit"] is QAction.MenuRole.QuitRole
    assert roles["save"] is roles["export_report"] is QAction.MenuRole.NoRole


def test_that_undo_acts_on_what_is_in_sight_only(person: Person) -> None:
    person.session.select()
    person.write("scenario.name.field", "Mine")
    changed = person.session.scenario
    undo = child(person.view, QAction, "canvas.undo")
    for place in (PlaceName.HOME, PlaceName.DATA, PlaceName.RESULTS, PlaceName.LEARN):
        person.window.show_place(place)
        person.key(Qt.Key.Key_Z, CONTROL)
        assert not undo.isEnabled()
        assert person.session.scenario is changed
    person.window.show_place(PlaceName.SCENARIO)
    assert undo.isEnabled()
    assert person.find(CanvasView, person.view.objectName()) is person.view
    person.key(Qt.Key.Key_Z, CONTROL)
    assert person.session.scenario.name == "Welcome"
    assert not undo.isEnabled()


def test_that_the_canvas_keeps_its_commands_however_often_the_menu_is_filled(person: Person) -> None:
    menu = child(person.window, QMenu, "edit_menu")
    before = [action.text() for action in menu.actions()]
    for _ in range(2):
        person.bench.scenario.area_changed.emit()
    assert [action.text() for action in menu.actions()] == before
    assert {"canvas.undo", "canvas.cut", "canvas.delete", "canvas.arrange"} <= {
        action.objectName() for action in canvas_actions(person.view)
    }
