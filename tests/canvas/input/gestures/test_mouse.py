"""Building and changing a scenario with the mouse alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice
from PySide6.QtWidgets import QApplication, QFrame, QListWidget

from app.scenario.edits import MoveNodes
from app.scenario.graph import Edge, NodeId
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.person import hands
from tests.person.hands import double_click
from tests.person.person import Person

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
PAIR = {"start": ("entry_event", 0.0, 0.0), "hold": ("wait", 400.0, 0.0)}
CHAIN = {**PAIR, "mail": ("email", 800.0, 0.0)}
WIRES = (("start", "out", "hold"), ("hold", "out", "mail"))


def wires(person: Person) -> set[tuple[str, str, str]]:
    return {(edge.source, edge.port, edge.target) for edge in person.scenario.edges}


def test_that_four_nodes_are_built_and_wired_by_mouse_and_undone_all_the_way(sit: Sit) -> None:
    person = sit()
    for type_, x in (("entry_event", 0), ("wait", 320), ("filter", 640), ("email", 960)):
        person.drop_kind(type_, person.spot(x, 100))
    ids = [node.id for node in person.scenario.nodes]
    person.drag(person.port(ids[0]), person.port(ids[1], -1))
    person.drag(person.port(ids[1]), person.card(ids[2]))
    person.drag(person.port(ids[2], 0), person.port(ids[3], -1))
    built = person.scenario
    assert [node.type for node in built.nodes] == ["entry_event", "wait", "filter", "email"]
    assert built.edges == (Edge(ids[0], "out", ids[1]), Edge(ids[1], "out", ids[2]), Edge(ids[2], "pass", ids[3]))
    person.undo_all()
    assert not person.scenario.nodes
    person.redo_all()
    assert person.scenario == built
    assert set(person.view.canvas.nodes) == set(ids)


def test_that_a_dragged_node_snaps_to_the_grid_in_one_step(sit: Sit) -> None:
    person = sit(placed({"start": ("entry_event", 0.0, 0.0)}))
    person.drag(person.card("start"), person.card("start") + QPoint(53, 37))
    assert person.scenario.node("start").at == (56.0, 40.0)
    assert person.session.undo_stack.count() == 1


def test_that_alt_suspends_snapping(sit: Sit) -> None:
    person = sit(placed({"start": ("entry_event", 0.0, 0.0)}))
    person.press(person.card("start"))
    person.move(person.card("start") + QPoint(53, 37), ALT)
    person.release(person.card("start"), modifiers=ALT)
    assert person.scenario.node("start").at == (53.0, 37.0)


def test_that_a_node_lines_up_with_another(sit: Sit) -> None:
    person = sit(placed({"start": ("entry_event", 0.0, 3.0), "hold": ("wait", 400.0, 200.0)}))
    person.drag(person.card("hold"), person.card("hold") + QPoint(0, -195))
    assert person.scenario.node("hold").at == (400.0, 3.0)


def test_that_escape_calls_a_move_off(sit: Sit) -> None:
    person = sit(placed(PAIR, WIRES[:1]))
    before = person.scenario
    person.press(person.card("hold"))
    person.move(person.card("hold") + QPoint(80, 80))
    person.key(Qt.Key.Key_Escape)
    person.release(person.spot(480, 80))
    assert person.scenario is before
    assert person.view.canvas.nodes[NodeId("hold")].pos().toTuple() == (400.0, 0.0)


@pytest.mark.parametrize("target", ["port", "card"])
def test_that_a_wire_ends_at_a_port_or_anywhere_on_a_card(sit: Sit, target: str) -> None:
    person = sit(placed(PAIR))
    person.drag(person.port("start"), person.port("hold", -1) if target == "port" else person.card("hold"))
    assert wires(person) == {("start", "out", "hold")}


def test_that_a_wire_can_be_drawn_from_its_end(sit: Sit) -> None:
    person = sit(placed({"check": ("filter", 0.0, 0.0), "hold": ("wait", 400.0, 0.0)}))
    person.drag(person.port("hold", -1), person.port("check", 1))
    assert wires(person) == {("check", "fail", "hold")}


def test_that_an_invalid_target_says_why_and_nothing_is_wired(sit: Sit) -> None:
    person = sit(placed({**PAIR, "other": ("entry_event", 400.0, 200.0)}))
    person.press(person.port("start"))
    person.move(person.card("other"))
    assert "entry" in person.view.hint.text()
    assert person.view.canvas.nodes[NodeId("other")].state.target == "no"
    assert person.view.canvas.nodes[NodeId("hold")].state.target == "yes"
    person.release(person.card("other"))
    assert not person.scenario.edges
    assert person.view.canvas.nodes[NodeId("hold")].state.target == ""


def test_that_a_card_held_at_the_edge_takes_the_canvas_along_until_it_is_let_go(sit: Sit) -> None:
    person = sit(placed(PAIR, WIRES[:1]))
    edge = QPoint(person.view.viewport().width() - 2, person.card("hold").y())
    begin, end = person.view.camera.shown().right(), person.view.camera.shown().right() + 300
    person.press(person.card("hold"))
    person.move(person.card("hold") + QPoint(40, 0))
    person.move(edge)
    person.qtbot.waitUntil(lambda: person.view.camera.shown().right() > end)
    person.release(edge)
    assert person.scenario.node("hold").at[0] > begin  # where the pointer is now, not where it came to the edge


def test_that_escape_calls_a_wire_off(sit: Sit) -> None:
    person = sit(placed(PAIR))
    person.press(person.port("start"))
    person.move(person.card("hold"))
    person.key(Qt.Key.Key_Escape)
    person.release(person.card("hold"))
    assert not person.scenario.edges


def test_that_the_end_of_a_wire_is_plugged_elsewhere_and_keeps_its_place_in_the_document(sit: Sit) -> None:
    person = sit(placed({**CHAIN, "other": ("sms", 800.0, 200.0)}, WIRES))
    person.drag(person.port("hold", -1), person.card("other"))
    assert person.scenario.edges[0] == Edge(NodeId("start"), "out", NodeId("other"))
    assert person.session.undo_stack.count() == 1


def test_that_the_beginning_of_a_selected_wire_is_plugged_elsewhere(sit: Sit) -> None:
    person = sit(placed({**PAIR, "other": ("entry_event", 0.0, 200.0)}, WIRES[:1]))
    person.click_at(person.spot(300, 32))
    assert person.session.selection.edges
    person.drag(person.spot(228, 32), person.port("other"))
    assert wires(person) == {("other", "out", "hold")}


def test_that_a_wire_dropped_in_the_empty_asks_for_a_node_and_connects_it(sit: Sit) -> None:
    person = sit(placed({"start": ("entry_event", 0.0, 0.0)}))
    person.drag(person.port("start"), person.spot(500, 200))
    menu = person.view.findChild(QFrame, "quickAdd")
    assert menu is not None
    assert menu.isVisible()
    rows = menu.findChild(QListWidget)
    assert rows is not None
    titles = [rows.item(row).text() for row in range(rows.count())]
    assert "Event" not in titles
    place = rows.visualItemRect(rows.item(titles.index("E-mail"))).center()
    person.click(rows.viewport(), place)
    assert [node.type for node in person.scenario.nodes] == ["entry_event", "email"]
    assert len(person.scenario.edges) == 1


def test_that_a_click_on_a_port_appends_in_line(sit: Sit) -> None:
    person = sit(placed({"start": ("entry_event", 0.0, 0.0)}))
    person.click_at(person.port("start"))
    person.keys("exit")
    person.key(Qt.Key.Key_Return)
    added = person.scenario.nodes[1]
    assert (added.type, added.at[1]) == ("exit", 0.0)
    assert wires(person) == {("start", "out", added.id)}


def test_that_a_kind_dropped_on_a_wire_splices_in_and_what_follows_makes_room(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.drop_kind("score", person.spot(300, 34))
    added = person.scenario.nodes[-1]
    assert wires(person) == {("start", "out", added.id), (added.id, "out", "hold"), ("hold", "out", "mail")}
    boxes = [person.view.canvas.nodes[node.id].box for node in person.scenario.nodes]
    assert not any(one.overlaps(other) for i, one in enumerate(boxes) for other in boxes[:i])
    assert person.session.undo_stack.count() == 1
    person.session.undo_stack.undo()
    person.view.camera.zoom_to(0.3)
    person.drop_kind("score", person.spot(254, 34) + QPoint(0, 10))  # as near as a hand gets to a wire so small
    assert len(person.scenario.nodes) == len(CHAIN) + 1
    assert len(person.scenario.edges) == len(WIRES) + 1


def test_that_a_loose_node_dropped_on_a_wire_splices_in(sit: Sit) -> None:
    person = sit(placed({**PAIR, "loose": ("score", 200.0, 300.0)}, WIRES[:1]))
    person.drag(person.card("loose"), person.card("loose") + QPoint(0, -300))
    assert wires(person) == {("start", "out", "loose"), ("loose", "out", "hold")}
    assert person.session.undo_stack.count() == 1


def test_that_a_drag_from_the_palette_that_leaves_adds_nothing(sit: Sit) -> None:
    person = sit()
    person.drop_kind("wait", person.spot(100, 100), lets_go=False)
    assert person.view.pointer_input.gesture is not None
    person.key(Qt.Key.Key_Escape)
    assert person.view.pointer_input.gesture is None
    assert not person.scenario.nodes


def test_that_a_rubber_band_selects_what_it_touches_and_escape_gives_the_old_selection_back(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.drag(person.spot(-60, -60), person.spot(450, 100))
    assert person.session.selection.nodes == {"start", "hold"}
    person.press(person.spot(700, 150))
    person.move(person.spot(900, 10))
    assert person.session.selection.nodes == {"mail"}
    person.key(Qt.Key.Key_Escape)
    person.release(person.spot(900, 10))
    assert person.session.selection.nodes == {"start", "hold"}


def test_that_ctrl_click_adds_and_a_click_in_the_empty_clears(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.click_at(person.card("start"))
    person.click_at(person.card("mail"), CTRL)
    assert person.session.selection.nodes == {"start", "mail"}
    person.click_at(person.spot(400, 300))
    assert not person.session.selection


def test_that_a_double_click_in_the_empty_opens_the_menu_there(sit: Sit) -> None:
    person = sit()
    person.double_click(person.view.viewport(), person.spot(200, 100))
    person.keys("sms")
    person.key(Qt.Key.Key_Return)
    assert person.scenario.nodes[0].at == (168.0, 64.0)


def test_that_the_middle_button_pans_and_ctrl_wheel_zooms_at_the_cursor(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    middle = Qt.MouseButton.MiddleButton
    before = person.view.camera.shown().center()
    person.press(QPoint(500, 400), middle)
    person.move(QPoint(440, 400))
    person.release(QPoint(440, 400), middle)
    assert person.view.camera.shown().center().x() - before.x() == pytest.approx(60, abs=1)
    spot = QPoint(300, 300)
    place = person.view.mapToScene(spot)
    person.wheel(spot, QPoint(0, 240), CTRL)
    assert person.view.camera.scale == pytest.approx(1.44)
    assert (person.view.mapToScene(spot) - place).manhattanLength() < 3


def test_that_the_wheel_scrolls_and_shift_wheel_scrolls_across(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    top = person.view.camera.shown().top()
    person.wheel(QPoint(300, 300), QPoint(0, -120))
    assert person.view.camera.shown().top() == pytest.approx(top + 60, abs=1)
    left = person.view.camera.shown().left()
    person.wheel(QPoint(300, 300), QPoint(0, -120), Qt.KeyboardModifier.ShiftModifier)
    assert person.view.camera.shown().left() == pytest.approx(left + 60, abs=1)


def test_that_a_click_on_the_minimap_goes_there(sit: Sit) -> None:
    person = sit(placed({"start": ("entry_event", 0.0, 0.0), "far": ("wait", 4000.0, 0.0)}))
    minimap = person.view.minimap
    assert minimap.isVisible()
    person.click(minimap, QPoint(minimap.width() - 16, minimap.height() // 2))
    assert person.view.camera.shown().contains(4000.0, 32.0)


def test_that_the_minimap_leaves_a_card_for_a_corner_where_no_wire_is_either(sit: Sit) -> None:
    nodes = {"start": ("entry_event", 0.0, 0.0), "far": ("wait", 6000.0, 0.0), "card": ("exit", 3000.0, -2000.0)}
    person = sit(placed(nodes, (("start", "out", "far"),)))
    minimap, camera = person.view.minimap, person.view.camera
    camera.zoom_to(1.0)
    camera.centre_on((3000.0, 32.0 - minimap.geometry().center().y() + person.view.viewport().height() / 2))
    lower = minimap.geometry()
    x, y = camera.scene_place(QPointF(lower.center()))
    assert y == pytest.approx(32.0, abs=2)  # the wire runs through both lower corners
    person.session.perform(MoveNodes({NodeId("card"): (x - 100, y + 10)}))
    QApplication.processEvents()
    assert minimap.isVisible()
    assert minimap.x() == lower.x()
    assert minimap.y() < lower.y()


def test_that_what_was_fitted_stays_fitted_and_what_was_zoomed_stays_zoomed_in_another_size(sit: Sit) -> None:
    person = sit(placed({"start": ("entry_event", 0.0, 0.0), "far": ("wait", 4000.0, 0.0)}))
    camera, window = person.view.camera, person.view.window()
    camera.fit()
    window.resize(1800, 900)
    QApplication.processEvents()
    assert camera.shown().contains(person.view.canvas.content_rect())
    camera.zoom_to(0.9)
    window.resize(1900, 950)
    QApplication.processEvents()
    assert camera.scale == pytest.approx(0.9)


def test_that_a_free_output_of_a_card_under_the_pointer_offers_what_follows(sit: Sit) -> None:
    person = sit(placed({"start": ("entry_event", 0.0, 0.0)}))
    port = person.port("start")

    def is_offered() -> bool:
        shown, wanted = (
            person.view.viewport().grab().toImage().pixelColor(port),
            person.view.canvas.tools.append.color(),
        )
        return abs(shown.red() - wanted.red()) + abs(shown.green() - wanted.green()) < 60

    person.move(port + QPoint(200, 200))
    assert not is_offered()
    person.move(person.card("start"))
    person.qtbot.waitUntil(is_offered)
    person.click_at(port)
    person.keys("wait")
    person.key(Qt.Key.Key_Return)
    assert [edge.source for edge in person.scenario.edges] == ["start"]


def test_that_alt_drops_a_loose_node_on_a_wire_without_putting_it_in(sit: Sit) -> None:
    person = sit(placed({**CHAIN, "loose": ("score", 400.0, 300.0)}, WIRES))
    before = person.scenario.edges
    at, on_wire = person.card("loose"), person.spot(700, 32)
    person.press(at)
    for place in (at + (on_wire - at) / 2, on_wire):
        person.move(place, ALT)
    person.release(on_wire, modifiers=ALT)
    assert person.scenario.edges == before
    assert person.scenario.node("loose").at != (400.0, 300.0)


def test_that_all_that_is_selected_is_dragged_along_by_one_of_it(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.click_at(person.card("hold"))
    person.click_at(person.card("mail"), CTRL)
    person.drag(person.card("hold"), person.card("hold") + QPoint(0, 160))
    assert {node.id: node.at[1] for node in person.scenario.nodes} == {"start": 0.0, "hold": 160.0, "mail": 160.0}
    assert person.session.undo_stack.count() == 1


def test_that_a_double_click_on_a_wire_puts_a_node_into_it(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    double_click(person.view.viewport(), person.spot(700, 32))
    person.keys("score")
    person.key(Qt.Key.Key_Return)
    new = next(node for node in person.scenario.nodes if node.type == "score")
    assert wires(person) == {("start", "out", "hold"), ("hold", "out", new.id), (new.id, "out", "mail")}


def test_that_a_double_click_on_a_card_goes_on_in_its_form(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    with person.qtbot.waitSignal(person.session.editing_wanted):
        double_click(person.view.viewport(), person.card("hold"))
    assert person.session.selection.nodes == {"hold"}


def test_that_a_pinch_zooms_about_the_fingers(sit: Sit) -> None:
    person = sit(placed(PAIR))
    viewport, at = person.view.viewport(), person.card("hold")
    place, before = person.view.camera.scene_place(at.toPointF()), person.view.camera.scale
    touch = QPointingDevice.primaryPointingDevice()
    kind = Qt.NativeGestureType.ZoomNativeGesture
    everywhere = viewport.mapToGlobal(at).toPointF()
    pinch = QNativeGestureEvent(kind, touch, 2, at.toPointF(), at.toPointF(), everywhere, 0.25, QPointF())
    QApplication.sendEvent(viewport, pinch)
    assert person.view.camera.scale == pytest.approx(before * 1.25)
    x, y = person.view.camera.scene_place(at.toPointF())
    assert abs(x - place[0]) < 1
    assert abs(y - place[1]) < 1


def test_that_a_menu_is_for_what_it_is_opened_over(sit: Sit) -> None:
    person = sit(placed(CHAIN, WIRES))
    person.click_at(person.card("start"))
    person.press(person.card("mail"), Qt.MouseButton.RightButton)
    person.release(person.card("mail"), Qt.MouseButton.RightButton)
    assert person.session.selection.nodes == {"mail"}
    menu = QApplication.activePopupWidget()
    assert menu is not None
    hands.key(menu, Qt.Key.Key_Escape)
    person.press(person.spot(300, 32), Qt.MouseButton.RightButton)
    person.release(person.spot(300, 32), Qt.MouseButton.RightButton)
    assert person.session.selection.edges == {Edge(NodeId("start"), "out", NodeId("hold"))}
    menu = QApplication.activePopupWidget()
    assert menu is not None
    hands.key(menu, Qt.Key.Key_Escape)
