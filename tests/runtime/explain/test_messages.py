"""What an explanation says of messages: why they were not sent, and what came of those that were."""

from __future__ import annotations

from typing import Any

from app.nodes.response import Response
from app.runtime.explanation import Step, StepKind
from app.runtime.rehearse import RunOptions
from tests.builders.scenarios import Json, Nodes
from tests.runtime.explain.stories import ANN, CART, EMAIL, ENTRY, HOUR, only, told

REACTING = Response(deliver=1, open=1)


def _skipped(customers: Any = ANN, events: Any = CART, data: Json | None = None, **settings: Any) -> Step:
    nodes: Nodes = {"in": ENTRY, "mail": EMAIL}
    return only(told(nodes, "in>mail", customers, events, data=data, **settings), StepKind.SKIPPED)


def test_that_a_missing_address_is_named() -> None:
    step = _skipped([{"customer_id": "ann", "email": ""}])
    assert step.reason == "no_address"
    assert "lacks an e-mail address ('email' is missing)" in step.sentence


def test_that_missing_consent_is_named() -> None:
    customers = [{"customer_id": "ann", "email": "a@example.com", "agreed": "false"}]
    step = _skipped(customers, data={"roles": {"email_consent": "agreed"}})
    assert step.reason == "no_consent"
    assert "'agreed' is false" in step.sentence


def test_that_the_event_that_opted_out_is_named() -> None:
    events = [("ann", "04-30 10:00", "optout"), *CART]
    step = _skipped(events=events, data={"event_roles": {"email_unsubscribe": "optout"}})
    assert "unsubscribed on 2024-04-30 10:00 (optout)" in step.sentence
    assert step.sights[0].name == "optout"


def test_that_the_draw_of_the_control_group_is_shown() -> None:
    step = _skipped(control_group=0.999)
    assert step.reason == "control"
    assert "below 0.999" in step.sentence


def test_that_the_suppression_list_is_named() -> None:
    nodes: Nodes = {"in": ENTRY, "off": ("list", {"list": "suppression", "action": "add"}), "mail": EMAIL}
    explanation = told(nodes, "in>off off>mail")
    assert only(explanation, StepKind.CHANGED).sentence == "put on the list 'suppression'"
    assert "in the list 'suppression'" in only(explanation, StepKind.SKIPPED).sentence


def test_that_a_used_up_cap_shows_the_messages_it_counted() -> None:
    cap = {"channel": "any", "max": 1, "per": "P7D"}
    nodes: Nodes = {"in": ENTRY, "first": EMAIL, "hour": HOUR, "second": EMAIL}
    step = only(told(nodes, "in>first first>hour hour>second", frequency_caps=[cap]), StepKind.SKIPPED)
    assert (step.node, step.reason) == ("second", "capped")
    assert "'first' on 2024-05-01 10:00" in step.sentence
    assert [sight.properties["node"] for sight in step.sights] == ["first"]


def test_that_a_held_message_tells_until_when_and_is_tried_again() -> None:
    quiet = [{"from": "09:00", "to": "12:00"}]
    explanation = told({"in": ENTRY, "mail": EMAIL}, "in>mail", quiet_hours=quiet)
    held = only(explanation, StepKind.HELD)
    assert "quiet hours 09:00–12:00" in held.sentence
    assert held.sentence.endswith("until 2024-05-01 12:00")
    kinds = [step.kind for step in explanation.steps]
    assert kinds[1:] == [StepKind.HELD, StepKind.WAKES, StepKind.SENT, StepKind.ENDED]


def test_that_a_forecast_shows_its_draws_and_the_reactions_that_come_of_them() -> None:
    options = RunOptions(replication=1, responses={"email": REACTING}, compiled=False)
    explanation = told({"in": ENTRY, "mail": EMAIL}, "in>mail", options=options)
    assert "delivered (drew " in only(explanation, StepKind.DREW).sentence
    reacted = [step for step in explanation.steps if step.kind is StepKind.REACTED]
    assert [step.reason for step in reacted] == ["message_delivered", "message_opened"]
    assert all(step.modelled and step.node == "mail" for step in reacted)
