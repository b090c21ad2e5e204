"""The outline lists every node once, whatever the wires."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.canvas.operations.outlining import outline, reading_order
from tests.builders.scenarios import placed

NODES = {
    "leave": ("exit", 900.0, 200.0),
    "start": ("entry_event", 0.0, 0.0),
    "check": ("filter", 300.0, 0.0),
    "mail": ("email", 600.0, 0.0),
    "note": ("score", 900.0, 0.0),
}


def test_that_what_follows_stays_in_line_and_branches_are_indented_under_their_output() -> None:
    wires = (("start", "out", "check"), ("check", "fail", "leave"), ("check", "pass", "mail"), ("mail", "out", "leave"))
    lines = [(line.node, line.depth, line.port, line.is_again) for line in outline(placed(NODES, wires))]
    assert lines == [
        ("start", 0, "", False),
        ("check", 0, "", False),
        ("mail", 1, "Pass", False),
        ("leave", 1, "Out", False),
        ("leave", 1, "Fail", True),
        ("note", 0, "", False),
    ]


def test_that_a_circle_is_listed_once() -> None:
    wires = (("check", "pass", "note"), ("note", "out", "check"))
    assert sorted(reading_order(placed(NODES, wires))) == sorted(NODES)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_that_every_node_is_listed_once_and_every_wire_leads_somewhere(pairs: list[tuple[int, int]]) -> None:
    nodes = {f"n{at}": ("score", at * 300.0, 0.0) for at in range(10)}
    wires = tuple({(f"n{a}", "out", f"n{b}") for a, b in pairs})
    made = placed(nodes, wires)
    lines = outline(made)
    assert sorted(line.node for line in lines if not line.is_again) == sorted(nodes)
    assert all(line.wire in made.edges for line in lines if line.is_again)
