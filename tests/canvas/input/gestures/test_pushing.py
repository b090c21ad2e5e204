"""Pushing everything aside by the mouse."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt

from app.scenario.graph import Note, Scenario
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.person.person import Person

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
CHAIN = placed(
    {"start": ("entry_event", 0.0, 0.0), "hold": ("wait", 320.0, 0.0), "mail": ("email", 640.0, 160.0)},
    (("start", "out", "hold"), ("hold", "out", "mail")),
)


def places(scenario: Scenario) -> dict[str, tuple[float, float]]:
    return {node.id: node.at for node in scenario.nodes}


def push(person: Person, at: QPoint, by: QPoint, *, lets_go: bool = True) -> None:
    person.press(at, modifiers=BOTH)
    person.move(at + by / 2, BOTH)
    person.move(at + by, BOTH)
    if lets_go:
        person.release(at + by, modifiers=BOTH)


def test_that_all_that_begins_right_of_the_pointer_goes_along_as_one_step(sit: Sit) -> None:
    person = sit(replace(CHAIN, notes=(Note("n", (640, -80), (160, 80), "Later"),)))
    push(person, person.spot(270, 300), QPoint(98, 12))
    assert places(person.scenario) == {"start": (0, 0), "hold": (416, 0), "mail": (736, 160)}
    assert person.scenario.notes[0].at == (736, -80)
    assert person.session.undo_stack.count() == 1
    person.undo_all()
    assert places(person.scenario) == places(CHAIN)
    assert person.view.canvas.notes["n"].pos().toTuple() == (640, -80)


def test_that_a_drag_down_moves_what_is_below(sit: Sit) -> None:
    person = sit(CHAIN)
    push(person, person.spot(270, 120), QPoint(6, 64))
    assert places(person.scenario) == {"start": (0, 0), "hold": (320, 0), "mail": (640, 224)}


def test_that_room_is_taken_back_only_as_far_as_cards_keep_apart(sit: Sit) -> None:
    person = sit(CHAIN)
    push(person, person.spot(270, 300), QPoint(-200, 0))
    hold, mail = places(person.scenario)["hold"], places(person.scenario)["mail"]
    assert 208 < hold[0] < 320
    assert mail[0] - hold[0] == 320


def test_that_escape_leaves_everything_where_it_was(sit: Sit) -> None:
    person = sit(replace(CHAIN, notes=(Note("n", (640, -80), (160, 80), "Later"),)))
    before = person.scenario
    push(person, at := person.spot(270, 300), QPoint(96, 0), lets_go=False)
    assert person.view.canvas.nodes[person.scenario.nodes[1].id].x() > 320
    person.key(Qt.Key.Key_Escape)
    person.release(at + QPoint(96, 0), modifiers=BOTH)
    assert person.scenario is before
    shown = {node_id: item.pos().toTuple() for node_id, item in person.view.canvas.nodes.items()}
    assert shown == places(before)
    assert person.view.canvas.notes["n"].pos().toTuple() == (640, -80)


def test_that_a_click_with_both_keys_moves_nothing(sit: Sit) -> None:
    person = sit(CHAIN)
    person.click_at(person.spot(270, 300), BOTH)
    assert person.scenario is person.session.scenario
    assert person.session.undo_stack.count() == 0
