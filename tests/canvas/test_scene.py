"""The scene as a mirror of the scenario, and what is painted."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.canvas.items.drawing_tools import faces
from app.errors import Problem
from app.guides.templates import load_template
from app.look.palette import DARK, LIGHT
from app.scenario.edits import RemoveNodes, SetLabel
from app.scenario.graph import NodeId
from app.ui.plain_text import plain_static_text, tooltip
from tests.canvas.player import Play, scenario_of

CHAIN = scenario_of(
    {"start": ("entry_event", 0.0, 0.0), "check": ("filter", 336.0, 0.0), "mail": ("email", 672.0, 0.0)},
    (("start", "out", "check"), ("check", "pass", "mail")),
)


def test_that_only_what_differs_is_touched(play: Play) -> None:
    player = play(CHAIN)
    items = dict(player.view.canvas.nodes)
    player.session.perform(SetLabel(NodeId("mail"), "Hello"))
    assert player.view.canvas.nodes == items
    player.session.perform(RemoveNodes((NodeId("mail"),)))
    assert set(player.view.canvas.nodes) == {"start", "check"}
    assert [edge.target for edge in player.view.canvas.edges] == ["check"]


def test_that_problems_are_a_badge_and_are_told_by_tooltip_and_screen_reader(play: Play, qtbot: QtBot) -> None:
    player = play(CHAIN)
    with qtbot.waitSignal(player.session.problems_changed):
        player.session.set_problems([Problem("x", "Choose an event.", node="start", field="event")])
    item = player.view.canvas.nodes[NodeId("start")]
    assert item.has_problems
    assert "Choose an event." in item.tip
    assert item.spoken == "Event: Start, 0 in, 1 out, 1 problem"


def test_that_the_selection_is_told_to_screen_readers(play: Play) -> None:
    player = play(CHAIN)
    player.session.select([NodeId("check")])
    assert player.view.accessibleDescription() == "Filter: Check, 1 in, 2 out, no problems"


def test_that_a_palette_switch_repaints_ground_and_cards(play: Play) -> None:
    player = play(CHAIN)
    light = player.view.grab().toImage()
    player.view.show_palette(DARK)
    player.palette.show_palette(DARK)
    player.inspector.show_palette(DARK)
    player.problems.show_palette(DARK)
    dark = player.view.grab().toImage()
    card = player.spot(150, 5)
    assert light.pixelColor(card) == QColor(LIGHT.surface)
    assert dark.pixelColor(card) == QColor(DARK.surface)
    ground = player.spot(-100, -103)
    assert light.pixelColor(ground) != dark.pixelColor(ground)


@pytest.mark.parametrize("scale", [0.1, 0.2, 0.4, 0.7, 1.0, 2.5])
def test_that_something_is_painted_at_every_zoom(play: Play, scale: float) -> None:
    player = play(load_template("abandoned_cart"))
    player.view.camera.zoom_to(scale)
    player.view.camera.show_node(NodeId("reminder"))
    assert QColor(LIGHT.message).rgb() in _colours(player.view.grab().toImage())


def test_that_text_from_files_is_never_read_as_markup(play: Play) -> None:
    evil = '<img src="file:///etc/passwd"><b>bold</b>'
    player = play(scenario_of({"start": ("entry_event", 0.0, 0.0)}))
    player.session.perform(SetLabel(NodeId("start"), evil))
    tip = tooltip(player.view.canvas.nodes[NodeId("start")].tip)
    assert "<img" not in tip
    assert "&lt;img" in tip
    wide = plain_static_text("<b>bold</b>", faces().label).size().width()
    assert wide > plain_static_text("bold", faces().label).size().width() * 1.5


def test_that_a_long_scenario_opens_readable_where_it_begins_and_fit_shows_it_all(play: Play) -> None:
    player = play(load_template("abandoned_cart"))
    player.view.resize(800, 600)
    player.view.camera.begin()
    assert player.view.camera.scale == pytest.approx(0.8)
    assert player.view.camera.shown().contains(0.0, 144.0)
    player.view.camera.fit()
    assert player.view.camera.shown().contains(player.view.canvas.content_rect())


def _colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
