"""From afar names stand as on a map: those that matter most first, and none over a card, a wire or another name."""

from __future__ import annotations

from itertools import combinations, pairwise

from PySide6.QtCore import QPoint, Qt

from app.canvas.afar.far_names import MOST_CARDS
from app.canvas.compact import FAR_OF_FEW
from app.canvas.geometry import Box
from app.canvas.view import CanvasView
from app.scenario.graph import NodeId, Scenario
from tests.builders.scenarios import placed
from tests.canvas.conftest import Sit
from tests.canvas.items.test_painting import PaintedSizes, difference, fresh, on_screen, settle
from tests.canvas.items.test_zooms import Counts, Summary
from tests.person.person import Person

TYPES = ("entry_event", "wait", "wait", "email", "score")
LINE = 20


def lines(count: int) -> Scenario:
    """So many lines of twenty nodes, one under the other."""
    nodes = {
        f"n{line}_{i}": ("entry_event" if not i else TYPES[1 + i % 4], 300.0 * i, 400.0 * line)
        for line in range(count)
        for i in range(LINE)
    }
    wires = tuple((f"n{line}_{i}", "out", f"n{line}_{i + 1}") for line in range(count) for i in range(LINE - 1))
    return placed(nodes, wires)


def names(view: CanvasView) -> dict[NodeId, Box]:
    return view.far_names.places


def afar(sit: Sit, scenario: Scenario) -> Person:
    """All of it in sight, from afar."""
    person = sit(scenario)
    person.view.camera.zoom_to(0.08)
    person.view.camera.centre_on((3_000, 1_000))
    settle(person)
    assert person.view.camera.scale < FAR_OF_FEW
    return person


def test_that_entries_have_their_names_and_none_stands_over_a_card_a_wire_or_another(sit: Sit) -> None:
    view = afar(sit, lines(6)).view
    shown = names(view)
    assert {NodeId(f"n{line}_0") for line in range(6)} <= shown.keys()
    assert len(shown) > 20
    assert not any(a.overlaps(b) for a, b in combinations(shown.values(), 2))
    pieces = [
        Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        for wire in view.canvas.edges.values()
        for a, b in pairwise(wire.line)
    ]
    content, beyond = view.canvas.content_rect(), 30 / view.camera.scale
    assert all(content.left() - beyond < name.left and name.right < content.right() + beyond for name in shown.values())
    taken = [*pieces, *(item.box for item in view.canvas.nodes.values())]
    assert not any(name.overlaps(box) for name in shown.values() for box in taken)


def test_that_each_of_few_cards_has_some_of_its_name_before_another_has_much(sit: Sit) -> None:
    row = {f"customers_who_looked_again_{i}": ("wait", 800.0 * i, 1_000.0) for i in range(8)}
    view = afar(sit, placed(row)).view
    shown = names(view)
    assert shown.keys() == row.keys()
    assert not any(a.overlaps(b) for a, b in combinations(shown.values(), 2))


def test_that_names_follow_a_drag_and_are_as_before_after_escape(sit: Sit) -> None:
    person = afar(sit, lines(6))
    before, node = names(person.view), NodeId("n2_0")
    at = person.card(node)
    person.press(at)
    for step in (QPoint(10, 6), QPoint(30, 20)):
        person.move(at + step)
        settle(person)
        assert names(person.view).get(node) != before[node]
        assert difference(on_screen(person), fresh(person)) == ""
    person.key(Qt.Key.Key_Escape)
    settle(person)
    assert names(person.view) == before
    assert difference(on_screen(person), fresh(person)) == ""
    person.release(at)


def test_that_a_label_that_is_changed_is_another_name_at_once(sit: Sit) -> None:
    person = afar(sit, lines(2))
    before = names(person.view)[NodeId("n0_0")]
    person.click_card(NodeId("n0_0"))
    person.key(Qt.Key.Key_F2)
    person.keys("Cart")
    person.key(Qt.Key.Key_Return)
    settle(person)
    now = names(person.view)[NodeId("n0_0")]
    assert now.right - now.left < before.right - before.left
    assert difference(on_screen(person), fresh(person)) == ""


def test_that_of_very_many_cards_those_with_most_people_are_named_and_names_follow_a_drag(sit: Sit) -> None:
    scenario = lines(MOST_CARDS // LINE + 1)
    person = afar(sit, scenario)
    plain = names(person.view)
    assert len(plain) > LINE
    assert NodeId("n1_0") in plain
    busy = max(NodeId(node.id) for node in scenario.nodes if node.id not in plain and node.id.startswith("n3_"))
    person.session.show_summary(Summary({busy: Counts(9_000, {}, ended=9_000)}, {}))
    settle(person)
    shown = names(person.view)
    assert busy in shown
    assert not any(a.overlaps(b) for a, b in combinations(shown.values(), 2))
    near = {item.node.id: item.box for item in person.view.canvas.nodes.values()}
    assert not any(name.overlaps(box) for name in shown.values() for box in near.values())
    assert difference(on_screen(person), fresh(person)) == ""
    at = person.card(busy)
    person.press(at)
    person.move(at + QPoint(60, 40))
    settle(person)
    carried = names(person.view)
    assert carried[busy].left > shown[busy].left
    assert not any(a.overlaps(b) for a, b in combinations(carried.values(), 2))
    assert difference(on_screen(person), fresh(person)) == ""
    settle(person)
    painted, viewport = PaintedSizes(), person.view.viewport()
    viewport.installEventFilter(painted)
    person.move(at + QPoint(66, 90))
    settle(person)
    viewport.removeEventFilter(painted)
    assert 0 < sum(painted.sizes) < viewport.width() * viewport.height() / 10
    assert difference(on_screen(person), fresh(person)) == ""
    person.key(Qt.Key.Key_Escape)
    settle(person)
    assert names(person.view) == shown
    assert difference(on_screen(person), fresh(person)) == ""
    person.release(at)
    settle(person)
    person.drag(at, at + QPoint(60, 40))
    settle(person)
    assert names(person.view) != shown
    assert difference(on_screen(person), fresh(person)) == ""
