"""Notes and frames are made, written, resized and moved in the window."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPlainTextEdit

from app.scenario.graph import NodeId, Note
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.person.hands import CONTROL
from tests.person.person import Person, child

NODES = placed({"a": ("wait", 0.0, 0.0), "b": ("wait", 336.0, 0.0), "far": ("wait", 336.0, 300.0)})
FRAMED = replace(NODES, notes=(Note("f", (-40.0, -80.0), (640.0, 180.0), "First week"),))


def field(person: Person) -> QPlainTextEdit:
    return child(person.view, QPlainTextEdit, "noteField")


def test_that_a_key_makes_a_note_that_is_written_at_once(sit: Sit) -> None:
    person = sit(NODES)
    person.key(Qt.Key.Key_N)
    assert field(person).isVisible()
    person.keys("Ask Anna")
    person.key(Qt.Key.Key_Return, CONTROL)
    assert [note.text for note in person.scenario.notes] == ["Ask Anna"]
    assert not field(person).isVisible()
    person.undo_all()
    assert person.scenario == NODES


def test_that_with_nodes_selected_it_is_a_frame_around_them(sit: Sit) -> None:
    person = sit(NODES)
    person.session.select([NodeId("a"), NodeId("b")])
    person.key(Qt.Key.Key_N)
    person.keys("First week")
    person.click_at(person.spot(800, 500))
    (frame,) = person.scenario.notes
    assert frame.text == "First week"
    assert frame.at == (-32.0, -56.0)


def test_that_a_double_click_rewrites_and_escape_leaves_the_old_text(sit: Sit) -> None:
    person = sit(FRAMED)
    at = person.spot(300, -60)
    person.double_click(person.view.viewport(), at)
    person.keys("Second")
    person.key(Qt.Key.Key_Escape)
    assert person.scenario == FRAMED
    person.click_at(at)
    person.key(Qt.Key.Key_F2)
    person.keys("Second")
    person.key(Qt.Key.Key_Return, CONTROL)
    assert person.scenario.notes[0].text == "Second"


def test_that_a_frame_takes_along_what_lies_in_it_as_one_step(sit: Sit) -> None:
    person = sit(FRAMED)
    at = person.spot(300, -60)
    person.drag(at, at + QPoint(80, 240))
    frame, a, far = person.scenario.notes[0], person.scenario.node("a"), person.scenario.node("far")
    by = (frame.at[0] + 40, frame.at[1] + 80)
    assert by != (0, 0)
    assert a.at == by
    assert far.at == (336.0, 300.0)
    assert person.session.undo_stack.count() == 1
    person.session.undo_stack.undo()
    assert person.scenario == FRAMED


def test_that_a_corner_resizes_and_escape_calls_it_off(sit: Sit) -> None:
    person = sit(FRAMED)
    corner = person.spot(600, 100) - QPoint(4, 4)
    person.drag(corner, corner + QPoint(80, 40))
    assert person.scenario.notes[0].size[0] > 640
    assert person.scenario.node("a").at == (0.0, 0.0)
    before = person.scenario
    corner = person.spot(*(a + b for a, b in zip(before.notes[0].at, before.notes[0].size, strict=True))) - QPoint(4, 4)
    person.press(corner)
    person.move(corner - QPoint(200, 20))
    person.key(Qt.Key.Key_Escape)
    person.release(corner)
    assert person.scenario == before
