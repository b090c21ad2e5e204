"""Keyboard shortcuts can be given other keys: the choice holds, is kept, and no keys call two commands."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.shell.preferences import Preferences
from app.desktop.workbench.menus.key_bindings import KeyBindings
from tests.desktop.conftest import Sit
from tests.desktop.workbench.menus.menu_window import MenuWindow, sit_before
from tests.person.hands import CONTROL
from tests.person.person import Person, child

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


Before = tuple[MenuWindow, Person]


@pytest.fixture
def before(qtbot: QtBot, tmp_path: Path) -> Before:
    return sit_before(qtbot, tmp_path)


def keys_of(window: QWidget, name: str) -> list[str]:
    return [keys.toString() for keys in child(window, QAction, name).shortcuts()]


def ask_for(person: Person, command: str) -> None:
    """Open the list by its keys and look for a command, without the mouse."""
    person.key(Key.Key_Slash, CONTROL)
    person.find(QTreeWidget, "shortcut_list")
    person.keys(command)
    person.key(Key.Key_Tab)


def go_to(person: Person, name: str) -> None:
    """Walk to a widget of that name by Tab."""
    for _ in range(20):
        widget = person.top.findChild(QPushButton, name) or person.top.findChild(QLineEdit, name)
        if widget is not None and widget.hasFocus():
            return
        person.key(Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {name}")


def test_that_a_command_gets_other_keys_without_the_mouse_and_they_are_kept(before: Before) -> None:
    window, person = before
    ask_for(person, "tidy")
    go_to(person, "shortcut_keys")
    person.key(Key.Key_T, ALT)
    go_to(person, "shortcut_set")
    person.key(Key.Key_Space)
    assert keys_of(window, "canvas.arrange") == ["Alt+T"]
    assert KeyBindings(list, window.preferences).keys("canvas.arrange") == [QKeySequence("Alt+T")]


def test_that_keys_that_are_taken_are_told_and_taken_over(before: Before) -> None:
    window, person = before
    ask_for(person, "tidy")
    go_to(person, "shortcut_keys")
    person.key(Key.Key_D, CONTROL)
    assert "Duplicate" in person.find(QLabel, "shortcut_said").text()
    assert person.find(QPushButton, "shortcut_set").text() == "Take over"
    person.click("shortcut_set")
    assert keys_of(window, "canvas.arrange") == ["Ctrl+D"]
    assert keys_of(window, "canvas.duplicate") == []


def test_that_keys_that_mean_something_everywhere_are_refused_with_the_reason(before: Before) -> None:
    window, person = before
    ask_for(person, "save scenario")
    go_to(person, "shortcut_keys")
    for key, words in ((Key.Key_S, "hold Ctrl or Alt"), (Key.Key_Left, "arrow keys walk")):
        person.key(key)
        assert words in person.find(QLabel, "shortcut_said").text()
        assert not person.find(QPushButton, "shortcut_set").isEnabled()
    assert window.called == ["shortcuts"]


def test_that_the_usual_keys_come_back_for_one_and_for_all(before: Before) -> None:
    window, person = before
    window.bindings.bind("canvas.arrange", [QKeySequence("Ctrl+D")])
    window.bindings.bind("run", [QKeySequence("Ctrl+Return")])
    window.bindings.reset("canvas.duplicate")
    assert keys_of(window, "canvas.duplicate") == ["Ctrl+D"]
    assert keys_of(window, "canvas.arrange") == []
    ask_for(person, "")
    person.click("shortcut_reset_all")
    assert keys_of(window, "canvas.arrange") == ["Ctrl+Shift+L"]
    assert keys_of(window, "run") == ["F5"]


def test_that_a_choice_holds_for_the_next_scenario_and_is_said_at_the_buttons(sit: Sit) -> None:
    person = sit(None)
    bindings = person.bench.menu_bar.bindings
    person.bench.scenario.editor.new()
    bindings.bind("canvas.arrange", [QKeySequence("Alt+T")])
    bindings.bind("run", [QKeySequence("F9")])
    assert child(person.window, QPushButton, "scenario_run").toolTip() == "Run (F9)"
    person.bench.scenario.editor.new()
    assert keys_of(person.view, "canvas.arrange") == ["Alt+T"]
    bindings.reset_all()
    assert keys_of(person.view, "canvas.arrange") == ["Ctrl+Shift+L"]


def test_that_no_keys_call_two_commands_whatever_is_chosen(before: Before) -> None:
    window, _ = before
    for name, text in (("run", "F7"), ("validate", "F5"), ("save", "Ctrl+D"), ("canvas.fit", "C"), ("run", "Ctrl+S")):
        window.bindings.bind(name, [QKeySequence(text)])
    window.bindings.reset("save")
    window.bindings.reset("validate")
    counts = Counter(keys.toString() for command in window.bindings.commands for keys in command.action.shortcuts())
    assert [keys for keys, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("damage", [[1], "F5", {"run": 7}, {"run": [None, "no such keys at all"]}])
def test_that_damaged_choices_mean_the_usual_keys(tmp_path: Path, damage: object) -> None:
    preferences = Preferences(tmp_path / "window.json")
    preferences.put("keys", damage)
    assert [keys for keys in KeyBindings(list, preferences).keys("run") if keys.toString()] == []
