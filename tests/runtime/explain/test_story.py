"""What an explanation says: of entries, conditions, and of everything else that happens."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from app.errors import AppError
from app.nodes.times import Moment
from app.runtime.explaining import explain
from app.runtime.explanation import StepKind
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import ScenarioId
from tests.builders.datasets import people
from tests.builders.scenarios import Json, Nodes, scenario
from tests.runtime.explain.stories import ANN, CART, EMAIL, ENTRY, HOUR, only, sentences, told
from tests.runtime.plays import PLAIN

# Entries.


def test_that_a_customer_without_the_event_is_told_so() -> None:
    explanation = told({"in": ENTRY}, events=[("ann", "05-01 10:00", "visit")])
    assert not explanation.has_entered
    assert explanation.entrances[0].sentence == "never entered: there is no cart in the history of 1 event"


def test_that_of_events_that_do_not_fit_the_nearest_is_named() -> None:
    entry = ("entry_event", {"event": "cart", "where": [{"property": "amount", "op": "gt", "value": 50}]})
    events = [("ann", f"05-0{day} 10:00", "cart", {"amount": amount}) for day, amount in ((1, 10), (2, 45), (3, 20))]
    explanation = told({"in": entry}, events=events)
    assert explanation.entrances[0].sentence == (
        "never entered: 3 cart events in the history, none with amount above 50; "
        "the nearest was on 2024-05-02 10:00: amount is 45 (asked: amount above 50)"
    )
    assert [step.reason for step in explanation.steps] == ["where"] * 3
    assert explanation.steps[1].sights[0].properties == {"amount": 45.0}


def test_that_events_after_the_end_of_the_run_are_not_held_against_it() -> None:
    until = RunOptions(until=Moment.parse("2024-04-01T00:00:00Z").us, compiled=False)
    explanation = told({"in": ENTRY}, options=until)
    assert explanation.steps == ()
    assert explanation.entrances[0].sentence.endswith("nothing is recorded of this customer, up to the end of the run")


def test_that_a_condition_that_keeps_the_customer_out_is_told_with_what_it_found() -> None:
    condition = {"all": [{"attribute": "email", "op": "exists"}, {"attribute": "age", "op": "lt", "value": 18}]}
    explanation = told({"in": ("entry_event", {"event": "cart", "condition": condition})})
    step = only(explanation, StepKind.NOT_ENTERED)
    assert step.reason == "condition"
    failed = step.clauses[0].failed
    assert failed is not None
    assert (failed.sentence, failed.found, failed.value) == ("age below 18", "30", 30.0)
    assert "age below 18 (found: 30)" in explanation.entrances[0].sentence


@pytest.mark.parametrize(
    ("settings", "reason", "words"),
    [
        ({}, "live", "still inside, since 2024-05-01 10:00"),
        ({"reentry": {"mode": "never"}}, "never", "may do so only once"),
        ({"reentry": {"mode": "concurrent", "cooldown": "P1D"}}, "cooldown", "not again before 2024-05-02 10:00"),
        ({"end": "2024-05-01T10:20:00Z"}, "window", "only before 2024-05-01 10:20"),
    ],
)
def test_that_an_entry_is_refused_for_a_reason(settings: Json, reason: str, words: str) -> None:
    events = [*CART, ("ann", "05-01 10:30", "cart")]
    step = only(told({"in": ENTRY, "hour": HOUR}, "in>hour", events=events, **settings), StepKind.NOT_ENTERED)
    assert step.reason == reason
    assert words in step.sentence


def test_that_a_restart_ends_the_instance_before_it_enters_anew() -> None:
    events = [*CART, ("ann", "05-01 10:30", "cart")]
    explanation = told({"in": ENTRY, "hour": HOUR}, "in>hour", events=events, reentry={"mode": "restart"})
    kinds = [(step.kind, step.instance) for step in explanation.steps if step.kind is not StepKind.WAITS]
    assert kinds[:3] == [(StepKind.ENTERED, 1), (StepKind.ENDED, 1), (StepKind.ENTERED, 2)]


def test_that_an_entry_by_score_tells_how_far_the_score_came() -> None:
    entry = ("entry_score", {"score": "lead", "reaches": 30})
    scoring = [{"score": "lead", "event": "cart", "add": 12}]
    explanation = told({"in": entry}, scoring=scoring)
    assert explanation.entrances[0].sentence == "never entered: score 'lead' never rose to 30; the highest was 12"
    assert sentences(explanation) == ["cart adds 12 to score 'lead': from 0 to 12"]


def test_that_points_of_a_condition_are_told_before_the_first_event_and_fade() -> None:
    scoring = [
        {"score": "lead", "condition": {"attribute": "age", "op": "exists"}, "add": 8},
        {"score": "lead", "event": "cart", "add": 12},
    ]
    explanation = told(
        {"in": ("entry_score", {"score": "lead", "reaches": 99})},
        events=[("ann", "05-01 10:00", "cart"), ("ann", "05-02 10:00", "cart")],
        customers=[{"customer_id": "ann", "age": "30"}],
        scoring=scoring,
        score_decay={"lead": "P1D"},
    )
    assert sentences(explanation) == [
        "once, as age is known: adds 8 to score 'lead': from 0 to 8",
        "cart adds 12 to score 'lead': from 8 to 20",
        "cart adds 12 to score 'lead': from 10 to 22",
    ]


def test_that_it_is_told_why_somebody_is_not_added_to_an_audience() -> None:
    ad = ("ad_audience", {"platform": "meta", "audience": "carts", "action": "add"})
    out = ("ad_audience", {"platform": "google", "audience": "carts", "action": "remove"})
    added = told(
        {"in": ENTRY, "ad": ad, "out": out}, "in>ad ad>out", customers=[{"customer_id": "ann", "email": "a@b"}]
    )
    assert "added to the audience 'carts' on Meta" in sentences(added)
    assert "taken out of the audience 'carts' on Google" in sentences(added)
    lacking = told({"in": ENTRY, "ad": ad}, "in>ad", customers=[{"customer_id": "ann", "email": ""}])
    words = "not added to the audience 'carts' on Meta: the customer has neither an e-mail address nor a phone number"
    assert words in sentences(lacking)


def test_that_an_entry_by_date_tells_of_a_missing_date_and_of_one_outside_the_run() -> None:
    entry = ("entry_date", {"attribute": "born", "time": "09:00"})
    missing = told({"in": entry}, customers=[{"customer_id": "ann", "born": ""}])
    assert missing.entrances[0].sentence == "never entered: 'born' is missing"
    past = told({"in": entry}, customers=[{"customer_id": "ann", "born": "1990-05-01"}])
    assert past.entrances[0].sentence.startswith("never entered: 'born' is 1990-05-01, and no such day")


def test_that_an_audience_whose_time_has_not_come_is_told_so() -> None:
    until = RunOptions(until=Moment.parse("2024-05-02T00:00:00Z").us, compiled=False)
    explanation = told({"in": ("entry_audience", {"at": "2024-06-01T09:00:00"})}, options=until)
    assert explanation.entrances[0].sentence.endswith("2024-06-01 09:00, comes after the end of the run")


# Conditions.


def test_that_a_filter_shows_its_tree_and_what_was_not_needed() -> None:
    condition = {
        "any": [{"attribute": "age", "op": "ge", "value": 18}, {"event": "cart", "count": {"op": "ge", "value": 2}}]
    }
    step = only(told({"in": ENTRY, "gate": ("filter", {"condition": condition})}, "in>gate"), StepKind.CHOSE)
    (tree,) = step.clauses
    assert (step.sentence, step.reason, tree.holds) == ("passes", "pass", True)
    assert [(part.needed, part.holds, part.found) for part in tree.parts] == [
        (True, True, "30"),
        (False, False, "once"),
    ]


def test_that_an_event_condition_shows_which_events_counted_and_why_others_did_not() -> None:
    condition = {
        "event": "purchase",
        "where": [{"property": "amount", "op": "gt", "value": 20}],
        "within": "P7D",
        "count": {"op": "ge", "value": 2},
    }
    events = [
        ("ann", "04-01 10:00", "purchase", {"amount": 90}),
        ("ann", "04-30 10:00", "purchase", {"amount": 5}),
        ("ann", "04-30 11:00", "purchase", {"amount": 50}),
        *CART,
    ]
    nodes: Nodes = {"in": ENTRY, "gate": ("filter", {"condition": condition})}
    step = only(told(nodes, "in>gate", events=events), StepKind.CHOSE)
    (clause,) = step.clauses
    assert (clause.holds, clause.found, clause.value) == (False, "once", 1.0)
    assert [sight.why_not for sight in clause.sights] == [
        "more than 7 days ago",
        "amount is 5 (asked: amount above 20)",
        "",
    ]
    assert "does not pass: purchase with amount above 20" in step.sentence


def test_that_a_written_attribute_is_found_as_it_is_now() -> None:
    nodes: Nodes = {
        "in": ENTRY,
        "set": ("set", {"attribute": "age", "value": 40}),
        "gate": ("filter", {"condition": {"attribute": "age", "op": "eq", "value": 40}}),
    }
    explanation = told(nodes, "in>set set>gate")
    assert only(explanation, StepKind.CHANGED).sentence == "'age' is now 40 (was 30)"
    assert only(explanation, StepKind.CHOSE).clauses[0].found == "40"


def test_that_a_sequence_tells_how_far_the_events_came() -> None:
    condition = {"sequence": [{"event": "visit"}, {"event": "cart"}, {"event": "purchase"}]}
    events = [("ann", "05-01 09:00", "visit"), *CART, ("ann", "05-02 09:00", "purchase")]
    nodes: Nodes = {"in": ENTRY, "gate": ("filter", {"condition": condition})}
    (clause,) = only(told(nodes, "in>gate", events=events), StepKind.CHOSE).clauses
    assert clause.found == "2 of 3 steps in this order"
    assert [sight.name for sight in clause.sights] == ["visit", "cart"]


def test_that_the_failed_clause_is_the_first_that_made_the_whole_false() -> None:
    condition = {
        "all": [
            {"attribute": "email", "op": "exists"},
            {"any": [{"in_list": "vip"}, {"score": "lead", "op": "ge", "value": 5}]},
            {"not": {"attribute": "age", "op": "eq", "value": 30}},
        ]
    }
    step = only(told({"in": ENTRY, "gate": ("filter", {"condition": condition})}, "in>gate"), StepKind.CHOSE)
    failed = step.clauses[0].failed
    assert failed is not None
    assert failed.sentence == "in list vip or score lead at least 5"
    assert [part.needed for part in step.clauses[0].parts] == [True, True, False]


# The rest.


def test_that_an_exit_rule_tells_what_fired_it_and_when_it_acts() -> None:
    events = [*CART, ("ann", "05-01 10:30", "purchase")]
    rule = {"id": "bought", "event": "purchase"}
    nodes: Nodes = {"in": ENTRY, "hour": HOUR, "mail": EMAIL}
    explanation = told(nodes, "in>hour hour>mail", events=events, exit_rules=[rule], exit_timing="at_next_message")
    assert only(explanation, StepKind.RULE_FIRED).sentence == (
        "exit rule 'bought' fires (purchase happened): the customer leaves at the next message"
    )
    ended = only(explanation, StepKind.ENDED)
    assert ended.reason == "exit_rule"
    assert ended.at - only(explanation, StepKind.RULE_FIRED).at == 30 * 60 * 1_000_000


def test_that_a_condition_that_fires_an_exit_rule_is_shown() -> None:
    rule = {"id": "grown", "condition": {"attribute": "age", "op": "ge", "value": 18}}
    step = only(told({"in": ENTRY, "hour": HOUR}, "in>hour", exit_rules=[rule]), StepKind.RULE_FIRED)
    assert step.clauses[0].holds
    assert step.clauses[0].found == "30"


def test_that_a_conversion_tells_its_worth() -> None:
    events = [*CART, ("ann", "05-01 10:30", "purchase", {"amount": 40})]
    goal = {"id": "order", "event": "purchase", "value": "amount"}
    step = only(told({"in": ENTRY}, events=events, goals=[goal]), StepKind.CONVERTED)
    assert (step.sentence, step.modelled) == ("goal 'order' reached by purchase, worth 40", False)


def test_that_scores_tasks_and_webhooks_are_told() -> None:
    nodes: Nodes = {
        "in": ENTRY,
        "up": ("score", {"score": "lead", "add": 5}),
        "call": ("task", {"title": "Call", "assignee": "Eve", "due": "P1D"}),
        "hook": ("webhook", {"name": "crm", "payload": "{}"}),
    }
    found = sentences(told(nodes, "in>up up>call call>hook"))
    assert "score 'lead' goes from 0 to 5" in found
    assert "task 'Call' for Eve, due 2024-05-02 10:00" in found
    assert "webhook 'crm' recorded" in found


@pytest.mark.parametrize(("customer", "code"), [("ann", "A1"), ("bob", "A2"), ("cid", None)])
def test_that_vouchers_are_those_of_the_whole_run(customer: str, code: str | None) -> None:
    journey = scenario({"in": ENTRY, "gift": ("voucher", {"pool": "gifts", "into": "code"})}, "in>gift")
    names = ("ann", "bob", "cid")
    dataset = people([{"customer_id": name} for name in names], [(name, "05-01 10:00", "cart") for name in names])
    dataset = replace(dataset, pools={"gifts": pa.array(["A1", "A2"], pa.string())})
    explanation = explain(journey, dataset, customer, PLAIN)
    assert explanation.tables["vouchers"].column("code").to_pylist() == [code]
    assert (f"code {code} " if code else "no code is left") in only(explanation, StepKind.NOTED).sentence
    assert rehearse(journey, dataset, PLAIN).tables["vouchers"].column("code").to_pylist() == ["A1", "A2", None]


def test_that_several_scenarios_are_told_apart() -> None:
    first = replace(scenario({"in": ENTRY, "mail": EMAIL}, "in>mail"), id=ScenarioId("first"))
    second = replace(scenario({"in": ENTRY}, "", timezone="Asia/Tokyo"), id=ScenarioId("second"))
    explanation = explain([first, second], people(ANN, CART), "ann", PLAIN)
    assert explanation.zones == {"first": "UTC", "second": "Asia/Tokyo"}
    entered = [step for step in explanation.steps if step.kind is StepKind.ENTERED]
    assert [(step.scenario, step.node, step.instance) for step in entered] == [("first", "in", 1), ("second", "in", 2)]


def test_that_an_unknown_customer_is_refused_with_ids_that_are_near() -> None:
    dataset = people([{"customer_id": name} for name in ("anna", "bob", "zoe")], [])
    with pytest.raises(AppError, match="no customer 'ann' in “people”; near are anna"):
        explain(scenario({"in": ENTRY}, ""), dataset, "ann", PLAIN)
