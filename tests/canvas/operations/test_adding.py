"""Where a new node lands and what it is wired to, without a window."""

from __future__ import annotations

from app.canvas.operations.adding import Landing, fits, fresh_id, landed
from app.scenario.graph import NodeId
from tests.builders.scenarios import placed

CHAIN = placed(
    {"start": ("entry_event", 0.0, 0.0), "check": ("filter", 336.0, 0.0), "mail": ("email", 672.0, 0.0)},
    (("start", "out", "check"), ("check", "pass", "mail")),
)


def test_that_an_entry_added_behind_a_node_is_not_wired() -> None:
    edit, node_id = landed(CHAIN, "entry_event", Landing(source=NodeId("mail")))
    after = edit.apply(CHAIN)[0]
    assert after.node(node_id).type == "entry_event"
    assert after.edges == CHAIN.edges


def test_that_an_entry_does_not_fit_behind_an_output_nor_an_exit_before_an_input() -> None:
    assert not fits("entry_event", Landing(source=NodeId("start"), port="out"))
    assert not fits("exit", Landing(at=(0, 0), target=NodeId("mail")))
    assert not fits("exit", Landing(wire=CHAIN.edges[0]))
    assert fits("wait", Landing(wire=CHAIN.edges[0]))


def test_that_fresh_ids_are_the_first_that_are_free() -> None:
    assert fresh_id(["wait_1", "wait_3"], "wait_") == "wait_2"


def test_that_a_kind_without_an_output_is_not_put_into_the_only_wire() -> None:
    edit, node_id = landed(CHAIN, "exit", Landing(source=NodeId("start")))
    after = edit.apply(CHAIN)[0]
    assert after.node(node_id).type == "exit"
    assert after.edges == CHAIN.edges


def test_that_a_node_spliced_in_stands_with_even_gaps() -> None:
    wide = placed({"start": ("entry_event", 0.0, 0.0), "mail": ("email", 800.0, 0.0)}, (("start", "out", "mail"),))
    edit, node_id = landed(wide, "wait", Landing(at=(500.0, 0.0), wire=wide.edges[0]))
    after = edit.apply(wide)[0]
    assert after.node(node_id).at[0] - 208 == 800 - (after.node(node_id).at[0] + 208)
    assert after.node(NodeId("mail")).at == (800.0, 0.0)


def test_that_a_node_spliced_in_between_near_ones_pushes_what_follows_to_the_same_gap() -> None:
    edit, node_id = landed(CHAIN, "wait", Landing(wire=CHAIN.edges[0]))
    after = edit.apply(CHAIN)[0]
    x = after.node(node_id).at[0]
    assert x - 208 == after.node(NodeId("check")).at[0] - (x + 208) == 128
    assert after.node(NodeId("mail")).at[0] == after.node(NodeId("check")).at[0] + 336
