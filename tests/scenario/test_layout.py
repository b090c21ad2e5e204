"""Where nodes stand."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given

from app.scenario.edits import AddNode, MoveNodes
from app.scenario.files import new_node
from app.scenario.graph import NodeId, Note, Scenario
from app.scenario.layout import COLUMN, NODE_HEIGHT, NODE_WIDTH, ROW, STEP, arrange, free_place
from tests.builders.scenarios import START, kind, scenario
from tests.scenario.strategies import scenarios


def overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < NODE_WIDTH and abs(one[1] - other[1]) < NODE_HEIGHT


def arranged(built: Scenario) -> dict[str, tuple[float, float]]:
    after, _ = arrange(built).apply(built)
    return {str(node.id): node.at for node in after.nodes}


@given(scenarios())
def test_that_a_new_node_lands_on_the_grid_and_on_nobody(built: Scenario) -> None:
    for after in (None, *(node.id for node in built.nodes)):
        place = free_place(built, after)
        assert place[0] % STEP == place[1] % STEP == 0
        assert not any(overlap(place, node.at) for node in built.nodes)


def test_that_new_nodes_stand_in_line_and_then_below() -> None:
    built = scenario([START])
    places = []
    for i in range(3):
        at = free_place(built, NodeId("start"))
        built, _ = AddNode(new_node("exit", f"x{i}", "", at)).apply(built)
        places.append(at)
    assert places == [(COLUMN, 0), (COLUMN, ROW), (COLUMN, -ROW)]
    assert free_place(built, None) == (2 * COLUMN, -ROW)


def test_that_a_new_node_avoids_notes() -> None:
    built = scenario([START])
    note = Note("n", (COLUMN, 0), (240, 80), "Keep off")
    noted = replace(built, notes=(note,))
    assert free_place(noted, NodeId("start")) == (COLUMN, ROW)


@given(scenarios())
def test_that_arranged_nodes_keep_apart_and_stay_when_arranged_again(built: Scenario) -> None:
    after, back = arrange(built).apply(built)
    assert not any(overlap(one.at, other.at) for one, other in combinations(after.nodes, 2))
    assert arrange(after).apply(after)[0] == after
    assert back.apply(after)[0] == built


@given(scenarios())
def test_that_the_same_graph_is_always_arranged_alike(built: Scenario) -> None:
    scattered, _ = MoveNodes({node.id: (8.0 * i, 0.0) for i, node in enumerate(built.nodes)}).apply(built)
    moved, _ = MoveNodes({node.id: (0.0, 16.0 * i) for i, node in enumerate(built.nodes)}).apply(built)
    assert arranged(scattered) == arranged(moved)


def test_that_the_longest_way_runs_straight_and_each_edge_to_the_right() -> None:
    nodes = [START, kind("f", "filter", condition={"all": []}), kind("x", "exit")]
    nodes += [kind(name, "score", score="s", add=1) for name in ("a", "b", "c")]
    edges = [("start", "out", "f"), ("f", "pass", "x"), ("f", "fail", "a"), ("a", "out", "b"), ("b", "out", "c")]
    places = arranged(scenario(nodes, edges))
    assert len({places[name][1] for name in ("start", "f", "a", "b", "c")}) == 1
    assert places["x"][1] == places["f"][1] - ROW
    assert all(places[target][0] == places[source][0] + COLUMN for source, _, target in edges)


def test_that_an_edge_that_skips_columns_has_a_row_to_itself() -> None:
    nodes = [START, kind("f", "filter", condition={"all": []})]
    nodes += [kind(name, "score", score="s", add=1) for name in ("a", "b", "end")]
    edges = [("start", "out", "f"), ("f", "pass", "end"), ("f", "fail", "a"), ("a", "out", "b"), ("b", "out", "end")]
    crowded = [kind("g", "exit"), *nodes]
    places = arranged(scenario(crowded, edges))
    assert places["f"][1] == places["a"][1] == places["end"][1]
    assert not [name for name, at in places.items() if at[1] == places["f"][1] - ROW]


def test_that_a_second_entry_stands_beside_what_it_leads_to() -> None:
    nodes = [START, kind("w", "wait", for_="P1D"), kind("x", "exit"), kind("late", "entry_event", event="purchase")]
    places = arranged(scenario(nodes, [("start", "out", "w"), ("w", "out", "x"), ("late", "out", "x")]))
    assert places["late"] == (places["w"][0], places["w"][1] + ROW)


def test_that_a_cycle_is_arranged_too() -> None:
    nodes = [START, kind("m", "sms", text="Hi"), kind("w", "wait", for_="P1D")]
    places = arranged(scenario(nodes, [("start", "out", "m"), ("m", "out", "w"), ("w", "out", "m")]))
    assert [places[name][0] for name in ("start", "m", "w")] == [0, COLUMN, 2 * COLUMN]


def test_that_an_empty_canvas_begins_at_its_origin() -> None:
    empty = scenario([])
    assert free_place(empty, None) == (0, 0)
    assert arrange(empty) == MoveNodes({})
