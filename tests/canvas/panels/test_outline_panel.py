"""The outline is an equal of the canvas: what is selected there is selected here, and it is edited by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from app.canvas.session import ScenarioSession
from app.desktop.scenario.editing_area import EditingArea
from app.look.palette import LIGHT
from app.scenario.graph import Edge, NodeId
from tests.builders.scenarios import placed
from tests.person.person import Person

Key = Qt.Key
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NODES = {
    "start": ("entry_event", 0.0, 0.0),
    "hold": ("wait", 300.0, 0.0),
    "mail": ("email", 600.0, 0.0),
    "text": ("sms", 900.0, 300.0),
}
WIRES = (("start", "out", "hold"), ("hold", "out", "mail"))


@pytest.fixture
def person(qtbot: QtBot) -> Person:
    area = EditingArea(ScenarioSession(placed(NODES, WIRES), check=lambda *_: ()), LIGHT)
    area.session.setParent(area)
    qtbot.addWidget(area)
    area.resize(1280, 760)
    with qtbot.waitActive(area):
        area.show()
        area.activateWindow()
    area.show_outline(is_shown=True)
    return Person(area, qtbot)


def listed(person: Person) -> QListView:
    return person.find(QListView, "outlineList")


def model(person: Person) -> QAbstractItemModel:
    return listed(person).model()


def rows(person: Person) -> list[str]:
    found = model(person)
    return [found.data(found.index(row, 0)) for row in range(found.rowCount())]


def test_that_the_selection_goes_with_that_of_the_canvas_both_ways(person: Person) -> None:
    assert rows(person) == ["Start", "Hold", "Mail", "Text"]
    person.key(Key.Key_Home)
    person.key(Key.Key_Down)
    assert person.session.selection.nodes == {"hold"}
    person.session.select([NodeId("text")])
    assert listed(person).currentIndex().row() == 3


def test_that_a_node_is_renamed_added_moved_connected_and_deleted_by_keys(person: Person) -> None:
    person.key(Key.Key_Home)
    person.key(Key.Key_Down)
    person.key(Key.Key_F2)
    person.keys("Pause")
    person.key(Key.Key_Return)
    assert person.scenario.node("hold").label == "Pause"
    assert listed(person).hasFocus()
    person.key(Key.Key_Tab)
    person.keys("score")
    person.key(Key.Key_Return)
    added = person.scenario.nodes[-1].id
    assert rows(person) == ["Start", "Pause", person.scenario.nodes[-1].label, "Mail", "Text"]
    assert person.session.selection.nodes == {added}
    assert listed(person).currentIndex().row() == 2
    person.key(Key.Key_Up, ALT)
    assert [edge.source for edge in person.scenario.edges if edge.target == "hold"] == [added]
    person.session.select([NodeId("mail")])
    person.key(Key.Key_C, SHIFT)
    person.keys("text")
    person.key(Key.Key_Return)
    assert person.scenario.edges[-1] == Edge(NodeId("mail"), "out", NodeId("text"))
    assert person.session.selection.nodes == {"text"}
    assert listed(person).hasFocus()
    person.key(Key.Key_Delete)
    assert "Text" not in rows(person)


def test_that_a_line_says_its_level_its_words_and_its_problems(person: Person) -> None:
    found = model(person)
    spoken = found.data(found.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("level 1, Wait: Hold, Wait ")


def test_that_enter_leads_to_the_form(person: Person) -> None:
    person.key(Key.Key_Home)
    person.key(Key.Key_Return)
    assert person.inspector.isAncestorOf(person.top.focusWidget())


def test_that_the_palette_comes_back_when_the_outline_goes(person: Person) -> None:
    area = person.top
    assert isinstance(area, EditingArea)
    assert not area.palette_panel.isVisible()
    area.show_outline(is_shown=False)
    assert area.palette_panel.isVisible()
    assert person.view.hasFocus()
