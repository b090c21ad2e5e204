"""Presentation: the canvas alone on the whole screen, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.desktop.conftest import Sit
from tests.person.hands import CONTROL
from tests.person.person import Person


def begun(sit: Sit, path: Path) -> Person:
    person = sit(path)
    person.key(Qt.Key.Key_3, CONTROL)
    person.pick("new_menu", "Abandoned cart")
    person.rest()
    person.qtbot.waitUntil(lambda: person.bench.scenario.area is not None)
    person.view.setFocus()
    return person


def test_that_f11_leaves_the_canvas_alone_and_escape_brings_everything_back(sit: Sit, workspace_path: Path) -> None:
    person = begun(sit, workspace_path)
    person.window.resize(780, 700)  # the screen of tests is not much larger
    person.view.camera.zoom_to(1.2)
    person.view.camera.centre_on((300, 100))
    person.key(Qt.Key.Key_F11)
    window, bench = person.window, person.bench
    person.qtbot.waitUntil(lambda: person.view.width() == window.width())
    assert window.isFullScreen()
    assert person.view.height() == window.height()
    assert person.view.camera.sight is None
    assert person.view.camera.shown().contains(person.view.canvas.content_rect())
    person.key(Qt.Key.Key_Escape)
    person.qtbot.waitUntil(lambda: person.view.width() < window.width())
    assert not bench.menu_bar.presentation.is_on
    assert not window.isFullScreen()
    assert window.side_bar.isVisible()
    assert window.menuBar().height() > 0
    sight = person.view.camera.sight
    assert sight is not None
    assert round(sight.scale, 3) == 1.2
    assert sight.centre == pytest.approx((300, 100), abs=2)


def test_that_escape_ends_a_gesture_before_it_ends_the_presentation(sit: Sit, workspace_path: Path) -> None:
    person = begun(sit, workspace_path)
    person.key(Qt.Key.Key_F11)
    person.qtbot.waitUntil(lambda: person.view.width() == person.window.width())
    at = person.card("reminder")
    person.press(at)
    person.move(at + (person.card("hour") - at) / 2)
    person.key(Qt.Key.Key_Escape)
    assert person.bench.menu_bar.presentation.is_on
    person.release(at)
    person.key(Qt.Key.Key_F11)
    person.qtbot.waitUntil(lambda: not person.window.isFullScreen())


def test_that_keys_fold_the_panels_and_buttons_show_which_are_open(sit: Sit, workspace_path: Path) -> None:
    person = begun(sit, workspace_path)
    area = person.bench.scenario.area
    assert area is not None
    person.key(Qt.Key.Key_Backslash, CONTROL)
    assert (area.is_open("palette"), area.is_open("inspector")) == (False, False)
    person.key(Qt.Key.Key_BracketLeft, CONTROL)
    assert (area.is_open("palette"), area.is_open("inspector")) == (True, False)
    person.key(Qt.Key.Key_BracketRight, CONTROL)
    assert area.is_open("inspector")
    person.click("panel_palette")
    assert not area.is_open("palette")
