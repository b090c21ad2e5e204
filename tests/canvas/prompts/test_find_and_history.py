"""Find and the history, over the canvas, by mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QUndoView

from app.look.palette import LIGHT
from app.scenario.graph import NodeId
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.canvas.items.test_painting import difference, fresh, on_screen, settle
from tests.person.hands import CONTROL
from tests.person.person import Person

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
NODES = {
    "start": ("entry_event", 0.0, 0.0),
    "first": ("email", 300.0, 0.0),
    "hold": ("wait", 600.0, 0.0),
    "second": ("email", 900.0, 0.0),
}


def lit(person: Person) -> set[str]:
    return {str(node_id) for node_id, item in person.view.canvas.nodes.items() if item.state.target == "yes"}


def test_that_find_lights_what_holds_the_text_and_walks_through_it(sit: Sit) -> None:
    person = sit(placed(NODES))
    person.key(Key.Key_A, CONTROL)  # among others nobody would see which was found
    person.key(Key.Key_F, CONTROL)
    person.keys("e-mail")
    assert lit(person) == {"first", "second"}
    assert person.session.selection.nodes == {"first"}
    assert person.find(QLabel, "findCount").text() == "1 of 2"
    person.key(Key.Key_Return)
    assert person.session.selection.nodes == {"second"}
    person.key(Key.Key_Return)
    assert person.session.selection.nodes == {"first"}
    person.key(Key.Key_Return, SHIFT)
    assert person.session.selection.nodes == {"second"}
    person.click("findNext")
    assert person.session.selection.nodes == {"first"}
    person.key(Key.Key_Escape)
    assert lit(person) == set()
    assert person.session.selection.nodes == {"first"}
    assert QApplication.focusWidget() is person.view


def test_that_find_says_when_there_is_nothing_and_keeps_up_with_changes(sit: Sit) -> None:
    person = sit(placed(NODES))
    person.key(Key.Key_F, CONTROL)
    person.keys("sms")
    assert person.find(QLabel, "findCount").text() == "Nothing"
    person.key(Key.Key_A, CONTROL)
    person.keys("e-mail")
    person.view.setFocus()
    person.key(Key.Key_Delete)
    assert person.find(QLabel, "findCount").text() == "1 of 1"
    assert lit(person) == {"second"}


def test_that_the_next_one_is_found_from_the_canvas(sit: Sit) -> None:
    person = sit(placed(NODES))
    person.key(Key.Key_F, CONTROL)
    person.keys("e-mail")
    person.view.setFocus()
    person.key(Key.Key_F3)
    assert person.session.selection.nodes == {"second"}
    person.key(Key.Key_F3, SHIFT)
    assert person.session.selection.nodes == {"first"}


def test_that_what_was_found_from_afar_is_named_and_not_covered(sit: Sit) -> None:
    nodes = {f"n{at}": ("wait", at % 30 * 400.0, at // 30 * 1_000.0) for at in range(300)}
    person = sit(placed({**nodes, "corner": ("sms", 30 * 400.0, 0.0)}))
    person.view.camera.fit()
    corner = person.view.canvas.nodes[NodeId("corner")]
    first = person.spot(corner.x() + 104, corner.y() + 32)
    person.key(Key.Key_F, CONTROL)
    person.keys("sms")
    person.qtbot.waitUntil(lambda: person.session.selection.nodes == {"corner"})
    overlay, bar = person.view.canvas.overlay, person.view.prompts.find_bar
    plate = person.view.mapFromScene(overlay.sceneBoundingRect()).boundingRect()
    assert person.view.viewport().rect().contains(plate)
    assert not plate.isEmpty()
    assert not bar.geometry().intersects(plate)
    assert bar.geometry().contains(first)
    assert not bar.geometry().contains(person.spot(corner.x() + 104, corner.y() + 32))
    person.key(Key.Key_Escape)
    assert overlay.sceneBoundingRect().isEmpty()


def is_ringed(person: Person, node_id: str) -> bool:
    """Whether the card's left edge stands out, on the screen."""
    item, seen = person.view.canvas.nodes[NodeId(node_id)], on_screen(person)
    edge = person.view.mapFromScene(item.x() - 24, item.y() + 32)
    return QColor(LIGHT.good) in [seen.pixelColor(edge + QPoint(by, 0)) for by in (-1, 0, 1)]


def test_that_all_that_is_found_stands_out_from_afar_too_until_the_search_ends(sit: Sit) -> None:
    nodes = {f"n{at}": ("wait", at % 30 * 400.0, at // 30 * 1_000.0) for at in range(300)}
    sought = {f"sms{at}": ("sms", 400.0 * at, 5_500.0) for at in range(0, 30, 7)}
    person = sit(placed(nodes | sought))
    person.view.camera.fit()
    for text, found in (("sms", True), ("nothing", False), ("sms", True), ("", False)):
        person.key(Key.Key_F, CONTROL)
        person.keys(text or " ")
        settle(person)
        assert [is_ringed(person, node_id) for node_id in sought] == [found] * len(sought), text
        assert difference(on_screen(person), fresh(person)) == ""
        person.key(Key.Key_Escape)
        settle(person)
        assert not any(is_ringed(person, node_id) for node_id in sought)


def test_that_what_was_found_comes_into_sight(sit: Sit) -> None:
    person = sit(placed({**NODES, "far": ("sms", 9000.0, 5000.0)}))
    person.key(Key.Key_F, CONTROL)
    person.keys("sms")
    spot = person.card("far")
    assert person.view.viewport().rect().contains(spot)


def test_that_any_step_of_the_history_can_be_gone_to_by_keys(sit: Sit) -> None:
    person = sit(placed(NODES))
    states = [person.scenario]
    for _ in range(3):
        person.session.select([person.scenario.nodes[-1].id])
        person.key(Key.Key_D, CONTROL)
        states.append(person.scenario)
    person.key(Key.Key_H, CONTROL | SHIFT)
    steps = person.find(QUndoView, "historyList")
    assert steps.hasFocus()
    assert steps.model().rowCount() == 4
    for _ in range(2):
        person.key(Key.Key_Up)
    assert person.scenario == states[1]
    person.key(Key.Key_Home)
    assert person.scenario == states[0]
    person.key(Key.Key_End)
    assert person.scenario == states[3]
    person.key(Key.Key_Escape)
    assert QApplication.focusWidget() is person.view
