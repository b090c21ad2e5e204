"""Scenarios that run together, seen as one."""

from __future__ import annotations

from app.scenario.combined import joined
from tests.builders.scenarios import MESSAGE, scenario

GOAL = {"id": "order", "event": "purchase"}
CART = scenario({"in": ("entry_event", {"event": "cart"}), "mail": ("email", MESSAGE)}, "in>mail", goals=[GOAL])


def test_that_one_scenario_stays_as_it_is() -> None:
    assert joined([CART]) is CART


def test_that_several_have_the_ids_of_a_runs_tables() -> None:
    other = scenario({"in": ("entry_event", {"event": "visit"})}, "", exit_rules=[{"id": "left", "event": "bye"}])
    whole = joined([CART, other])
    assert [node.id for node in whole.nodes] == ["journey/in", "journey/mail", "journey/in"]
    assert [(edge.source, edge.target) for edge in whole.edges] == [("journey/in", "journey/mail")]
    assert [goal.id for goal in whole.settings.goals] == ["journey/order"]
    assert [rule.id for rule in whole.settings.exit_rules] == ["journey/left"]
    assert (whole.id, whole.name) == ("journey+journey", "A journey + A journey")
