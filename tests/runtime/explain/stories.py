"""One customer's story, of a few nodes and a few events: what all tests of explanations tell."""

from __future__ import annotations

from typing import Any

from app.runtime.explaining import explain
from app.runtime.explanation import Explanation, Step, StepKind
from app.runtime.rehearse import RunOptions
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, Json, Nodes, scenario
from tests.runtime.plays import PLAIN

ENTRY = ("entry_event", {"event": "cart"})
HOUR = ("wait", {"for": "PT1H"})
EMAIL = ("email", MESSAGE)
ANN = [{"customer_id": "ann", "email": "ann@example.com", "age": "30"}]
CART = [("ann", "05-01 10:00", "cart")]


def told(
    nodes: Nodes,
    edges: str = "",
    customers: Any = ANN,
    events: Any = CART,
    options: RunOptions = PLAIN,
    data: Json | None = None,
    **settings: Any,
) -> Explanation:
    """What happened to Ann, who has a cart, on the way through these nodes."""
    return explain(scenario(nodes, edges, **settings), people(customers, events, **(data or {})), "ann", options)


def only(explanation: Explanation, kind: StepKind) -> Step:
    """The one step of that kind."""
    steps = [step for step in explanation.steps if step.kind is kind]
    assert len(steps) == 1, [step.sentence for step in steps]
    return steps[0]


def sentences(explanation: Explanation) -> list[str]:
    """What each step says."""
    return [step.sentence for step in explanation.steps]
