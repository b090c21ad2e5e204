"""Building and changing a scenario with the keyboard alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.canvas.operations.actions import canvas_actions
from app.canvas.operations.selected import copy, paste
from app.nodes.catalogue import KINDS
from app.scenario.files import make_params
from app.scenario.graph import Edge, NodeId
from app.scenario.reading import dump_document
from tests.canvas.player import Play, Player, scenario_of

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CHAIN = {"start": ("entry_event", 0.0, 0.0), "check": ("filter", 336.0, 0.0), "mail": ("email", 672.0, 0.0)}
WIRES = (("start", "out", "check"), ("check", "pass", "mail"))


def add(player: Player, text: str) -> NodeId:
    player.key(Key.Key_Tab)
    player.keys(text)
    player.key(Key.Key_Return)
    return player.scenario.nodes[-1].id


def test_that_four_nodes_are_built_by_keys_alone_and_undone_all_the_way(play: Play) -> None:
    player = play()
    start, check, mail = add(player, "event"), add(player, "only"), add(player, "e-mail")
    player.key(Key.Key_Left)
    assert player.session.selection.nodes == {check}
    leave = add(player, "exit")
    assert player.scenario.edges == (
        Edge(start, "out", check),
        Edge(check, "pass", mail),
        Edge(check, "fail", leave),
    )
    player.key(Key.Key_Up)
    player.session.select([mail])
    player.key(Key.Key_C)
    player.keys("exit")
    player.key(Key.Key_Return)
    assert player.scenario.edges[-1] == Edge(mail, "out", leave)
    built = player.scenario
    while player.session.undo_stack.canUndo():
        player.key(Key.Key_Z, CTRL)
    assert not player.scenario.nodes
    while player.session.undo_stack.canRedo():
        player.key(Key.Key_Y, CTRL)
    assert player.scenario == built


def test_that_new_nodes_stand_in_line_without_touching(play: Play) -> None:
    player = play()
    for text in ("event", "wait", "e-mail"):
        add(player, text)
    assert [node.at[1] for node in player.scenario.nodes] == [0.0, 0.0, 0.0]
    assert len({node.at[0] for node in player.scenario.nodes}) == 3


def test_that_tab_on_a_node_without_a_free_output_splices_into_its_wire(play: Play) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    player.session.select([NodeId("start")])
    added = add(player, "score")
    assert {(edge.source, edge.target) for edge in player.scenario.edges} >= {("start", added), (added, "check")}


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_that_delete_takes_nodes_with_their_wires_and_undo_brings_both_back(play: Play, key: Qt.Key) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    before = player.scenario
    player.session.select([NodeId("check")])
    player.key(key)
    assert [node.id for node in player.scenario.nodes] == ["start", "mail"]
    assert not player.scenario.edges
    player.key(Key.Key_Z, CTRL)
    assert player.scenario == before
    assert player.session.selection.nodes == {"check"}


def test_that_ctrl_delete_closes_the_gap(play: Play) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    player.session.select([NodeId("check")])
    player.key(Key.Key_Delete, CTRL)
    assert player.scenario.edges == (Edge(NodeId("start"), "out", NodeId("mail")),)


def test_that_arrows_walk_along_wires_and_shift_adds(play: Play) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    player.key(Key.Key_Right)
    assert player.session.selection.nodes == {"start"}
    player.key(Key.Key_Right)
    player.key(Key.Key_Right, SHIFT)
    assert player.session.selection.nodes == {"check", "mail"}


def test_that_ctrl_arrows_nudge_by_a_step_and_merge(play: Play) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    player.session.select([NodeId("mail")])
    for _ in range(3):
        player.key(Key.Key_Down, CTRL)
    assert player.scenario.node("mail").at == (672.0, 24.0)
    assert player.session.undo_stack.count() == 1


def test_that_copies_get_new_ids_and_keep_their_wires_in_one_step(play: Play) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    player.key(Key.Key_A, CTRL)
    player.key(Key.Key_C, CTRL)
    assert '"rehearse/scenario"' in QApplication.clipboard().text()
    player.key(Key.Key_V, CTRL)
    assert len(player.scenario.nodes) == 6
    assert len(player.scenario.edges) == 4
    assert player.session.undo_stack.count() == 1
    assert player.session.selection.nodes == {node.id for node in player.scenario.nodes[3:]}


def test_that_cut_and_paste_and_duplicate_work(play: Play) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    player.session.select([NodeId("mail")])
    player.key(Key.Key_X, CTRL)
    assert [node.id for node in player.scenario.nodes] == ["start", "check"]
    player.key(Key.Key_V, CTRL)
    player.key(Key.Key_D, CTRL)
    assert [node.type for node in player.scenario.nodes] == ["entry_event", "filter", "email", "email"]


def test_that_pasting_something_else_says_so_and_changes_nothing(play: Play) -> None:
    player = play()
    QApplication.clipboard().setText("not a scenario")
    player.key(Key.Key_V, CTRL)
    assert "nothing to paste" in player.view.hint.text()
    assert player.session.undo_stack.count() == 0


def test_that_f2_renames_in_place_and_escape_does_not(play: Play) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    player.session.select([NodeId("mail")])
    player.key(Key.Key_F2)
    player.keys("Hello")
    player.key(Key.Key_Return)
    assert player.scenario.node("mail").label == "Hello"
    player.key(Key.Key_F2)
    player.keys("Never")
    player.key(Key.Key_Escape)
    assert player.scenario.node("mail").label == "Hello"
    assert QApplication.focusWidget() is player.view


def test_that_connecting_by_keys_can_choose_output_and_target_and_be_called_off(play: Play) -> None:
    player = play(scenario_of({**CHAIN, "text": ("sms", 672.0, 200.0)}, WIRES))
    player.session.select([NodeId("check")])
    player.key(Key.Key_C)
    assert "Fail →" in player.view.hint.text()
    player.key(Key.Key_Escape)
    assert len(player.scenario.edges) == 2
    player.session.select([NodeId("check")])
    player.key(Key.Key_C)
    player.key(Key.Key_PageDown)
    assert "Pass →" in player.view.hint.text()
    player.keys("te")
    player.key(Key.Key_Return)
    assert player.scenario.edges[-1] == Edge(NodeId("check"), "pass", NodeId("text"))


def test_that_an_exit_cannot_be_connected_onwards_and_says_so(play: Play) -> None:
    player = play(scenario_of({"end": ("exit", 0.0, 0.0)}))
    player.session.select([NodeId("end")])
    player.key(Key.Key_C)
    assert "nothing follows" in player.view.hint.text()


def test_that_space_pans_with_the_left_button(play: Play) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    before = player.view.camera.shown().left()
    QTest.keyPress(player.view, Key.Key_Space)
    player.drag(player.spot(500, 300), player.spot(460, 300))
    QTest.keyRelease(player.view, Key.Key_Space)
    assert player.view.camera.shown().left() == pytest.approx(before + 40, abs=1)
    assert not player.session.selection


def test_that_every_command_has_a_name_a_menu_and_a_key(play: Play) -> None:
    actions = canvas_actions(play().view)
    assert all(
        action.text() and action.shortcuts() and action.property("menu") in ("edit", "view") for action in actions
    )
    assert len({action.objectName() for action in actions}) == len(actions)
    delete = next(action for action in actions if action.objectName() == "canvas.delete")
    assert [keys.toString() for keys in delete.shortcuts()] == ["Del", "Backspace"]


def test_that_tidying_up_is_one_step_that_can_be_undone(play: Play) -> None:
    player = play(
        scenario_of({"start": ("entry_event", 31.0, 7.0), "hold": ("wait", 33.0, 9.0)}, (("start", "out", "hold"),))
    )
    before = player.scenario
    player.key(Key.Key_L, CTRL | SHIFT)
    assert player.scenario.node("start").at[1] == player.scenario.node("hold").at[1]
    player.key(Key.Key_Z, CTRL)
    assert player.scenario == before


def test_that_a_copy_knows_its_own_scenario_from_one_of_the_same_id(play: Play) -> None:
    mail, ask = scenario_of({"mail": ("email", 0, 0)}), scenario_of({"ask": ("wait_for", 300, 0)})
    params = make_params(KINDS["wait_for"], {"message": "mail", "state": "opened", "timeout": "P1D"})
    own = replace(mail, nodes=(*mail.nodes, replace(ask.nodes[0], params=params)))
    first, second = play(own), play(mail)
    first.session.select([NodeId("ask")])
    copy(first.view.pointer_input)
    for player, message in ((first, "mail"), (second, "")):
        paste(player.view.pointer_input)
        assert dump_document(player.scenario.nodes[-1].params)["message"] == message
