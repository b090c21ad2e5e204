"""Two nodes in a row change places: what led to the first leads to the second, and so on."""

from __future__ import annotations

import pytest

from app.canvas.operations.reordering import moved_earlier, moved_later
from app.scenario.graph import NodeId, Scenario
from tests.builders.scenarios import placed

CHAIN = placed(
    {
        "start": ("entry_event", 0.0, 0.0),
        "hold": ("wait", 300.0, 0.0),
        "score": ("score", 600.0, 0.0),
        "end": ("exit", 900.0, 0.0),
    },
    (("start", "out", "hold"), ("hold", "out", "score"), ("score", "out", "end")),
)


def order(scenario: Scenario) -> list[str]:
    """The nodes along the wires from the start on."""
    onward = {edge.source: edge.target for edge in scenario.edges}
    found = ["start"]
    while NodeId(found[-1]) in onward:
        found.append(onward[NodeId(found[-1])])
    return found


@pytest.mark.parametrize(("move", "node"), [(moved_later, "hold"), (moved_earlier, "score")])
def test_that_two_in_a_row_change_places_and_back(move: object, node: str) -> None:
    edit = move(CHAIN, NodeId(node))  # type: ignore[operator]
    after, inverse = edit.apply(CHAIN)
    assert order(after) == ["start", "score", "hold", "end"]
    assert after.node("score").at == CHAIN.node("hold").at
    assert after.node("hold").at == CHAIN.node("score").at
    assert inverse.apply(after)[0] == CHAIN


def test_that_entries_and_ends_keep_their_places() -> None:
    assert moved_later(CHAIN, NodeId("start")) is None
    assert moved_earlier(CHAIN, NodeId("hold")) is None
    assert moved_later(CHAIN, NodeId("score")) is None
    assert moved_earlier(CHAIN, NodeId("end")) is None
