"""Where the arrow keys lead."""

from __future__ import annotations

import pytest

from app.canvas.input.walking import Direction, first_node, neighbour
from app.scenario.graph import NodeId
from tests.builders.scenarios import placed

SCENARIO = placed(
    {
        "start": ("entry_event", 0.0, 100.0),
        "check": ("filter", 336.0, 100.0),
        "near": ("email", 672.0, 90.0),
        "below": ("sms", 672.0, 300.0),
        "loose": ("wait", 0.0, 400.0),
    },
    (("start", "out", "check"), ("check", "fail", "below"), ("check", "pass", "near")),
)


@pytest.mark.parametrize(
    ("here", "direction", "there"),
    [
        ("start", Direction.RIGHT, "check"),
        ("check", Direction.RIGHT, "near"),
        ("below", Direction.LEFT, "check"),
        ("near", Direction.DOWN, "below"),
        ("below", Direction.UP, "near"),
        ("start", Direction.DOWN, "loose"),
        ("loose", Direction.RIGHT, "below"),
        ("start", Direction.LEFT, None),
    ],
)
def test_that_an_arrow_follows_wires_first_and_else_goes_to_the_nearest(
    here: str, direction: Direction, there: str | None
) -> None:
    assert neighbour(SCENARIO, NodeId(here), direction) == there


def test_that_walking_begins_at_the_leftmost_node() -> None:
    assert first_node(SCENARIO) == "start"
    assert first_node(placed({})) is None
