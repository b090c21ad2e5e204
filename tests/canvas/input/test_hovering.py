"""The pointer over a small card: a name for which there is no room stands over everything while it is there."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage

from app.canvas.items.node_item import NodeItem
from app.canvas.items.whole_name import lacks_name
from app.scenario.graph import NodeId
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.person.person import Person


def looked_at(sit: Sit) -> tuple[Person, NodeItem]:
    """Two small cards, one right under the other, which leaves the upper one no room for its name."""
    person = sit(placed({"a": ("wait", 0.0, 0.0), "b": ("email", 0.0, 96.0)}))
    person.qtbot.waitUntil(lambda: person.view.canvas.session.is_checked)  # which puts a sign at a card
    person.view.camera.zoom_to(0.2)
    person.view.camera.centre_on((104, 60))
    return person, person.view.canvas.nodes[NodeId("a")]


def picture(person: Person) -> QImage:
    return person.view.viewport().grab().toImage()


def below(person: Person, item: NodeItem) -> QRect:
    """Where the plate of the name stands."""
    foot = person.spot(item.x() + 104, item.y() + 64)
    return QRect(foot + QPoint(-6, 6), foot + QPoint(6, 20))


def test_that_a_name_without_room_stands_there_while_the_pointer_is_on_its_card(sit: Sit) -> None:
    person, item = looked_at(sit)
    person.move(person.spot(-1_000, -600))
    before = picture(person)
    assert lacks_name(item, person.view.camera.scale, len(person.view.canvas.nodes))
    assert item.name_shown == []
    person.move(person.spot(item.x() + 104, item.y() + 32))
    assert picture(person).copy(below(person, item)) != before.copy(below(person, item))
    person.move(person.spot(-1_000, -600))
    assert picture(person) == before


def test_that_no_name_is_left_of_a_card_that_is_gone(sit: Sit) -> None:
    person, item = looked_at(sit)
    person.click_at(person.spot(item.x() + 104, item.y() + 32))
    person.move(person.spot(item.x() + 100, item.y() + 30))
    spot = below(person, item)
    named = picture(person).copy(spot)
    person.key(Qt.Key.Key_Delete)
    assert NodeId("a") not in person.view.canvas.nodes
    assert picture(person).copy(spot) != named
    person.view.viewport().update()
    seen = picture(person)
    person.view.canvas.update()
    assert picture(person) == seen
