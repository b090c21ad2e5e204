"""The scene as a mirror of the scenario, and what is painted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.canvas.items.drawing_tools import faces
from app.canvas.scene import CanvasScene
from app.canvas.session import ScenarioSession
from app.errors import Problem
from app.guides.templates import load_template
from app.look.palette import DARK, LIGHT
from app.nodes.catalogue import KINDS
from app.scenario.edits import MoveNodes, RemoveNodes, SetLabel, SetParams
from app.scenario.files import make_params
from app.scenario.graph import NodeId
from app.ui.plain_text import plain_static_text, tooltip
from tests.builders.scenarios import MESSAGE, placed, scenario
from tests.canvas.conftest import Sit

CHAIN = placed(
    {"start": ("entry_event", 0.0, 0.0), "check": ("filter", 336.0, 0.0), "mail": ("email", 672.0, 0.0)},
    (("start", "out", "check"), ("check", "pass", "mail")),
)


def test_that_only_what_differs_is_touched(sit: Sit) -> None:
    person = sit(CHAIN)
    items = dict(person.view.canvas.nodes)
    person.session.perform(SetLabel(NodeId("mail"), "Hello"))
    assert person.view.canvas.nodes == items
    person.session.perform(RemoveNodes((NodeId("mail"),)))
    assert set(person.view.canvas.nodes) == {"start", "check"}
    assert [edge.target for edge in person.view.canvas.edges] == ["check"]


def test_that_problems_are_a_badge_and_are_told_by_tooltip_and_screen_reader(sit: Sit, qtbot: QtBot) -> None:
    person = sit(CHAIN)
    with qtbot.waitSignal(person.session.problems_changed):
        person.session.set_problems([Problem("x", "Choose an event.", node="start", field="event")])
    item = person.view.canvas.nodes[NodeId("start")]
    assert item.has_problems
    assert "Choose an event." in item.tip
    assert item.spoken == "Event: Start, 0 in, 1 out, 1 problem"


def test_that_a_palette_switch_repaints_ground_and_cards(sit: Sit) -> None:
    person = sit(CHAIN)
    light = person.view.grab().toImage()
    person.view.show_palette(DARK)
    person.palette.show_palette(DARK)
    person.inspector.show_palette(DARK)
    person.problems.show_palette(DARK)
    dark = person.view.grab().toImage()
    card = person.spot(150, 5)
    assert light.pixelColor(card) == QColor(LIGHT.surface)
    assert dark.pixelColor(card) == QColor(DARK.surface)
    ground = person.spot(-100, -103)
    assert light.pixelColor(ground) != dark.pixelColor(ground)


@pytest.mark.parametrize("scale", [0.1, 0.2, 0.4, 0.7, 1.0, 2.5])
def test_that_something_is_painted_at_every_zoom(sit: Sit, scale: float) -> None:
    person = sit(load_template("abandoned_cart"))
    person.view.camera.zoom_to(scale)
    person.view.camera.show_node(NodeId("reminder"))
    assert QColor(LIGHT.message).rgb() in _colours(person.view.grab().toImage())


def test_that_text_from_files_is_never_read_as_markup(sit: Sit) -> None:
    evil = '<img src="file:///etc/passwd"><b>bold</b>'
    person = sit(placed({"start": ("entry_event", 0.0, 0.0)}))
    person.session.perform(SetLabel(NodeId("start"), evil))
    tip = tooltip(person.view.canvas.nodes[NodeId("start")].tip)
    assert "<img" not in tip
    assert "&lt;img" in tip
    wide = plain_static_text("<b>bold</b>", faces().label).size().width()
    assert wide > plain_static_text("bold", faces().label).size().width() * 1.5


@pytest.mark.parametrize("height", [600, 300])
def test_that_fit_shows_everything_with_the_names_under_the_cards(sit: Sit, height: int) -> None:
    person = sit(load_template("abandoned_cart"))
    person.view.resize(800, height)
    person.view.camera.fit()
    shown = person.view.camera.shown()
    assert shown.contains(person.view.canvas.content_rect())
    for item in person.view.canvas.nodes.values():
        words = item.words_at(person.view.camera.scale)
        assert shown.contains(words.left, words.top)
        assert shown.contains(words.right, words.bottom)
    person.session.perform(MoveNodes({NodeId("reminder"): (22_000.0, 0.0)}))
    person.view.camera.fit()
    assert person.view.camera.shown().contains(person.view.canvas.content_rect())


def _colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def test_that_a_setting_that_moves_nothing_touches_only_its_card(sit: Sit) -> None:
    person = sit(CHAIN)
    canvas, told = person.view.canvas, []
    lines = {edge: wire.line for edge, wire in canvas.edges.items()}
    canvas.altered.connect(lambda nodes, edges: told.append((set(nodes), set(edges))))
    node = person.scenario.node(NodeId("check"))
    params = make_params(KINDS["filter"], {"condition": {"attribute": "country", "op": "eq", "value": "CZ"}})
    person.session.perform(SetParams(node.id, params))
    assert told == [({"check"}, set())]
    assert {edge: wire.line for edge, wire in canvas.edges.items()} == lines
    assert canvas.nodes[NodeId("check")].node.params == params


def test_that_names_have_the_room_that_a_drag_at_full_size_has_left_them(sit: Sit) -> None:
    person = sit(load_template("abandoned_cart"))
    person.view.camera.zoom_to(0.4)
    QApplication.processEvents()  # small names are laid out
    person.view.camera.zoom_to(1.0)
    QApplication.processEvents()
    first, *_, last = person.scenario.nodes
    item = person.view.canvas.nodes[first.id]
    person.session.perform(MoveNodes({last.id: (item.x() + 20, item.y() + 90)}))
    person.view.camera.zoom_to(0.4)
    fresh = CanvasScene(ScenarioSession(person.scenario, check=lambda *_: ()), LIGHT)
    assert {node_id: each.words_at(0.4) for node_id, each in person.view.canvas.nodes.items()} == {
        node_id: each.words_at(0.4) for node_id, each in fresh.nodes.items()
    }


def test_that_a_card_names_a_message_by_its_label_and_again_when_that_is_changed(sit: Sit) -> None:
    asks = {"id": "n2", "type": "filter", "params": {"condition": {"message": "n1", "state": "opened"}}}
    mail = {"id": "n1", "type": "email", "label": "Welcome", "params": MESSAGE}
    person = sit(scenario([mail, {**asks, "at": [300, 0]}], "n1>n2"))
    item = person.view.canvas.nodes[NodeId("n2")]
    person.view.viewport().repaint()
    before = person.view.viewport().grab().toImage()
    assert "Welcome was opened" in item.tip
    assert "n1" not in item.tip
    person.click_card(NodeId("n1"))
    person.key(Qt.Key.Key_F2)
    person.keys("Hello again")
    person.key(Qt.Key.Key_Return)
    assert "Hello again was opened" in item.tip
    person.click_card(NodeId("n2"))
    spot = person.view.mapFromScene(item.sceneBoundingRect()).boundingRect()
    assert person.view.viewport().grab().toImage().copy(spot) != before.copy(spot)
    person.click_card(NodeId("n1"))
    person.key(Qt.Key.Key_Delete)
    assert "n1 was opened" in item.tip  # nobody knows any more what it was called
