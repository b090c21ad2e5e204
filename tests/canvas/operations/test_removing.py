"""What goes away with what is removed, without a window."""

from __future__ import annotations

from app.canvas.operations.removing import healed, removed
from app.canvas.selection import Selection
from app.scenario.graph import Edge, NodeId
from tests.builders.scenarios import placed

CHAIN = placed(
    {"start": ("entry_event", 0.0, 0.0), "check": ("filter", 336.0, 0.0), "mail": ("email", 672.0, 0.0)},
    (("start", "out", "check"), ("check", "pass", "mail")),
)


def test_that_healing_follows_only_the_first_wired_output() -> None:
    forked = placed(
        {"a": ("entry_event", 0, 0), "f": ("filter", 1, 0), "x": ("sms", 2, 0), "y": ("sms", 3, 0)},
        (("a", "out", "f"), ("f", "fail", "y"), ("f", "pass", "x")),
    )
    edit = healed(forked, Selection(frozenset({NodeId("f")})))
    assert edit is not None
    assert edit.apply(forked)[0].edges == (Edge(NodeId("a"), "out", NodeId("x")),)


def test_that_healing_over_several_nodes_joins_what_is_left() -> None:
    edit = healed(CHAIN, Selection(frozenset({NodeId("check"), NodeId("start")})))
    assert edit is not None
    after, inverse = edit.apply(CHAIN)
    assert [node.id for node in after.nodes] == ["mail"]
    assert inverse.apply(after)[0] == CHAIN


def test_that_removing_nothing_is_no_edit() -> None:
    assert removed(CHAIN, Selection()) is None


def test_that_a_wire_selected_with_its_node_is_removed_once() -> None:
    edit = removed(CHAIN, Selection(frozenset({NodeId("mail")}), frozenset({CHAIN.edges[1]})))
    assert edit is not None
    assert edit.apply(CHAIN)[0].edges == CHAIN.edges[:1]
