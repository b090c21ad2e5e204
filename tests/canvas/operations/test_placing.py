"""Lining up, spreading and pushing aside, without a window."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from app.canvas.geometry import Box, card_box
from app.canvas.operations.placing import Side, aligned, arranged, distributed, moved_back, pushed
from app.canvas.operations.removing import healed
from app.canvas.selection import Selection
from app.scenario.edits import Edit
from app.scenario.graph import NodeId, Scenario
from app.scenario.wiring import port_names
from tests.builders.scenarios import placed

KINDS = st.sampled_from(["wait", "filter", "split", "exit"])
SPOTS = st.tuples(KINDS, st.integers(-40, 40).map(lambda n: n * 24.0), st.integers(-20, 20).map(lambda n: n * 24.0))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Up to eight cards that do not overlap."""
    nodes: dict[str, tuple[str, float, float]] = {}
    for number, spot in enumerate(draw(st.lists(SPOTS, min_size=3, max_size=8))):
        made = placed({**nodes, f"n{number}": spot})
        if not overlapping(made):
            nodes[f"n{number}"] = spot
    assume(len(nodes) > 2)
    return placed(nodes)


def boxes(scenario: Scenario) -> dict[str, Box]:
    return {node.id: card_box(node.at, len(port_names(node))) for node in scenario.nodes}


def overlapping(scenario: Scenario) -> bool:
    all_ = list(boxes(scenario).values())
    return any(one.overlaps(other) for i, one in enumerate(all_) for other in all_[:i])


def after(scenario: Scenario, edit: Edit | None) -> Scenario:
    return scenario if edit is None else edit.apply(scenario)[0]


def every(scenario: Scenario) -> frozenset[NodeId]:
    return frozenset(node.id for node in scenario.nodes)


@given(scenarios(), st.sampled_from(Side))
def test_that_aligned_cards_share_the_line_and_never_overlap(scenario: Scenario, side: Side) -> None:
    read: dict[Side, Callable[[Box], float]] = {
        Side.LEFT: lambda box: box.left,
        Side.CENTRE: lambda box: box.left + box.right,
        Side.RIGHT: lambda box: box.right,
        Side.TOP: lambda box: box.top,
        Side.MIDDLE: lambda box: box.top + box.bottom,
        Side.BOTTOM: lambda box: box.bottom,
    }
    lined_up = after(scenario, aligned(scenario, every(scenario), side))
    assert len({read[side](box) for box in boxes(lined_up).values()}) == 1
    assert not overlapping(lined_up)


@given(scenarios(), st.booleans())
def test_that_distributed_cards_have_equal_gaps_and_the_first_stays(scenario: Scenario, across: bool) -> None:
    start, end = (0, 2) if across else (1, 3)
    spread = boxes(after(scenario, distributed(scenario, every(scenario), across=across)))
    order = sorted(spread.values(), key=lambda box: box[start])
    gaps = [right[start] - left[end] for left, right in pairwise(order)]
    assert max(gaps) - min(gaps) < 1e-6
    assert min(gaps) > 0
    assert order[0][start] == min(box[start] for box in boxes(scenario).values())


@given(scenarios(), st.integers(-40, 40), st.integers(-30, 30), st.booleans())
def test_that_pushing_moves_only_what_lies_beyond_all_alike_and_makes_no_overlap(
    scenario: Scenario, start: int, steps: int, across: bool
) -> None:
    axis = 0 if across else 1
    there = after(scenario, pushed(scenario, start * 24.0, steps * 24.0, across=across))
    gone = {node.id: there.node(node.id).at[axis] - node.at[axis] for node in scenario.nodes}
    beyond = {node.id for node in scenario.nodes if node.at[axis] >= start * 24.0}
    assert len({gone[node_id] for node_id in beyond}) <= 1
    assert not any(by for node_id, by in gone.items() if node_id not in beyond)
    assert not overlapping(there)


@given(scenarios(), st.integers(0, 60), st.data())
def test_that_moving_back_never_makes_an_overlap(scenario: Scenario, steps: int, data: st.DataObject) -> None:
    nodes = data.draw(st.sets(st.sampled_from([node.id for node in scenario.nodes]), min_size=1))
    assert not overlapping(after(scenario, moved_back(scenario, nodes, steps * 24.0)))


def test_that_tidying_a_selection_leaves_the_others_where_they_are() -> None:
    scenario = placed(
        {"a": ("entry_event", 16, 40), "b": ("wait", 40, 300), "far": ("exit", 900, 900)}, [("a", "out", "b")]
    )
    there = after(scenario, arranged(scenario, {NodeId("a"), NodeId("b")}))
    assert there.node(NodeId("far")).at == (900, 900)
    assert there.node(NodeId("a")).at == (16, 40)
    assert there.node(NodeId("b")).at == (352, 40)


def test_that_deleting_a_node_closes_the_hole_it_leaves() -> None:
    scenario = placed(
        {"a": ("entry_event", 0, 0), "b": ("wait", 336, 0), "c": ("email", 672, 0), "d": ("exit", 1008, 160)},
        [("a", "out", "b"), ("b", "out", "c"), ("c", "out", "d")],
    )
    there = after(scenario, healed(scenario, Selection(frozenset({NodeId("b")}))))
    assert [node.at for node in there.nodes] == [(0, 0), (336, 0), (672, 160)]


def test_that_a_hole_is_closed_only_as_far_as_what_stays_leaves_room() -> None:
    scenario = placed(
        {"a": ("entry_event", 0, 0), "b": ("wait", 336, 0), "c": ("email", 672, 0), "other": ("exit", 336, 80)},
        [("a", "out", "b"), ("b", "out", "c")],
    )
    there = after(scenario, healed(scenario, Selection(frozenset({NodeId("b")}))))
    assert not overlapping(there)
    assert there.node(NodeId("c")).at[0] > 336
