"""An empty canvas guides: what starts the journey, or which template."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from app.desktop.shell.side_bar import PlaceName
from tests.desktop.conftest import Sit
from tests.desktop.in_sight import cut, unreachable
from tests.person.person import Person, child


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    made = sit(workspace_path)
    made.bench.begin_scenario("")
    made.rest()
    return made


@pytest.mark.parametrize("size", [(960, 600), (1920, 1080)])
def test_that_the_guide_is_whole_and_offers_entries_and_templates(person: Person, size: tuple[int, int]) -> None:
    person.window.resize(*size)
    person.qtbot.waitUntil(lambda: not unreachable(person.window) + cut(person.window))
    guide = person.find(QWidget, "emptyGuide")
    names = {made.objectName() for made in guide.findChildren(QPushButton)}
    assert {"begin_with_entry_event", "begin_with_entry_audience", "begin_with_template_welcome"} <= names
    assert len(names) == 4 + 5 + 1


def test_that_an_entry_is_added_and_its_form_is_open(person: Person) -> None:
    person.click("begin_with_entry_date")
    assert [node.type for node in person.scenario.nodes] == ["entry_date"]
    assert not child(person.top, QWidget, "emptyGuide").isVisible()
    assert person.inspector.findChild(QWidget, "nodePage") is not None
    person.session.undo_stack.undo()
    assert child(person.top, QWidget, "emptyGuide").isVisible()


def test_that_a_template_takes_the_place_of_the_empty_scenario(person: Person) -> None:
    person.click("begin_with_template_welcome")
    person.rest()
    assert person.session.scenario.id == "welcome"
    assert not child(person.view, QWidget, "emptyGuide").isVisible()


def test_that_all_templates_are_one_click_away(person: Person) -> None:
    person.click("begin_with_gallery")
    assert person.window.place is PlaceName.HOME


def test_that_a_node_can_be_dropped_where_the_guide_stands(person: Person) -> None:
    before = set(person.view.canvas.nodes)
    person.drop_kind("wait", person.view.viewport().rect().center())
    assert len(set(person.view.canvas.nodes) - before) == 1


def test_that_the_guide_stays_in_the_middle_of_a_canvas_that_is_scrolled(person: Person) -> None:
    guide = person.find(QWidget, "emptyGuide")
    before = guide.geometry()
    person.view.camera.scroll_by(120, 80)
    assert guide.geometry() == before
