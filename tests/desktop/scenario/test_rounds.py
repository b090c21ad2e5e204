"""F6 leads around the panels, Escape to the canvas, and one always sees where the keyboard is."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.desktop.scenario.forecasting.run_mode import RunMode
from app.desktop.shell.side_bar import PlaceName
from tests.desktop.conftest import Sit
from tests.person.person import Person

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
MOST_STOPS = 120


@pytest.fixture
def person(sit: Sit) -> Person:
    made = sit(None)
    made.bench.scenario.editor.new("welcome")
    made.window.show_place(PlaceName.SCENARIO)
    made.qtbot.waitUntil(lambda: made.bench.scenario.area is not None)
    made.view.setFocus()
    return made


def here(person: Person) -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "the keyboard is nowhere"
    return widget


def region(person: Person) -> str:
    """The part of the window that has the keyboard."""
    found = [part for part in person.window.regions if part is here(person) or part.isAncestorOf(here(person))]
    assert len(found) == 1
    return found[0].objectName() or "bar"


def picture_of(window: QWidget, widget: QWidget) -> QImage:
    """What is seen of a widget and just around it."""
    room = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-3, -3, 3, 3)
    return window.grab(room.intersected(window.rect())).toImage()


def test_that_f6_goes_around_all_panels_and_back_and_finds_what_was_left(person: Person) -> None:
    forth = []
    for _ in range(6):
        forth.append(region(person))
        person.key(Key.Key_F6)
    assert forth == ["canvas", "inspector", "side_bar", "bar", "figures_bar", "palette"]
    assert region(person) == "canvas"
    person.key(Key.Key_F6)
    person.key(Key.Key_Tab)
    left = here(person)
    person.key(Key.Key_F6, SHIFT)
    assert region(person) == "canvas"
    person.key(Key.Key_F6)
    assert here(person) is left
    for template in ("win_back", "welcome"):  # what the keyboard went around makes way for other panels
        person.bench.scenario.editor.new(template)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    person.view.setFocus()
    person.key(Key.Key_F6)
    assert region(person) == "inspector"
    person.bench.scenario.modes.choose(RunMode.FORECAST)
    assert person.find(QPushButton, "mode_more").text() == "100 ×"


def test_that_escape_leads_to_the_canvas_from_every_panel(person: Person) -> None:
    for _ in range(6):
        person.key(Key.Key_F6)
        person.key(Key.Key_Tab)
        person.key(Key.Key_Escape)
        assert region(person) == "canvas"
        person.key(Key.Key_F6, SHIFT)
        person.key(Key.Key_F6)


def test_that_one_sees_where_the_keyboard_is_at_every_stop(person: Person) -> None:
    person.session.select([next(node.id for node in person.scenario.nodes if node.type == "email")])
    person.key(Key.Key_F6)
    seen: list[QWidget] = []
    unseen = []
    while len(seen) < MOST_STOPS and here(person) not in seen:
        widget = here(person)
        seen.append(widget)
        lit = picture_of(person.window, widget)
        if widget is person.view:
            person.key(Key.Key_F6)
        else:
            person.key(Key.Key_Tab)
        if picture_of(person.window, widget) == lit:
            unseen.append(f"{type(widget).__name__} {widget.objectName()}")
    assert len(seen) > 14
    assert unseen == []
