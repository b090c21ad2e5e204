"""The Arrange menu's commands, by their keys."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.scenario.graph import NodeId
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.person.person import Person

Key = Qt.Key
ALL = Qt.KeyboardModifier
CTRL_ALT = ALL.ControlModifier | ALL.AltModifier
CTRL_SHIFT = ALL.ControlModifier | ALL.ShiftModifier
CHAIN = {"start": ("entry_event", 0.0, 0.0), "check": ("filter", 336.0, 40.0), "mail": ("email", 600.0, 0.0)}
WIRES = (("start", "out", "check"), ("check", "pass", "mail"))


def places(person: Person) -> dict[str, tuple[float, float]]:
    return {node.id: node.at for node in person.scenario.nodes}


def test_that_nodes_are_aligned_and_spread_by_keys_and_undone_one_by_one(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    before = places(person)
    person.key(Key.Key_A, ALL.ControlModifier)
    person.key(Key.Key_W, CTRL_ALT)
    assert {at[1] for at in places(person).values()} == {0.0}
    person.key(Key.Key_H, CTRL_ALT | ALL.ShiftModifier)
    assert places(person)["check"][0] == 300.0
    person.key(Key.Key_Z, ALL.ControlModifier)
    person.key(Key.Key_Z, ALL.ControlModifier)
    assert places(person) == before


def test_that_aligning_one_node_says_what_it_needs(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.session.select([NodeId("mail")])
    person.key(Key.Key_A, CTRL_ALT)
    assert person.view.pointer_input.context.hint.text() == "Select two nodes or more first."
    assert not person.session.undo_stack.canUndo()


def test_that_what_follows_is_pushed_to_the_right_as_one_step_and_pulled_back(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.session.select([NodeId("check")])
    person.key(Key.Key_Right, CTRL_ALT)
    person.key(Key.Key_Right, CTRL_ALT)
    assert places(person) == {"start": (0.0, 0.0), "check": (336.0, 40.0), "mail": (760.0, 0.0)}
    assert person.session.undo_stack.count() == 1
    person.key(Key.Key_Left, CTRL_ALT)
    assert places(person)["mail"] == (680.0, 0.0)


def test_that_all_that_follows_and_all_that_leads_here_are_selected(sit: Sit) -> None:
    person = sit(placed({**CHAIN, "alone": ("wait", 0.0, 300.0)}, WIRES))
    person.session.select([NodeId("check")])
    person.key(Key.Key_Right, CTRL_SHIFT)
    assert person.session.selection.nodes == {"check", "mail"}
    person.key(Key.Key_Left, CTRL_SHIFT)
    assert person.session.selection.nodes == {"start", "check", "mail"}
