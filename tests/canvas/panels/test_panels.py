"""The palette and the list of problems."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QListWidgetItem
from pytestqt.qtbot import QtBot

from app.canvas.input.gestures.drop_kind import KIND_MIME
from app.errors import Problem
from app.nodes.catalogue import KINDS
from app.scenario.edits import SetParams
from app.scenario.files import make_params
from app.scenario.graph import NodeId
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.person.person import Person


def rows(person: Person) -> list[QListWidgetItem]:
    found = person.palette.findChild(QListWidget, "paletteList")
    assert found is not None
    return [found.item(row) for row in range(found.count())]


def kinds(person: Person) -> list[str]:
    return [row.data(Qt.ItemDataRole.UserRole) for row in rows(person) if row.data(Qt.ItemDataRole.UserRole)]


def test_that_the_palette_groups_every_kind_by_family(sit: Sit) -> None:
    person = sit()
    assert sorted(kinds(person)) == sorted(KINDS)
    headings = [row.text() for row in rows(person) if not row.data(Qt.ItemDataRole.UserRole)]
    assert headings == ["Entries", "Flow", "Messages", "Profile and actions", "Ends"]


def test_that_the_palette_is_searched_by_synonym_and_enter_adds_behind_the_selected_node(sit: Sit) -> None:
    person = sit(placed({"start": ("entry_event", 0.0, 0.0)}))
    person.session.select([NodeId("start")])
    search = person.palette.findChild(QLineEdit, "paletteSearch")
    assert search is not None
    person.write(search, "delay", stays=True)
    assert kinds(person) == ["wait"]
    person.key(Qt.Key.Key_Return)
    assert person.scenario.edges[0].target == person.scenario.nodes[1].id
    assert person.scenario.nodes[1].type == "wait"
    assert len(kinds(person)) == len(KINDS)


def test_that_a_double_click_adds(sit: Sit) -> None:
    person = sit()
    found = person.palette.findChild(QListWidget, "paletteList")
    assert found is not None
    row = next(row for row in rows(person) if row.data(Qt.ItemDataRole.UserRole) == "sms")
    place = found.visualItemRect(row).center()
    person.click(found.viewport(), place)
    person.double_click(found.viewport(), place)
    assert [node.type for node in person.scenario.nodes] == ["sms"]


def test_that_a_row_is_dragged_as_its_kind(sit: Sit) -> None:
    person = sit()
    found = person.palette.findChild(QListWidget, "paletteList")
    assert found is not None
    data = found.mimeData([rows(person)[1]])
    assert bytes(data.data(KIND_MIME).data()) == b"entry_event"


def test_that_choosing_a_problem_selects_its_node_and_brings_it_into_sight(sit: Sit, qtbot: QtBot) -> None:
    wrong = Problem("no-subject", "Write a subject.", node="far", field="subject")
    nodes = {"start": ("entry_event", 0.0, 0.0), "far": ("email", 3000.0, 1500.0)}
    person = sit(placed(nodes), check=lambda *_: (wrong,))
    qtbot.waitUntil(lambda: bool(person.session.problems))
    found = person.problems.findChild(QListWidget, "problemList")
    assert found is not None
    assert found.item(0).text() == "Far – Write a subject."
    person.click(found.viewport(), found.visualItemRect(found.item(0)).center())
    assert person.session.selection.nodes == {"far"}
    assert person.view.camera.shown().contains(3000.0, 1500.0)
    found.setFocus()
    person.key(Qt.Key.Key_Return)
    here = QApplication.focusWidget()
    assert here is not None
    assert here.objectName() == "param.subject.field"
    found.clearSelection()
    person.view.setFocus()
    person.key(Qt.Key.Key_F2)
    person.keys("Away")
    person.key(Qt.Key.Key_Return)
    assert [item.text()[:4] for item in map(found.item, range(found.count()))] == ["Away"]  # as it is called now
    assert not found.selectedItems()  # the keyboard did not come by


def test_that_a_problem_of_the_settings_shows_the_scenario(sit: Sit, qtbot: QtBot) -> None:
    wrong = Problem("zone", "There is no time zone of that name.", field="timezone")
    person = sit(placed({"start": ("entry_event", 0.0, 0.0)}), check=lambda *_: (wrong,))
    qtbot.waitUntil(lambda: bool(person.session.problems))
    person.session.select([NodeId("start")])
    found = person.problems.findChild(QListWidget, "problemList")
    assert found is not None
    found.setFocus()
    assert [item.text() for item in found.selectedItems()] == ["Scenario – There is no time zone of that name."]
    person.key(Qt.Key.Key_Return)
    assert not person.session.selection
    here = QApplication.focusWidget()
    assert here is not None
    assert here.objectName() == "settings.timezone.field"


def test_that_an_event_nobody_did_and_a_node_nothing_leads_to_are_remarked_everywhere(sit: Sit, qtbot: QtBot) -> None:
    entry = make_params(KINDS["entry_event"], {"event": "purchsae"})
    nodes = {"start": ("entry_event", 0.0, 0.0), "alone": ("wait", 336.0, 0.0)}
    person = sit(SetParams(NodeId("start"), entry).apply(placed(nodes))[0])
    person.session.select([NodeId("start")])
    qtbot.waitUntil(lambda: len(person.session.problems) == 2)
    start, alone = (person.view.canvas.nodes[NodeId(name)] for name in ("start", "alone"))
    assert [(item.has_problems, item.has_remarks) for item in (start, alone)] == [(False, True)] * 2
    assert "purchsae" in start.tip
    assert "Nothing leads here" in alone.tip
    assert alone.spoken.endswith("1 remark")
    said = person.inspector.findChild(QLabel, "param.event.problem")
    assert said is not None
    assert "did you mean 'purchase'?" in said.text()
    assert said.property("role") == "warning"
    title = person.problems.findChild(QLabel, "problemsTitle")
    assert title is not None
    assert title.text() == "2 remarks"
    person.session.set_problems([Problem("x", "Choose an event.", node="start", field="event")])
    assert said.property("role") == "problem"
    assert title.text() == "1 problem"
