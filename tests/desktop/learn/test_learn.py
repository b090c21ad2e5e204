"""Learn: every node kind, found by what people call it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget
from pytestqt.qtbot import QtBot

from app.desktop.learn.place import LearnPlace
from app.desktop.learn.reference import CONTROL_WORDS, field_rows, port_rows
from app.guides.lessons.lesson import bundled_lessons
from app.look.palette import DARK, LIGHT
from app.nodes.catalogue import KINDS
from app.nodes.kind import Control
from tests.person.person import Person, child


@pytest.fixture
def place(qtbot: QtBot) -> LearnPlace:
    made = LearnPlace(LIGHT)
    qtbot.addWidget(made)
    made.enter()
    made.show()
    return made


def _pages(place: LearnPlace) -> list[str]:
    listed = child(place, QListWidget, "learn_list")
    return [key for at in range(listed.count()) if (key := listed.item(at).data(Qt.ItemDataRole.UserRole))]


def _texts(place: LearnPlace) -> str:
    return "\n".join(label.text() for label in place.findChildren(QLabel))


def test_that_every_kind_has_a_page(place: LearnPlace) -> None:
    assert _pages(place) == [*(f"lesson:{lesson.id}" for lesson in bundled_lessons()), *KINDS]


def test_that_the_tour_stands_first_with_what_its_steps_reach(place: LearnPlace) -> None:
    tour = bundled_lessons()[0]
    assert tour.id == "tour"
    assert all(step.aim in _texts(place) for step in tour.steps)


def test_that_search_finds_a_kind_by_its_synonym(place: LearnPlace, qtbot: QtBot) -> None:
    Person(place, qtbot).write("learn_search", "a/b")
    assert _pages(place) == ["split"]
    assert "Split" in _texts(place)


def test_that_a_page_shows_every_parameter_and_way_out(place: LearnPlace, qtbot: QtBot) -> None:
    Person(place, qtbot).write("learn_search", "wait_for")
    shown = _texts(place)
    assert all(row.name in shown for row in (*field_rows(KINDS["wait_for"]), *port_rows(KINDS["wait_for"])))


def test_that_the_chosen_page_stays_when_the_colours_change(place: LearnPlace, qtbot: QtBot) -> None:
    listed = child(place, QListWidget, "learn_list")
    listed.setCurrentRow(listed.count() - 1)
    before = child(place, QLabel, "learn_kind_title").text()
    place.show_palette(DARK)
    assert [label.text() for label in place.findChildren(QLabel, "learn_kind_title")][-1] == before


def test_that_every_way_of_asking_is_explained() -> None:
    assert set(CONTROL_WORDS) == set(Control)
