"""What is painted is what is there: after any gesture the screen equals a fresh picture of the canvas."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QApplication

from app.canvas.compact import FAR
from app.errors import Problem
from app.scenario.graph import Note, Scenario
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.canvas.items.test_zooms import rehearsed
from tests.person.hands import NONE
from tests.person.person import Person

pytestmark = pytest.mark.usefixtures("_checked_soon")
TYPES = ("entry_event", "wait", "filter", "email", "branch", "score")
ZOOMS = (0.06, 0.2, 0.27, 0.41, 0.66, 1.0, 1.37)
GESTURES = 12
ROUNDING = 3


@pytest.fixture
def _checked_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check follows its change at once: it is waited for after each gesture."""
    monkeypatch.setattr("app.canvas.session._CHECK_AFTER_MS", 0)


def journeys() -> Scenario:
    """Twelve nodes in two lines, so small that all are in sight at any zoom but the largest."""
    nodes = {f"n{i}": (TYPES[i % 6], 300.0 * (i % 6) - 300, 160.0 * (i // 6)) for i in range(12)}
    ways = {"filter": "pass", "branch": "otherwise"}
    wires = tuple((f"n{i}", ways.get(TYPES[i % 6], "out"), f"n{i + 1}") for i in range(11) if i % 6 != 5)
    return placed(nodes, wires)


class PaintedSizes(QObject):
    """Notes how many pixels each painting of a widget is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Note, and let it go on."""
        if isinstance(event, QPaintEvent):
            self.sizes.append(sum(rect.width() * rect.height() for rect in cast(Iterable[QRect], event.region())))
        return False


def on_screen(person: Person) -> QImage:
    """What the window system was last given of the canvas."""
    window, viewport = person.view.window(), person.view.viewport()
    surface = window.backingStore().paintDevice()
    assert isinstance(surface, QImage)
    return surface.copy(QRect(viewport.mapTo(window, QPoint(0, 0)), viewport.size()))


def fresh(person: Person) -> QImage:
    """The same part of the window after all of it was painted anew, with nothing kept of what was painted before."""
    person.view.canvas.picture_changed.emit()
    person.view.viewport().repaint()
    return on_screen(person)


def difference(one: QImage, other: QImage) -> str:
    """Where and how much they differ; empty for pictures that no eye tells apart.

    A brush over part of the canvas is rounded otherwise than over all of it, by one or two of 255.
    """
    if one == other:
        return ""
    a, b = (np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4) for image in (one, other))
    apart = np.abs(a.astype(int) - b.astype(int))[:, :, :3].max(axis=2)
    rows, columns = np.nonzero(apart > ROUNDING)
    return f"{len(rows)} pixels, first ({columns[0]}, {rows[0]})" if len(rows) else ""


def settle(person: Person) -> None:
    """Until what was done is checked, which marks cards, and painted, which is put off until nothing else is left.

    Names of very many cards come tile by tile, as far as each picture has time for.
    """
    person.qtbot.waitUntil(lambda: not person.session.is_check_due)
    for _ in range(4):
        QApplication.processEvents()
    person.qtbot.waitUntil(lambda: person.view.far_names.are_made)
    for _ in range(4):
        QApplication.processEvents()


def is_in_sight(person: Person, at: QPoint) -> bool:
    """No panel or map lies over that place of the canvas, nor is it out of the window."""
    window, viewport = person.view.window(), person.view.viewport()
    return window.childAt(viewport.mapTo(window, at)) is viewport


def do_something(person: Person, chance: random.Random) -> str:
    """One gesture or command; its name."""
    viewport = person.view.viewport()

    def somewhere() -> QPoint:
        while True:
            at = QPoint(chance.randrange(20, viewport.width() - 20), chance.randrange(20, viewport.height() - 20))
            if is_in_sight(person, at):
                return at

    def card() -> QPoint:
        places = [at for node in person.scenario.nodes if is_in_sight(person, at := person.card(node.id))]
        return chance.choice(places) if places else somewhere()

    person.view.setFocus()
    name = chance.choice(
        ["drag", "drag", "drag", "half", "undo", "undo", "redo", "delete", "band", "paste", "click", "hover", "scroll"]
    )
    match name:
        case "drag":
            person.drag(card(), somewhere())
        case "half":  # a drag that is called off
            person.press(at := card())
            person.move(at + QPoint(90, 40))
            QApplication.processEvents()
            person.key(Qt.Key.Key_Escape)
            person.release(at + QPoint(90, 40))
        case "undo":
            person.session.undo_stack.undo()
        case "redo":
            person.session.undo_stack.redo()
        case "delete":
            person.click_at(card())
            person.key(Qt.Key.Key_Delete)
        case "band":
            person.drag(somewhere(), somewhere())
        case "paste":
            person.click_at(card())
            person.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
            person.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        case "click":
            person.click_at(card(), chance.choice([NONE, Qt.KeyboardModifier.ShiftModifier]))
        case "scroll":
            person.wheel(somewhere(), QPoint(0, chance.choice([-120, 120])))
        case "hover":
            person.move(card())
    return name


@pytest.mark.parametrize("zoom", ZOOMS)
def test_that_the_screen_shows_what_a_fresh_picture_shows(sit: Sit, zoom: float) -> None:
    note = Note("n", (-340, 60), (700, 300), "First week")
    person, chance, done = sit(replace(journeys(), notes=(note,))), random.Random(zoom), []
    person.session.show_summary(rehearsed(person.scenario))
    person.view.camera.zoom_to(zoom)
    person.view.camera.centre_on((600, 150))
    for _ in range(GESTURES):
        done.append(do_something(person, chance))
        settle(person)
        shown = on_screen(person)
        assert difference(shown, fresh(person)) == "", done


@pytest.mark.parametrize("zoom", [zoom for zoom in ZOOMS if zoom < FAR])
def test_that_a_drag_from_afar_takes_wires_and_marks_along(sit: Sit, zoom: float) -> None:
    person = sit(journeys(), check=lambda *_: (Problem("any", "Something is wrong", node="n2"),))
    person.view.camera.zoom_to(zoom)
    person.view.camera.centre_on((600, 150))
    settle(person)
    before = on_screen(person)
    at = person.card("n2")
    person.press(at)
    for step in (QPoint(30, 20), QPoint(60, 90), QPoint(20, 140)):
        person.move(at + step)
        settle(person)
        shown = on_screen(person)
        assert difference(before, shown)
        assert difference(shown, fresh(person)) == ""
    person.release(at)


def test_that_a_drag_from_afar_paints_no_more_than_a_little_around_what_it_moves(sit: Sit) -> None:
    person, painted = sit(journeys()), PaintedSizes()
    person.view.camera.zoom_to(1.0)  # where the cards painted themselves they do not paint again
    settle(person)
    person.view.camera.zoom_to(0.1)
    person.view.camera.centre_on((600, 150))
    settle(person)
    viewport = person.view.viewport()
    at = person.card("n2")
    person.press(at)
    person.move(at + QPoint(30, 20))
    settle(person)
    viewport.installEventFilter(painted)
    person.move(at + QPoint(60, 90))
    settle(person)
    viewport.removeEventFilter(painted)
    assert 0 < sum(painted.sizes) < viewport.width() * viewport.height() / 20
    assert difference(on_screen(person), fresh(person)) == ""
    person.release(at)


def test_that_the_index_of_items_covers_little_more_than_the_cards(sit: Sit) -> None:
    canvas = sit(journeys()).view.canvas
    assert canvas.sceneRect().contains(canvas.content_rect())
    assert canvas.sceneRect().width() < canvas.content_rect().width() + 20_000


def test_that_notes_are_seen_from_afar_and_go_when_they_are_deleted(sit: Sit) -> None:
    note = Note("n", (900, 400), (600, 400), "Spring campaign")
    person = sit(replace(journeys(), notes=(note,)))
    person.view.camera.zoom_to(0.2)
    person.view.camera.centre_on((900, 400))
    with_note = fresh(person)
    at = person.spot(1200, 600)
    ground = person.view.canvas.tools.canvas
    assert with_note.pixelColor(at) != ground
    person.session.select((), (), ["n"])
    person.key(Qt.Key.Key_Delete)
    assert fresh(person).pixelColor(at) == ground
