"""Rehearsing a handful of customers: what the tables say, and what forbids a run."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import AppError
from app.nodes.times import Moment
from app.runtime.rehearse import RunOptions, rehearse
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, Nodes, scenario
from tests.runtime.plays import PLAIN, play, rows

ENTRY = ("entry_event", {"event": "cart"})
WAIT_HOUR = ("wait", {"for": "PT1H"})
EMAIL = ("email", MESSAGE)
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def test_that_a_purchase_within_the_hour_spares_the_reminder() -> None:
    journey = scenario(
        {"in": ENTRY, "hour": WAIT_HOUR, "mail": EMAIL},
        "in>hour hour>mail",
        exit_rules=[{"id": "bought", "event": "purchase"}],
        goals=[{"id": "order", "event": "purchase", "value": "amount"}],
    )
    dataset = people(
        [{"customer_id": "ann", "email": "ann@example.com"}, {"customer_id": "bob", "email": "bob@example.com"}],
        [
            ("ann", "05-01 10:00", "cart"),
            ("ann", "05-01 10:30", "purchase", {"amount": 40}),
            ("bob", "05-01 10:00", "cart"),
            ("bob", "05-01 11:00", "purchase", {"amount": 15}),
            ("bob", "05-03 09:00", "cart"),
        ],
    )
    run = play(journey, dataset)
    assert rows(run, "instances", "customer_id", "instance", "ended_at", "end_reason", "end_detail") == [
        ("ann", 1, "05-01 10:30", "exit_rule", "bought"),
        ("bob", 1, "05-01 11:00", "exit_rule", "bought"),
        ("bob", 2, "05-03 10:00", "completed", None),
    ]
    assert rows(run, "messages", "customer_id", "at", "outcome") == [("bob", "05-03 10:00", "sent")]
    assert rows(run, "conversions", "customer_id", "at", "value", "observed") == [
        ("ann", "05-01 10:30", 40.0, True),
        ("bob", "05-01 11:00", 15.0, True),
    ]
    hour, order = run.summary.nodes["hour"], run.summary.goals["order"]
    assert (hour.arrived, dict(hour.left), hour.ended) == (3, {"out": 1}, 2)
    assert (order.instances, order.customers, order.value) == (2, 2, 55.0)
    assert run.summary.edges[("hour", "out", "mail")] == 1
    assert run.summary.nodes["mail"].sent == 1
    assert run.summary.customers == 2


def test_that_a_run_to_an_instant_leaves_the_rest_waiting() -> None:
    journey = scenario({"in": ENTRY, "hour": WAIT_HOUR}, "in>hour")
    dataset = people([], [("ann", "05-01 10:00", "cart"), ("bob", "05-01 12:00", "cart")])
    until = Moment.parse("2024-05-01T10:59:59Z").us
    run = play(journey, dataset, RunOptions(until=until, compiled=False))
    assert rows(run, "instances", "customer_id", "ended_at", "end_reason") == [("ann", None, "waiting")]
    assert rows(run, "visits", "node", "left_at", "port")[1] == ("hour", None, None)
    assert run.summary.nodes["hour"].waiting == 1
    including = play(journey, dataset, RunOptions(until=until + 1_000_000, compiled=False))
    assert rows(including, "instances", "end_reason") == [("completed",)]


def test_that_what_ends_after_the_last_event_is_counted_as_beyond_the_data() -> None:
    journey = scenario({"in": ENTRY, "hour": WAIT_HOUR}, "in>hour")
    dataset = people([], [("ann", "05-01 10:00", "cart"), ("bob", "05-01 09:00", "cart")])
    assert play(journey, dataset).summary.beyond_data == 1


def test_that_customers_without_a_known_zone_live_in_that_of_the_scenario() -> None:
    journey = scenario(
        {"in": ENTRY, "nine": ("wait", {"until": {"time": "09:00"}})}, "in>nine", timezone="Europe/Prague"
    )
    dataset = people(
        [
            {"customer_id": "jp", "tz": "Asia/Tokyo"},
            {"customer_id": "lost", "tz": "Mars/Base"},
            {"customer_id": "none", "tz": ""},
        ],
        [(customer, "05-01 12:00", "cart") for customer in ("jp", "lost", "none")],
    )
    run = play(journey, dataset)
    assert rows(run, "instances", "customer_id", "ended_at") == [
        ("jp", "05-02 00:00"),
        ("lost", "05-02 07:00"),
        ("none", "05-02 07:00"),
    ]
    assert run.summary.zone_fallbacks == 2


def test_that_a_missing_address_role_is_told_once_and_stops_nobody() -> None:
    journey = scenario({"in": ENTRY, "a": ("sms", {"text": "Hi"}), "b": ("sms", {"text": "Hi"})}, "in>a a>b")
    run = play(journey, people([], [("ann", "05-01 10:00", "cart")]))
    assert rows(run, "messages", "outcome") == [("sent",), ("sent",)]
    assert len(run.summary.warnings) == 1
    assert "phone" in run.summary.warnings[0]


@pytest.mark.parametrize(
    ("roles", "customer", "outcome"),
    [
        ({}, {"agreed": "", "email": "a@example.com"}, "sent"),
        ({"email_consent": "agreed"}, {"agreed": "true", "email": "a@example.com"}, "sent"),
        ({"email_consent": "agreed"}, {"agreed": "false", "email": "a@example.com"}, "no_consent"),
        ({"email_consent": "agreed"}, {"agreed": "", "email": "a@example.com"}, "no_consent"),
        ({"email_consent": "agreed"}, {"agreed": "", "email": ""}, "no_address"),
    ],
)
def test_that_address_and_consent_decide_in_this_order(roles: Any, customer: Any, outcome: str) -> None:
    journey = scenario({"in": ENTRY, "mail": EMAIL}, "in>mail")
    dataset = people([{"customer_id": "ann", **customer}], [("ann", "05-01 10:00", "cart")], roles=roles)
    assert rows(play(journey, dataset), "messages", "outcome") == [(outcome,)]


def test_that_one_event_may_unsubscribe_from_both_channels() -> None:
    journey = scenario(
        {"in": ENTRY, "hour": WAIT_HOUR, "mail": EMAIL, "text": ("sms", {"text": "Hi"})}, "in>hour hour>mail mail>text"
    )
    dataset = people(
        [{"customer_id": "ann", "email": "a@example.com"}],
        [("ann", "05-01 10:00", "cart"), ("ann", "05-01 10:10", "stop")],
        event_roles={"email_unsubscribe": "stop", "sms_unsubscribe": "stop"},
    )
    assert rows(play(journey, dataset), "messages", "outcome") == [("no_consent",), ("no_consent",)]


def test_that_a_skipped_message_leaves_through_out_unless_not_sent_is_wired() -> None:
    nodes: Nodes = {"in": ENTRY, "mail": EMAIL, "next": ("score", {"score": "x", "add": 1})}
    dataset = people([{"customer_id": "ann"}], [("ann", "05-01 10:00", "cart")])
    assert rows(play(scenario(nodes, "in>mail mail>next"), dataset), "visits", "node", "port")[1] == ("mail", "out")
    wired = play(scenario(nodes, "in>mail mail.not_sent>next"), dataset)
    assert rows(wired, "visits", "node", "port")[1:] == [("mail", "not_sent"), ("next", "out")]


def test_that_waiting_for_a_message_passes_at_once_when_its_state_holds_and_else_times_out() -> None:
    asks = {"message": "mail", "timeout": "PT2H"}
    journey = scenario(
        {"in": ENTRY, "mail": EMAIL, "sent": ("wait_for", {**asks, "state": "sent"}),
         "skipped": ("wait_for", {**asks, "state": "skipped"})},
        "in>mail mail>sent sent.happened>skipped",
    )  # fmt: skip
    dataset = people([{"customer_id": "ann", "email": "a@example.com"}], [("ann", "05-01 10:00", "cart")])
    assert rows(play(journey, dataset), "visits", "node", "left_at", "port")[2:] == [
        ("sent", "05-01 10:00", "happened"),
        ("skipped", "05-01 12:00", "timed_out"),
    ]


def test_that_an_instance_ends_before_its_visit_10001() -> None:
    journey = scenario(
        {"in": ENTRY, "minute": ("wait", {"for": "PT1M"}), "up": ("score", {"score": "x", "add": 1})},
        "in>minute minute>up up>minute",
    )
    run = play(journey, people([], [("ann", "05-01 10:00", "cart")]))
    assert rows(run, "instances", "end_reason") == [("step_limit",)]
    assert run.summary.visits == 10_000


def test_that_an_empty_dataset_yields_empty_tables() -> None:
    journey = scenario({"in": ENTRY, "mail": EMAIL}, "in>mail", goals=[{"id": "g", "event": "purchase"}])
    run = play(journey, people([], []))
    assert {table: run.tables[table].num_rows for table in run.tables} == dict.fromkeys(run.tables, 0)
    assert run.summary.goals["g"].value == 0.0


def test_that_all_problems_are_named_before_the_run() -> None:
    journey = scenario(
        {"in": ENTRY, "f": ("filter", {"condition": {"attribute": "colour", "op": "eq", "value": "red"}})},
        "in>f",
        goals=[{"id": "g", "event": "cart", "match_key": True}],
    )
    with pytest.raises(AppError) as caught:
        play(journey, people([], [("ann", "05-01 10:00", "cart")]))
    assert {problem.code for problem in caught.value.problems} == {"unknown-attribute", "no-reentry-key"}


@pytest.mark.parametrize(
    "quiet_hours",
    [
        [{"from": "21:00", "to": "09:00"}, {"from": "09:00", "to": "21:00", "channel": "email"}],
        [{"from": "00:00", "to": "23:00"}, {"from": "22:00", "to": "01:00", "weekdays": WEEK}],
    ],
)
def test_that_quiet_hours_without_end_are_a_problem_when_they_hold_messages(quiet_hours: Any) -> None:
    nodes = {"in": ENTRY, "mail": EMAIL}
    dataset = people([], [("ann", "05-01 10:00", "cart")])
    with pytest.raises(AppError) as caught:
        play(scenario(nodes, "in>mail", quiet_hours=quiet_hours), dataset)
    assert [problem.code for problem in caught.value.problems] == ["endless-quiet"]
    skipping = play(scenario(nodes, "in>mail", quiet_hours=quiet_hours, on_quiet="skip"), dataset)
    assert rows(skipping, "messages", "outcome") == [("no_address",)]


def test_that_an_entry_repeated_past_all_measure_is_refused() -> None:
    repeat = {"every": "PT1M", "until": "2034-05-01T00:00:00Z"}
    journey = scenario({"in": ("entry_audience", {"at": "2024-05-01T00:00:00Z", "repeat": repeat})}, "")
    with pytest.raises(AppError, match="more than 100,000 times"):
        play(journey, people([], [("ann", "05-01 10:00", "cart")]))


def test_that_the_default_runs_the_compiled_machine_with_the_same_result() -> None:
    journey = scenario({"in": ENTRY, "hour": WAIT_HOUR}, "in>hour")
    dataset = people([], [("ann", "05-01 10:00", "cart")])
    compiled, plain = rehearse(journey, dataset), rehearse(journey, dataset, PLAIN)
    assert all(compiled.tables[name].equals(plain.tables[name]) for name in plain.tables)
