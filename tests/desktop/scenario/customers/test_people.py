"""Who is behind a number of the canvas, and why one of them went that way."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QMenu, QPushButton, QTableView, QWidget

from app.canvas.compact import COMPACT
from app.canvas.figures import Door, NodePart
from app.canvas.input.doors import number_at, small_doors
from app.desktop.scenario.live import LiveState
from app.guides.templates import load_template
from app.nodes.catalogue import KINDS
from app.runtime.summary import Summary
from app.scenario.edits import SetParams
from app.scenario.files import make_params
from app.scenario.graph import NodeId
from app.scenario.reading import dump_document
from app.ui.elided import ElidedLabel
from app.workspace.store import Workspace
from tests.desktop.conftest import Sit
from tests.person.person import PATIENCE_MS, Person, child


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    with Workspace.open(workspace_path) as workspace:
        workspace.scenarios.save(load_template("abandoned_cart"))
    made = sit(workspace_path)
    made.window.resize(1600, 900)
    made.click("scenario_run")
    made.rest()
    made.view.camera.zoom_to(1.0)
    return made


def wait_node(person: Person) -> NodeId:
    return next(node.id for node in person.scenario.nodes if node.type == "wait")


def arrived(person: Person, node_id: NodeId) -> QPoint:
    """Where the number of those who arrived stands on a card."""
    person.view.camera.show_node(node_id)
    person.qtbot.waitUntil(lambda: door_place(person, node_id) is not None, timeout=PATIENCE_MS)
    place = door_place(person, node_id)
    assert place is not None
    return place


def door_place(person: Person, node_id: NodeId) -> QPoint | None:
    """A place of a card at which its number is, once the card has been painted."""
    item = person.view.canvas.nodes[node_id]
    for right in range(180, 60, -4):
        at = item.x() + right, item.y() + 56
        if number_at(person.view.canvas, at, person.view.camera.scale) is not None:
            return person.view.mapFromScene(QPointF(*at))
    return None


def listed(person: Person) -> int:
    return person.find(QTableView, "people_table").model().rowCount()


def visits_of(person: Person, node_id: NodeId) -> Summary:
    summary = person.session.summary
    assert isinstance(summary, Summary)
    return summary


def test_that_a_click_on_a_count_lists_the_customers_behind_it(person: Person) -> None:
    node_id = wait_node(person)
    person.click_at(arrived(person, node_id))
    assert person.session.selection.nodes == {node_id}
    count = person.find(QLabel, "people_count")
    workspace = person.bench.desk.workspace
    assert workspace is not None
    (run,) = workspace.runs.all()
    visits = workspace.runs.load(run.id).tables["visits"].to_pylist()
    expected = {row["customer_id"] for row in visits if row["node"] == node_id}
    assert expected
    assert listed(person) == len(expected)
    assert str(len(expected)) in count.text().replace(",", "")
    assert not person.inspector.isVisible()
    assert person.find(QLineEdit, "people_find").hasFocus()
    person.click("people_list")
    dialog = person.find(QDialog, "text_dialog")
    child(dialog, QLineEdit, "text_answer").setText("At the wait")
    person.click(child(dialog, QPushButton, "text_ok"))
    person.rest()
    saved = person.find(QLabel, "people_saved")
    assert saved.text().endswith("on the list “At the wait” of shop. Conditions can ask for it.")
    data = workspace.datasets.load("shop")
    assert set(data.customer_ids.filter(pa.array(data.lists["At the wait"])).to_pylist()) == expected
    person.window.activateWindow()  # a window manager does so when a dialog is gone
    person.qtbot.waitUntil(person.window.isActiveWindow)
    person.click("people_saved_undo")
    person.rest()
    assert "At the wait" not in workspace.datasets.load("shop").lists
    assert not saved.isVisible()
    person.click("people_close")
    assert person.inspector.isVisible()
    assert person.view.hasFocus()


def test_that_keys_list_who_came_to_a_node_and_tell_the_way_of_one_of_them(person: Person) -> None:
    person.view.setFocus()
    person.session.select([wait_node(person)])
    person.key(Qt.Key.Key_W)
    assert person.find(QLineEdit, "people_find").hasFocus()
    assert "arrived" in person.find(ElidedLabel, "people_words").text()
    person.key(Qt.Key.Key_Tab)
    table = person.find(QTableView, "people_table")
    assert [index.row() for index in table.selectionModel().selectedRows()] == [0]
    person.key(Qt.Key.Key_Down)
    person.key(Qt.Key.Key_Return)
    steps = person.find(QListWidget, "why_steps")
    person.qtbot.waitUntil(lambda: steps.count() > 0, timeout=PATIENCE_MS)


def test_that_counts_that_are_not_stored_have_customers_too(person: Person) -> None:
    node_id = wait_node(person)
    node = person.scenario.node(node_id)
    values = {**dump_document(node.params), "for": "P3D"}
    person.session.perform(SetParams(node_id, make_params(KINDS["wait"], values)))
    person.qtbot.waitUntil(lambda: person.bench.scenario.live.state is LiveState.COUNTED, timeout=PATIENCE_MS)
    person.rest()
    person.session.people_wanted.emit(Door(node_id, NodePart.LEFT, "out"), "left")
    person.find(QWidget, "people_panel")
    people = person.bench.scenario.people.panel.people
    assert people is not None
    left = visits_of(person, node_id).nodes[node_id].left["out"]
    assert 0 < len(people.rows) <= left


def test_that_every_count_of_a_node_is_listed_in_the_inspector_and_adds_up(person: Person) -> None:
    for node in person.scenario.nodes[:4]:
        person.session.select([node.id])
        counts = visits_of(person, node.id).nodes[node.id]
        if not counts.arrived:
            continue
        page = person.inspector
        menu = page.findChildren(QMenu, "nodeWhoMenu")[-1]
        person.pick(menu, menu.actions()[0].text())
        person.find(QWidget, "people_panel")
        person.rest()
        assert 0 < listed(person) <= counts.arrived
        person.click("people_close")


def test_that_a_customers_way_is_lit_and_told_step_by_step(person: Person) -> None:
    node_id = wait_node(person)
    person.click_at(arrived(person, node_id))
    table = person.find(QTableView, "people_table")
    person.click(table.viewport(), table.visualRect(table.model().index(0, 0)).center())
    steps = person.find(QListWidget, "why_steps")
    person.qtbot.waitUntil(lambda: steps.count() > 0, timeout=PATIENCE_MS)
    assert node_id in person.session.lit.nodes
    assert person.view.canvas.nodes[node_id].state.lit
    assert any(wire.lit for wire in person.view.canvas.edges.values())
    off = [item for each, item in person.view.canvas.nodes.items() if each not in person.session.lit.nodes]
    assert off
    assert all(item.opacity() < 0.5 for item in off)
    told = "\n".join(steps.item(at).text() for at in range(steps.count()))
    assert person.scenario.node(node_id).label in told
    person.click("why_back")
    assert not person.session.lit
    assert all(item.opacity() == 1 for item in off)
    assert person.find(QTableView, "people_table") is table


def test_that_other_counts_close_the_list_of_those_before(person: Person) -> None:
    node_id = wait_node(person)
    person.click_at(arrived(person, node_id))
    side = person.find(QWidget, "people_side")
    node = person.scenario.node(node_id)
    values = {**dump_document(node.params), "for": "P2D"}
    person.session.perform(SetParams(node_id, make_params(KINDS["wait"], values)))
    person.qtbot.waitUntil(lambda: side.isHidden(), timeout=PATIENCE_MS)
    assert person.inspector.isVisible()


def test_that_who_never_entered_is_told_why_and_when_it_came_nearest(person: Person) -> None:
    person.do("explain_customer")
    person.find(QWidget, "people_panel")
    people = person.bench.scenario.people.panel.people
    assert people is not None
    workspace = person.bench.desk.workspace
    assert workspace is not None
    (run,) = workspace.runs.all()
    entered = set(workspace.runs.load(run.id).tables["visits"].column("customer_id").to_pylist())
    outside = next(str(each) for each in people.dataset.customer_ids.to_pylist() if each not in entered)
    assert len(people.rows) == people.dataset.customer_count > len(entered)
    person.write("people_find", outside)
    table = person.find(QTableView, "people_table")
    person.qtbot.waitUntil(lambda: table.model().rowCount() == 1, timeout=PATIENCE_MS)
    person.click(table.viewport(), table.visualRect(table.model().index(0, 0)).center())
    said = person.find(QLabel, "why_said")
    person.qtbot.waitUntil(lambda: "never" in said.text(), timeout=PATIENCE_MS)
    assert not person.session.lit.nodes


def small_number(person: Person, node_id: NodeId) -> QPoint | None:
    """A place of a small card at which its number is."""
    scale, item = person.view.camera.scale, person.view.canvas.nodes[node_id]
    places = small_doors(item, scale)
    return person.view.mapFromScene(item.pos() + places[0][0].center()) if places else None


def test_that_a_number_on_a_small_card_lists_its_customers_and_a_drag_of_it_moves_the_card(person: Person) -> None:
    node_id = wait_node(person)
    person.view.camera.fit()
    person.rest()
    assert person.view.camera.scale < COMPACT
    place = small_number(person, node_id)
    assert place is not None
    person.click_at(place)
    person.find(QTableView, "people_table")
    assert listed(person) > 0
    person.click("people_close")
    before = person.scenario.node(node_id).at
    place = small_number(person, node_id)
    assert place is not None
    person.drag(place, place + QPoint(0, 60))
    assert person.scenario.node(node_id).at != before
    assert person.session.selection.nodes == {node_id}
    assert not person.bench.scenario.people.side.isVisible()


def test_that_a_number_on_a_wire_of_a_small_canvas_lists_who_took_it(person: Person) -> None:
    person.view.camera.fit()
    person.rest()
    canvas, scale = person.view.canvas, person.view.camera.scale
    edge, box = next(iter(canvas.numbers.places(scale).items()))
    person.click_at(person.view.mapFromScene(QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2)))
    person.find(QTableView, "people_table")
    assert 0 < listed(person) <= visits_of(person, edge.source).nodes[edge.source].left[edge.port]
    assert not person.session.selection.edges
