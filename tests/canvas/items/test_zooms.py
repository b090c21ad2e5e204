"""The canvas at five zooms, by `scene.render`: words are there, and nothing stands on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from app.canvas.compact import COMPACT, compact_box
from app.canvas.geometry import Box, port_y
from app.canvas.items.drawing_tools import pen
from app.canvas.items.node_item import NodeItem
from app.canvas.scene import CanvasScene
from app.canvas.session import ScenarioSession
from app.guides.templates import load_template
from app.look.colours import rgb
from app.look.palette import DARK, LIGHT, Palette
from app.nodes.catalogue import KINDS
from app.scenario.graph import Scenario
from tests.canvas.items.stored_pictures import STAGED, reduced, stored

ZOOMS = (0.25, 0.41, 0.69, 1.0, 1.6)
DARK_ENOUGH = 90  # of 255: how near to the colour of text a pixel of a letter comes
pytestmark = pytest.mark.usefixtures("qapp")


@dataclass(frozen=True)
class Counts:
    arrived: int
    left: dict[str, int]
    waiting: int = 0
    ended: int = 0
    sent: int = 0
    skipped: None = None


@dataclass(frozen=True)
class Summary:
    nodes: dict[str, Counts]
    edges: dict[tuple[str, str, str], int]


def rehearsed(scenario: Scenario) -> Summary:
    """A run in which as many left by each output."""
    nodes = {
        node.id: Counts(800, {port.name: 240 for port in KINDS[node.type].ports(node.params)})
        for node in scenario.nodes
    }
    return Summary(nodes, {(edge.source, edge.port, edge.target): 240 for edge in scenario.edges})  # type: ignore[arg-type]  # ids are texts


def scene(palette: Palette = LIGHT, scenario: Scenario | None = None, *, runs: bool = True) -> CanvasScene:
    session = ScenarioSession(scenario or load_template("abandoned_cart"), check=lambda *_: ())
    made = CanvasScene(session, palette)
    session.setParent(made)
    if runs:
        session.show_summary(rehearsed(session.scenario))
    return made


def picture(canvas: CanvasScene, scale: float) -> tuple[QImage, QRectF]:
    """All of the scene at that zoom, and the part of it that is shown."""
    area = canvas.content_rect().adjusted(-80, -80, 80, 240)
    image = QImage(round(area.width() * scale), round(area.height() * scale), QImage.Format.Format_RGB32)
    image.fill(canvas.tools.canvas.color())
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    canvas.render(painter, QRectF(image.rect()), area, Qt.AspectRatioMode.IgnoreAspectRatio)
    painter.end()
    return image, area


def ink(image: QImage, area: QRectF, box: Box, colour: str) -> float:
    """How much of a part of the scene is about that colour."""
    across, down = image.width() / area.width(), image.height() / area.height()
    pixels: Any = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    left, right = round((box.left - area.left()) * across), round((box.right - area.left()) * across)
    top, bottom = round((box.top - area.top()) * down), round((box.bottom - area.top()) * down)
    wanted = np.array([round(255 * part) for part in reversed(rgb(colour))])
    part = np.abs(pixels[top:bottom, left:right, :3].astype(int) - wanted).max(axis=2)
    return float((part < DARK_ENOUGH).mean()) if part.size else 0.0


def name_box(item: NodeItem, scale: float) -> Box:
    """Where the name stands: under a small card, else beside its tile."""
    if scale < COMPACT:
        return item.words_at(scale)
    box = item.box
    return Box(box.left + 60, box.top + 14, box.left + 120, box.top + 30)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("scale", ZOOMS)
def test_that_every_card_has_its_tile_and_its_name_at_every_zoom(palette: Palette, scale: float) -> None:
    canvas = scene(palette)
    image, area = picture(canvas, scale)
    for item in canvas.nodes.values():
        assert ink(image, area, name_box(item, scale), palette.text) > 0.08, item.node.label
        tile = canvas.tools.families[KINDS[item.node.type].family].color().name()
        assert ink(image, area, item.box, tile) > 0.05, item.node.label


@pytest.mark.parametrize("scale", [zoom for zoom in ZOOMS if zoom < COMPACT])
def test_that_a_small_name_is_as_high_as_letters_that_can_be_read(scale: float) -> None:
    for item in scene().nodes.values():
        words = item.words_at(scale)
        assert (words.bottom - words.top) * scale >= 14, item.node.label
        assert (words.right - words.left) * scale >= 30, item.node.label


@pytest.mark.parametrize("scale", ZOOMS)
def test_that_no_name_no_card_and_no_number_stand_on_one_another(scale: float) -> None:
    canvas = scene()
    nodes = canvas.nodes.values()
    cards = [compact_box(item.box, scale) if scale < COMPACT else item.box for item in nodes]
    names = [name_box(item, scale) for item in nodes] if scale < COMPACT else []
    boxes = [*cards, *names, *canvas.numbers.places(scale).values()]
    assert [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])] == []


@pytest.mark.parametrize("scale", ZOOMS)
def test_that_no_wire_runs_through_a_card_or_the_number_of_another(scale: float) -> None:
    canvas = scene()
    cards = [item.box for item in canvas.nodes.values()]
    numbers = canvas.numbers.places(scale)
    for edge, wire in canvas.edges.items():
        for a, b in pairwise(wire.line):
            piece = Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
            assert not any(piece.overlaps(card) for card in cards)
            assert not any(piece.overlaps(box) for other, box in numbers.items() if other != edge)


def test_that_numbers_stay_on_wires_as_long_as_they_fit() -> None:
    canvas = scene()
    wired = len(canvas.edges)
    assert len(canvas.numbers.places(0.69)) == wired
    assert len(canvas.numbers.places(0.41)) >= wired // 2
    assert canvas.numbers.places(0.13) == {}


def test_that_numbers_are_painted_where_they_are_placed() -> None:
    canvas, scale = scene(), 0.5
    image, area = picture(canvas, scale)
    for edge, box in canvas.numbers.places(scale).items():
        assert ink(image, area, box, LIGHT.text) > 0.06, edge


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_that_no_wire_and_no_border_shine_through_stale_counts(palette: Palette) -> None:
    canvas = scene(palette)
    shown = canvas.session.scenario
    canvas.session.show_summary(rehearsed(shown), replace(shown, edges=()))
    assert canvas.session.summary_is_stale
    as_they_are, area = picture(canvas, 1.0)
    canvas.tools.wire = canvas.tools.card = pen(palette.danger, 3)
    in_red, _ = picture(canvas, 1.0)
    assert as_they_are != in_red
    for item in canvas.nodes.values():
        for index, _ in enumerate(item.ports):
            inside = QRectF(item.box.right - 12, item.box.top + port_y(index) - 6, 18, 12).translated(-area.topLeft())
            assert as_they_are.copy(inside.toRect()) == in_red.copy(inside.toRect()), (item.node.label, index)


def test_that_a_free_output_offers_what_follows_where_its_count_was_as_soon_as_it_is_pointed_at() -> None:
    canvas = scene()
    free = next(item for item in canvas.nodes.values() if item.ports and not canvas.wires_from(item.node.id))
    x, y = free.port_place(0)
    plus = Box(x - 9, y - 9, x + 10, y + 10)
    before, area = picture(canvas, 1.0)
    free.show_state(hovered=True, port=0)
    after, _ = picture(canvas, 1.0)
    assert ink(after, area, plus, LIGHT.accent) > ink(before, area, plus, LIGHT.accent) + 0.05
    assert ink(after, area, plus, LIGHT.surface) > 0.6  # the dot alone would be full of the accent


def test_that_a_run_leaves_a_bar_on_every_card() -> None:
    for scale in ZOOMS:
        with_run, area = picture(scene(), scale)
        without, _ = picture(scene(runs=False), scale)
        for item in (node for node in scene().nodes.values() if node.ports and node.has_input):
            gained = ink(with_run, area, item.box, LIGHT.good) - ink(without, area, item.box, LIGHT.good)
            assert gained > 0.004, (scale, item.node.label)


def test_that_a_small_card_without_room_for_a_difference_says_whether_it_is_more_or_less() -> None:
    canvas, scale = scene(), 0.25
    shown, now = canvas.session.scenario, rehearsed(canvas.session.scenario)
    more, less, same = (item for item in list(canvas.nodes.values())[1:4])
    kept = {**now.nodes, more.node.id: Counts(700, {}), less.node.id: Counts(900, {})}
    canvas.session.show_summary(now, shown, Summary(kept, now.edges))
    image, area = picture(canvas, scale)
    for item, signs in ((more, (True, False)), (less, (False, True)), (same, (False, False))):
        box = compact_box(item.box, scale)
        middle = (box.left + box.right) / 2
        ends = ((box.top - 8, box.top + 8), (box.bottom - 8, box.bottom + 8))
        found = [ink(image, area, Box(middle - 12, top, middle + 12, end), LIGHT.accent) > 0.2 for top, end in ends]
        assert tuple(found) == signs, item.node.label


def test_that_a_name_without_words_is_noticed() -> None:
    """The check above fails where words vanish."""
    scenario = load_template("abandoned_cart")
    blank = replace(scenario, nodes=tuple(replace(node, label="\u2800") for node in scenario.nodes))
    canvas = scene(scenario=blank)
    image, area = picture(canvas, 0.41)
    assert any(ink(image, area, name_box(item, 0.41), LIGHT.text) < 0.08 for item in canvas.nodes.values())


MOST_APART, MOST_APART_ON_AVERAGE = 70, 1.5
"""Of 255: machines draw letters a little apart; a word, a tile or a wire that is missing or elsewhere is more."""


def apart(image: QImage, scale: float) -> tuple[int, float]:
    """How far the most different spot lies from the stored picture, and how far all do on average."""
    now, then = reduced(image).astype(int), stored(scale).astype(int)
    assert now.shape == then.shape
    difference = np.abs(now - then)
    return int(difference.max()), float(difference.mean())


@pytest.mark.parametrize("scale", ZOOMS)
def test_that_the_canvas_looks_as_its_stored_picture_does(scale: float) -> None:
    most, average = apart(picture(scene(scenario=STAGED), scale)[0], scale)
    assert most <= MOST_APART
    assert average <= MOST_APART_ON_AVERAGE


def test_that_a_card_elsewhere_is_noticed_in_the_stored_picture() -> None:
    canvas = scene(scenario=STAGED)
    list(canvas.nodes.values())[2].setOpacity(0.0)
    assert apart(picture(canvas, 1.0)[0], 1.0)[0] > MOST_APART
