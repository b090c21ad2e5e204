"""The command palette: every command of the window by its name, from wherever the keyboard is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QTreeWidget
from pytestqt.qtbot import QtBot

from app.desktop.workbench.menus.commands import commands_of
from tests.desktop.conftest import Sit
from tests.desktop.workbench.menus.menu_window import MenuWindow, sit_before
from tests.person.hands import CONTROL
from tests.person.person import Person

Key = Qt.Key
Before = tuple[MenuWindow, Person]


@pytest.fixture
def before(qtbot: QtBot, tmp_path: Path) -> Before:
    return sit_before(qtbot, tmp_path)


def rows(person: Person) -> list[tuple[str, str]]:
    tree = person.find(QTreeWidget, "command_list")
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [(item.text(0), item.text(1)) for item in items if item is not None]


def open_palette(person: Person, text: str = "") -> None:
    person.key(Key.Key_K, CONTROL)
    assert person.find(QLineEdit, "command_field").hasFocus()
    person.keys(text)


def test_that_it_lists_every_command_of_the_window_with_its_keys(sit: Sit, workspace_path: Path) -> None:
    person = sit(workspace_path)
    person.bench.begin_scenario("welcome")
    person.rest()
    person.view.setFocus()
    person.session.select([person.scenario.nodes[0].id])
    open_palette(person)
    keys = dict(rows(person))
    assert len(keys) == len(commands_of(person.window.menuBar())) > 50
    assert keys["Run › Run the scenario"] == "F5"
    assert keys["Edit › Duplicate"] == "Ctrl+D"
    person.keys("duplicate")
    person.key(Key.Key_Return)
    assert person.view.hasFocus()
    assert person.scenario.nodes[-1].type == person.scenario.nodes[0].type


def test_that_enter_does_what_fits_best_and_gives_the_keyboard_back(before: Before) -> None:
    window, person = before
    open_palette(person, "tidy")
    person.key(Key.Key_Return)
    assert window.called == ["palette", "canvas.arrange"]
    assert not window.palette_panel.isVisible()
    assert window.field.hasFocus()
    assert window.field.text() == "text"  # to a field the same keys mean to delete the rest of the line


def test_that_what_was_done_last_stands_first_next_time(before: Before) -> None:
    _, person = before
    for text in ("validate", "dupl"):
        open_palette(person, text)
        person.key(Key.Key_Return)
    open_palette(person)
    assert [row for row, _ in rows(person)][:3] == ["Edit › Duplicate", "Run › Validate", "File › Save scenario"]


def test_that_arrows_choose_and_escape_does_nothing(before: Before) -> None:
    window, person = before
    open_palette(person, "run")
    person.key(Key.Key_Down)
    field = person.find(QLineEdit, "command_field")
    assert field.accessibleDescription() == " ".join(rows(person)[1]).strip()
    person.key(Key.Key_Up)
    person.key(Key.Key_Escape)
    assert window.field.hasFocus()
    assert window.called == ["palette"]


def test_that_what_cannot_be_done_stands_last_and_is_not_done(before: Before) -> None:
    window, person = before
    window.action("save").setEnabled(False)
    open_palette(person)
    assert rows(person)[-1][0] == "File › Save scenario"
    person.keys("save")
    person.key(Key.Key_Return)
    assert window.palette_panel.isVisible()
    assert window.called == ["palette"]


def test_that_a_click_chooses_and_a_click_elsewhere_closes(before: Before) -> None:
    window, person = before
    open_palette(person, "valid")
    tree = person.find(QTreeWidget, "command_list")
    person.click(tree.viewport(), tree.visualItemRect(tree.topLevelItem(0)).center())  # type: ignore[arg-type]
    assert window.called == ["palette", "validate"]
    open_palette(person)
    person.click(window.field, QPoint(6, 8))
    assert not window.palette_panel.isVisible()
