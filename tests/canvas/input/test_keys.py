"""Building and changing a scenario with the keyboard alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from app.canvas.commands.actions import canvas_actions
from app.canvas.commands.selected import copy, paste
from app.nodes.catalogue import KINDS
from app.scenario.files import make_params
from app.scenario.graph import Edge, NodeId
from app.scenario.reading import dump_document
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.person.person import Person

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CHAIN = {"start": ("entry_event", 0.0, 0.0), "check": ("filter", 336.0, 0.0), "mail": ("email", 672.0, 0.0)}
WIRES = (("start", "out", "check"), ("check", "pass", "mail"))


def add(person: Person, text: str) -> NodeId:
    person.key(Key.Key_Tab)
    person.keys(text)
    person.key(Key.Key_Return)
    return person.scenario.nodes[-1].id


def test_that_four_nodes_are_built_by_keys_alone_and_undone_all_the_way(sit: Sit) -> None:
    person = sit()
    start, check, mail = add(person, "event"), add(person, "only"), add(person, "e-mail")
    person.key(Key.Key_Left)
    assert person.session.selection.nodes == {check}
    leave = add(person, "exit")
    assert person.scenario.edges == (
        Edge(start, "out", check),
        Edge(check, "pass", mail),
        Edge(check, "fail", leave),
    )
    person.key(Key.Key_Up)
    person.session.select([mail])
    person.key(Key.Key_C)
    person.keys("exit")
    person.key(Key.Key_Return)
    assert person.scenario.edges[-1] == Edge(mail, "out", leave)
    built = person.scenario
    while person.session.undo_stack.canUndo():
        person.key(Key.Key_Z, CTRL)
    assert not person.scenario.nodes
    while person.session.undo_stack.canRedo():
        person.key(Key.Key_Y, CTRL)
    assert person.scenario == built


def test_that_the_field_says_what_enter_would_add(sit: Sit) -> None:
    person = sit()
    person.key(Key.Key_Tab)
    field = person.find(QLineEdit, "quickAddField")
    person.keys("e-mail")
    assert field.accessibleDescription() == KINDS["email"].title
    person.keys("nothing of the kind")
    assert field.accessibleDescription() == "There is no such kind of node."
    assert any(line.text() == field.accessibleDescription() for line in person.view.findChildren(QLabel))


def test_that_new_nodes_stand_in_line_without_touching(sit: Sit) -> None:
    person = sit()
    for text in ("event", "wait", "e-mail"):
        add(person, text)
    assert [node.at[1] for node in person.scenario.nodes] == [0.0, 0.0, 0.0]
    assert len({node.at[0] for node in person.scenario.nodes}) == 3


def test_that_tab_on_a_node_without_a_free_output_splices_into_its_wire(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.session.select([NodeId("start")])
    added = add(person, "score")
    assert {(edge.source, edge.target) for edge in person.scenario.edges} >= {("start", added), (added, "check")}


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_that_delete_takes_nodes_with_their_wires_and_undo_brings_both_back(sit: Sit, key: Qt.Key) -> None:
    person = sit(placed(CHAIN, WIRES))
    before = person.scenario
    person.session.select([NodeId("check")])
    person.key(key)
    assert [node.id for node in person.scenario.nodes] == ["start", "mail"]
    assert not person.scenario.edges
    person.key(Key.Key_Z, CTRL)
    assert person.scenario == before
    assert person.session.selection.nodes == {"check"}


def test_that_ctrl_delete_closes_the_gap(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.session.select([NodeId("check")])
    person.key(Key.Key_Delete, CTRL)
    assert person.scenario.edges == (Edge(NodeId("start"), "out", NodeId("mail")),)


def test_that_arrows_walk_along_wires_and_shift_adds(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.key(Key.Key_Right)
    assert person.session.selection.nodes == {"start"}
    person.key(Key.Key_Right)
    person.key(Key.Key_Right, SHIFT)
    assert person.session.selection.nodes == {"check", "mail"}


def test_that_ctrl_arrows_nudge_by_a_step_and_merge(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.session.select([NodeId("mail")])
    for _ in range(3):
        person.key(Key.Key_Down, CTRL)
    assert person.scenario.node("mail").at == (672.0, 24.0)
    assert person.session.undo_stack.count() == 1


def test_that_copies_get_new_ids_and_keep_their_wires_in_one_step(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.key(Key.Key_A, CTRL)
    person.key(Key.Key_C, CTRL)
    assert '"rehearse/scenario"' in QApplication.clipboard().text()
    person.key(Key.Key_V, CTRL)
    assert len(person.scenario.nodes) == 6
    assert len(person.scenario.edges) == 4
    assert person.session.undo_stack.count() == 1
    assert person.session.selection.nodes == {node.id for node in person.scenario.nodes[3:]}
    person.view.camera.centre_on((5000.0, 5000.0))
    person.key(Key.Key_A, CTRL)
    person.key(Key.Key_Delete)
    person.key(Key.Key_V, CTRL)
    assert person.view.camera.sight is None  # into the empty: all of it is shown, as when it is opened


def test_that_cut_and_paste_and_duplicate_work(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.session.select([NodeId("mail")])
    person.key(Key.Key_X, CTRL)
    assert [node.id for node in person.scenario.nodes] == ["start", "check"]
    person.key(Key.Key_V, CTRL)
    person.key(Key.Key_D, CTRL)
    assert [node.type for node in person.scenario.nodes] == ["entry_event", "filter", "email", "email"]


def test_that_pasting_something_else_says_so_and_changes_nothing(sit: Sit) -> None:
    person = sit()
    QApplication.clipboard().setText("not a scenario")
    person.key(Key.Key_V, CTRL)
    assert "nothing to paste" in person.view.hint.text()
    assert person.session.undo_stack.count() == 0


def test_that_f2_renames_in_place_and_escape_does_not(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.session.select([NodeId("mail")])
    person.key(Key.Key_F2)
    person.keys("Hello")
    person.key(Key.Key_Return)
    assert person.scenario.node("mail").label == "Hello"
    person.key(Key.Key_F2)
    person.keys("Never")
    person.key(Key.Key_Escape)
    assert person.scenario.node("mail").label == "Hello"
    assert QApplication.focusWidget() is person.view


def test_that_connecting_by_keys_can_choose_output_and_target_and_be_called_off(sit: Sit) -> None:
    person = sit(placed({**CHAIN, "text": ("sms", 672.0, 200.0), "late": ("sms", 4000.0, 900.0)}, WIRES))
    person.view.camera.zoom_to(1.0)
    person.session.select([NodeId("check")])
    person.key(Key.Key_C)
    assert "Fail →" in person.view.hint.text()
    person.keys("la")
    assert person.view.camera.shown().contains(4100.0, 932.0)
    person.key(Key.Key_Escape)
    assert len(person.scenario.edges) == 2
    person.session.select([NodeId("check")])
    person.key(Key.Key_C)
    person.key(Key.Key_PageDown)
    assert "Pass →" in person.view.hint.text()
    person.keys("te")
    person.key(Key.Key_Return)
    assert person.scenario.edges[-1] == Edge(NodeId("check"), "pass", NodeId("text"))


def test_that_an_exit_cannot_be_connected_onwards_and_says_so(sit: Sit) -> None:
    person = sit(placed({"end": ("exit", 0.0, 0.0)}))
    person.session.select([NodeId("end")])
    person.key(Key.Key_C)
    assert "nothing follows" in person.view.hint.text()


def test_that_space_pans_with_the_left_button(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    before = person.view.camera.shown().left()
    person.hold_key(Key.Key_Space)
    person.drag(person.spot(500, 300), person.spot(460, 300))
    person.let_key_go(Key.Key_Space)
    assert person.view.camera.shown().left() == pytest.approx(before + 40, abs=1)
    assert not person.session.selection


def test_that_every_command_has_a_name_a_menu_and_a_key(sit: Sit) -> None:
    actions = canvas_actions(sit().view)
    assert all(
        action.text() and action.shortcuts() and action.property("menu") in ("edit", "arrange", "view")
        for action in actions
    )
    assert len({action.objectName() for action in actions}) == len(actions)
    delete = next(action for action in actions if action.objectName() == "canvas.delete")
    assert [keys.toString() for keys in delete.shortcuts()] == ["Del", "Backspace"]


def test_that_tidying_up_is_one_step_that_can_be_undone(sit: Sit) -> None:
    person = sit(
        placed({"start": ("entry_event", 31.0, 7.0), "hold": ("wait", 33.0, 9.0)}, (("start", "out", "hold"),))
    )
    before = person.scenario
    person.key(Key.Key_L, CTRL | SHIFT)
    assert person.scenario.node("start").at[1] == person.scenario.node("hold").at[1]
    person.key(Key.Key_Z, CTRL)
    assert person.scenario == before


def test_that_a_copy_knows_its_own_scenario_from_one_of_the_same_id(sit: Sit) -> None:
    mail, ask = placed({"mail": ("email", 0, 0)}), placed({"ask": ("wait_for", 300, 0)})
    params = make_params(KINDS["wait_for"], {"message": "mail", "state": "opened", "timeout": "P1D"})
    own = replace(mail, nodes=(*mail.nodes, replace(ask.nodes[0], params=params)))
    first, second = sit(own), sit(mail)
    first.session.select([NodeId("ask")])
    copy(first.view.pointer_input)
    for person, message in ((first, "mail"), (second, "")):
        paste(person.view.pointer_input)
        assert dump_document(person.scenario.nodes[-1].params)["message"] == message
