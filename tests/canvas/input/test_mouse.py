"""Building and changing a scenario with the mouse alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QListWidget

from app.scenario.graph import Edge, NodeId
from tests.canvas.player import Play, Player, scenario_of
from tests.pointer import LEFT

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
PAIR = {"start": ("entry_event", 0.0, 0.0), "hold": ("wait", 400.0, 0.0)}
CHAIN = {**PAIR, "mail": ("email", 800.0, 0.0)}
WIRES = (("start", "out", "hold"), ("hold", "out", "mail"))


def wires(player: Player) -> set[tuple[str, str, str]]:
    return {(edge.source, edge.port, edge.target) for edge in player.scenario.edges}


def test_that_four_nodes_are_built_and_wired_by_mouse_and_undone_all_the_way(play: Play) -> None:
    player = play()
    for type_, x in (("entry_event", 0), ("wait", 320), ("filter", 640), ("email", 960)):
        player.drop_kind(type_, player.spot(x, 100))
    ids = [node.id for node in player.scenario.nodes]
    player.drag(player.port(ids[0]), player.port(ids[1], -1))
    player.drag(player.port(ids[1]), player.card(ids[2]))
    player.drag(player.port(ids[2], 0), player.port(ids[3], -1))
    built = player.scenario
    assert [node.type for node in built.nodes] == ["entry_event", "wait", "filter", "email"]
    assert built.edges == (Edge(ids[0], "out", ids[1]), Edge(ids[1], "out", ids[2]), Edge(ids[2], "pass", ids[3]))
    player.undo_all()
    assert not player.scenario.nodes
    player.redo_all()
    assert player.scenario == built
    assert set(player.view.canvas.nodes) == set(ids)


def test_that_a_dragged_node_snaps_to_the_grid_in_one_step(play: Play) -> None:
    player = play(scenario_of({"start": ("entry_event", 0.0, 0.0)}))
    player.drag(player.card("start"), player.card("start") + QPoint(53, 37))
    assert player.scenario.node("start").at == (56.0, 40.0)
    assert player.session.undo_stack.count() == 1


def test_that_alt_suspends_snapping(play: Play) -> None:
    player = play(scenario_of({"start": ("entry_event", 0.0, 0.0)}))
    player.press(player.card("start"))
    player.move(player.card("start") + QPoint(53, 37), ALT)
    player.release(player.card("start"))
    assert player.scenario.node("start").at == (53.0, 37.0)


def test_that_a_node_lines_up_with_another(play: Play) -> None:
    player = play(scenario_of({"start": ("entry_event", 0.0, 3.0), "hold": ("wait", 400.0, 200.0)}))
    player.drag(player.card("hold"), player.card("hold") + QPoint(0, -195))
    assert player.scenario.node("hold").at == (400.0, 3.0)


def test_that_escape_calls_a_move_off(play: Play) -> None:
    player = play(scenario_of(PAIR, WIRES[:1]))
    before = player.scenario
    player.press(player.card("hold"))
    player.move(player.card("hold") + QPoint(80, 80))
    player.key(Qt.Key.Key_Escape)
    player.release(player.spot(480, 80))
    assert player.scenario is before
    assert player.view.canvas.nodes[NodeId("hold")].pos().toTuple() == (400.0, 0.0)


@pytest.mark.parametrize("target", ["port", "card"])
def test_that_a_wire_ends_at_a_port_or_anywhere_on_a_card(play: Play, target: str) -> None:
    player = play(scenario_of(PAIR))
    player.drag(player.port("start"), player.port("hold", -1) if target == "port" else player.card("hold"))
    assert wires(player) == {("start", "out", "hold")}


def test_that_a_wire_can_be_drawn_from_its_end(play: Play) -> None:
    player = play(scenario_of({"check": ("filter", 0.0, 0.0), "hold": ("wait", 400.0, 0.0)}))
    player.drag(player.port("hold", -1), player.port("check", 1))
    assert wires(player) == {("check", "fail", "hold")}


def test_that_an_invalid_target_says_why_and_nothing_is_wired(play: Play) -> None:
    player = play(scenario_of({**PAIR, "other": ("entry_event", 400.0, 200.0)}))
    player.press(player.port("start"))
    player.move(player.card("other"))
    assert "entry" in player.view.hint.text()
    assert player.view.canvas.nodes[NodeId("other")].state.target == "no"
    assert player.view.canvas.nodes[NodeId("hold")].state.target == "yes"
    player.release(player.card("other"))
    assert not player.scenario.edges
    assert player.view.canvas.nodes[NodeId("hold")].state.target == ""


def test_that_escape_calls_a_wire_off(play: Play) -> None:
    player = play(scenario_of(PAIR))
    player.press(player.port("start"))
    player.move(player.card("hold"))
    player.key(Qt.Key.Key_Escape)
    player.release(player.card("hold"))
    assert not player.scenario.edges


def test_that_the_end_of_a_wire_is_plugged_elsewhere_and_keeps_its_place_in_the_document(play: Play) -> None:
    player = play(scenario_of({**CHAIN, "other": ("sms", 800.0, 200.0)}, WIRES))
    player.drag(player.port("hold", -1), player.card("other"))
    assert player.scenario.edges[0] == Edge(NodeId("start"), "out", NodeId("other"))
    assert player.session.undo_stack.count() == 1


def test_that_the_beginning_of_a_selected_wire_is_plugged_elsewhere(play: Play) -> None:
    player = play(scenario_of({**PAIR, "other": ("entry_event", 0.0, 200.0)}, WIRES[:1]))
    player.click(player.spot(300, 32))
    assert player.session.selection.edges
    player.drag(player.spot(228, 32), player.port("other"))
    assert wires(player) == {("other", "out", "hold")}


def test_that_a_wire_dropped_in_the_empty_asks_for_a_node_and_connects_it(play: Play) -> None:
    player = play(scenario_of({"start": ("entry_event", 0.0, 0.0)}))
    player.drag(player.port("start"), player.spot(500, 200))
    menu = player.view.findChild(QFrame, "quickAdd")
    assert menu is not None
    assert menu.isVisible()
    rows = menu.findChild(QListWidget)
    assert rows is not None
    titles = [rows.item(row).text() for row in range(rows.count())]
    assert "Event" not in titles
    place = rows.visualItemRect(rows.item(titles.index("E-mail"))).center()
    QTest.mouseClick(rows.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    assert [node.type for node in player.scenario.nodes] == ["entry_event", "email"]
    assert len(player.scenario.edges) == 1


def test_that_a_click_on_a_port_appends_in_line(play: Play) -> None:
    player = play(scenario_of({"start": ("entry_event", 0.0, 0.0)}))
    player.click(player.port("start"))
    player.keys("exit")
    player.key(Qt.Key.Key_Return)
    added = player.scenario.nodes[1]
    assert (added.type, added.at[1]) == ("exit", 0.0)
    assert wires(player) == {("start", "out", added.id)}


def test_that_a_kind_dropped_on_a_wire_splices_in_and_what_follows_makes_room(play: Play) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    player.drop_kind("score", player.spot(300, 34))
    added = player.scenario.nodes[-1]
    assert wires(player) == {("start", "out", added.id), (added.id, "out", "hold"), ("hold", "out", "mail")}
    boxes = [player.view.canvas.nodes[node.id].box for node in player.scenario.nodes]
    assert not any(one.overlaps(other) for i, one in enumerate(boxes) for other in boxes[:i])
    assert player.session.undo_stack.count() == 1


def test_that_a_loose_node_dropped_on_a_wire_splices_in(play: Play) -> None:
    player = play(scenario_of({**PAIR, "loose": ("score", 200.0, 300.0)}, WIRES[:1]))
    player.drag(player.card("loose"), player.card("loose") + QPoint(0, -300))
    assert wires(player) == {("start", "out", "loose"), ("loose", "out", "hold")}
    assert player.session.undo_stack.count() == 1


def test_that_a_drag_from_the_palette_that_leaves_adds_nothing(play: Play) -> None:
    player = play()
    player.drop_kind("wait", player.spot(100, 100), lets_go=False)
    assert player.view.pointer_input.gesture is not None
    player.key(Qt.Key.Key_Escape)
    assert player.view.pointer_input.gesture is None
    assert not player.scenario.nodes


def test_that_a_rubber_band_selects_what_it_touches_and_escape_gives_the_old_selection_back(play: Play) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    player.drag(player.spot(-60, -60), player.spot(450, 100))
    assert player.session.selection.nodes == {"start", "hold"}
    player.press(player.spot(700, 150))
    player.move(player.spot(900, 10))
    assert player.session.selection.nodes == {"mail"}
    player.key(Qt.Key.Key_Escape)
    player.release(player.spot(900, 10))
    assert player.session.selection.nodes == {"start", "hold"}


def test_that_ctrl_click_adds_and_a_click_in_the_empty_clears(play: Play) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    player.click(player.card("start"))
    player.click(player.card("mail"), CTRL)
    assert player.session.selection.nodes == {"start", "mail"}
    player.click(player.spot(400, 300))
    assert not player.session.selection


def test_that_a_double_click_in_the_empty_opens_the_menu_there(play: Play) -> None:
    player = play()
    QTest.mouseDClick(player.view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, player.spot(200, 100))
    player.keys("sms")
    player.key(Qt.Key.Key_Return)
    assert player.scenario.nodes[0].at == (168.0, 64.0)


def test_that_the_middle_button_pans_and_ctrl_wheel_zooms_at_the_cursor(play: Play) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    middle = Qt.MouseButton.MiddleButton
    before = player.view.camera.shown().center()
    player.press(QPoint(500, 400), middle)
    player.move(QPoint(440, 400))
    player.release(QPoint(440, 400), middle)
    assert player.view.camera.shown().center().x() - before.x() == pytest.approx(60, abs=1)
    spot = QPoint(300, 300)
    place = player.view.mapToScene(spot)
    player.wheel(spot, QPoint(0, 240), CTRL)
    assert player.view.camera.scale == pytest.approx(1.44)
    assert (player.view.mapToScene(spot) - place).manhattanLength() < 3


def test_that_the_wheel_scrolls_and_shift_wheel_scrolls_across(play: Play) -> None:
    player = play(scenario_of(CHAIN, WIRES))
    top = player.view.camera.shown().top()
    player.wheel(QPoint(300, 300), QPoint(0, -120))
    assert player.view.camera.shown().top() == pytest.approx(top + 60, abs=1)
    left = player.view.camera.shown().left()
    player.wheel(QPoint(300, 300), QPoint(0, -120), Qt.KeyboardModifier.ShiftModifier)
    assert player.view.camera.shown().left() == pytest.approx(left + 60, abs=1)


def test_that_a_click_on_the_minimap_goes_there(play: Play) -> None:
    player = play(scenario_of({"start": ("entry_event", 0.0, 0.0), "far": ("wait", 4000.0, 0.0)}))
    minimap = player.view.minimap
    assert minimap.isVisible()
    QTest.mouseClick(minimap, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(minimap.width() - 16, minimap.height() // 2))
    assert player.view.camera.shown().contains(4000.0, 32.0)


def test_that_what_was_fitted_stays_fitted_and_what_was_zoomed_stays_zoomed_in_another_size(play: Play) -> None:
    player = play(scenario_of({"start": ("entry_event", 0.0, 0.0), "far": ("wait", 4000.0, 0.0)}))
    camera, window = player.view.camera, player.view.window()
    camera.fit()
    window.resize(1800, 900)
    QApplication.processEvents()
    assert camera.shown().contains(player.view.canvas.content_rect())
    camera.zoom_to(0.9)
    window.resize(1900, 950)
    QApplication.processEvents()
    assert camera.scale == pytest.approx(0.9)
