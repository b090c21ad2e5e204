"""Validation: every problem, with its node and its place, all at once."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from app.errors import Problem, Severity
from app.jobs.runs.checking import all_findings
from app.nodes.catalogue import KINDS
from app.scenario.checks.validation import scenario_findings, scenario_problems, scenario_remarks
from app.scenario.graph import Edge, NodeId, Scenario
from tests.builders.scenarios import START, kind, scenario
from tests.nodes.schemas import SCHEMA
from tests.nodes.strategies import Json
from tests.scenario.strategies import scenarios

MAIL = kind("mail", "email", subject="Hi", body="Hello {{ unsubscribe_url }}")
ANYONE: Json = {"all": []}


def problems(built: Scenario) -> list[tuple[str, str, str]]:
    """(code, node, path) of all that forbids a run."""
    return [(problem.code, problem.node, problem.where) for problem in scenario_problems(built, SCHEMA)]


def remarks(built: Scenario) -> list[tuple[str, str]]:
    """(code, node) of all that is surely not meant."""
    return [(problem.code, problem.node) for problem in scenario_remarks(built, SCHEMA)]


def settings_codes(**settings: Any) -> list[tuple[str, str]]:
    """(code, path) of the problems of these settings in a sound scenario."""
    built = scenario([START, MAIL], [("start", "out", "mail")], **settings)
    return [(code, where) for code, _, where in problems(built)]


def test_that_a_sound_scenario_has_neither_problems_nor_remarks() -> None:
    built = scenario([START, kind("w", "wait", for_="PT1H"), MAIL], [("start", "out", "w"), ("w", "out", "mail")])
    assert problems(built) == []
    assert remarks(built) == []


def test_that_a_scenario_needs_an_entry() -> None:
    assert problems(scenario([MAIL])) == [("no-entry", "", "nodes")]


def test_that_nodes_nobody_reaches_are_remarked_but_do_not_stop_a_run() -> None:
    nodes = [START, MAIL, kind("alone", "exit"), kind("w", "wait", for_="P1D"), kind("v", "wait", for_="P1D")]
    built = scenario(nodes, [("start", "out", "mail"), ("w", "out", "v"), ("v", "out", "w")])
    assert problems(built) == []
    assert remarks(built) == [("unreachable", "alone"), ("unreachable", "w"), ("unreachable", "v")]
    said = {remark.node: remark.message for remark in scenario_remarks(built)}
    assert said["alone"].startswith("Nothing leads here")
    assert said["w"].startswith("No way from an entry leads here")


def test_that_an_edge_built_past_the_edits_is_found() -> None:
    built = scenario([START, MAIL], [("start", "out", "mail")])
    edges = [("mail", "sent", "mail"), ("mail", "out", "start"), ("mail", "out", "x"), ("start", "out", "mail")]
    wrong = replace(built, edges=(*built.edges, *(Edge(NodeId(s), port, NodeId(t)) for s, port, t in edges)))
    codes = [(code, where) for code, _, where in problems(wrong) if where.startswith("edges")]
    assert codes == [
        ("unknown-port", "edges[1].port"),
        ("into-entry", "edges[2].to"),
        ("unknown-node", "edges[3].to"),
        ("duplicate-edge", "edges[4].to"),
    ]


def test_that_two_nodes_with_one_id_are_found() -> None:
    built = scenario([START])
    assert ("duplicate-id", "start", "nodes") in problems(replace(built, nodes=built.nodes * 2))


@pytest.mark.parametrize(
    ("rest", "is_sound"),
    [
        (kind("rest", "wait", for_="PT1M"), True),
        (kind("rest", "wait", for_="PT59S"), False),
        (kind("rest", "wait", for_="P1D"), True),
        (kind("rest", "wait", until={"time": "09:00"}), False),
        (kind("rest", "wait_for", event="purchase", timeout="PT1M"), True),
        (kind("rest", "wait_for", message="mail", state="sent", timeout="P1D"), True),
        (kind("rest", "wait_for", event="purchase", timeout="PT59S"), False),
        (kind("rest", "score", score="lead", add=1), False),
    ],
)
def test_that_a_cycle_needs_a_rest_of_a_minute(rest: Json, is_sound: bool) -> None:
    port = "timed_out" if rest["type"] == "wait_for" else "out"
    built = scenario([START, MAIL, rest], [("start", "out", "mail"), ("mail", "out", "rest"), ("rest", port, "mail")])
    assert problems(built) == ([] if is_sound else [("cycle", "mail", "nodes[1]")])


def test_that_every_cycle_is_named_with_its_nodes() -> None:
    nodes = [START, *(kind(name, "score", score="s", add=1) for name in "abc"), kind("f", "filter", condition=ANYONE)]
    edges = [("start", "out", "a"), ("a", "out", "b"), ("b", "out", "a"), ("b", "out", "c"), ("c", "out", "f")]
    built = scenario(nodes, [*edges, ("f", "fail", "f")])
    cycles = {problem.node: problem.message for problem in scenario_problems(built)}
    assert set(cycles) == {"a", "f"}
    assert cycles["a"].startswith("'a' and 'b' lead round in a circle")
    assert cycles["f"].startswith("'f' ")


def scored(*nodes: Json) -> Scenario:
    """A chain of nodes behind an entry by the score `lead`."""
    entry = kind("hot", "entry_score", score="lead", reaches=10)
    ids = ["hot", *(node["id"] for node in nodes)]
    return scenario([entry, *nodes], [(source, "out", target) for source, target in pairwise(ids)])


def test_that_a_way_from_a_score_entry_back_to_its_score_is_a_cycle() -> None:
    up, down = kind("up", "score", score="lead", add=20), kind("down", "score", score="lead", add=-20)
    (found,) = scenario_problems(scored(down, up))
    assert (found.code, found.node) == ("cycle", "hot")
    assert found.message.startswith("'hot', 'down' and 'up' lead round in a circle, back to their own score, without")
    assert problems(scored(down, kind("to", "score", score="lead", set=10), MAIL)) == [("cycle", "hot", "nodes[0]")]


@pytest.mark.parametrize(
    "nodes",
    [
        (kind("rest", "wait", for_="PT1M"), kind("up", "score", score="lead", add=20)),
        (kind("down", "score", score="lead", add=-20),),
        (kind("up", "score", score="lead", add=20),),
        (kind("reset", "score", score="lead", set=0),),
        (kind("other", "score", score="heat", add=20),),
    ],
)
def test_that_a_score_entry_whose_journey_rests_or_cannot_raise_its_score_is_sound(nodes: tuple[Json, ...]) -> None:
    assert problems(scored(*nodes)) == []


def test_that_two_score_entries_that_raise_each_others_scores_are_a_cycle() -> None:
    nodes = [
        kind("a", "entry_score", score="lead", reaches=10), kind("cool", "score", score="heat", set=0),
        kind("heat", "score", score="heat", add=20),
        kind("b", "entry_score", score="heat", reaches=10),
        kind("zero", "score", score="lead", set=0),
        kind("lead", "score", score="lead", set=15),
    ]  # fmt: skip
    built = scenario(
        nodes, [("a", "out", "cool"), ("cool", "out", "heat"), ("b", "out", "zero"), ("zero", "out", "lead")]
    )
    assert problems(built) == [("cycle", "a", "nodes[0]")]


def test_that_a_nodes_problem_names_node_path_and_row() -> None:
    condition = {"any": [{"attribute": "contry", "op": "eq", "value": "CZ"}]}
    built = scenario([START, kind("f", "filter", condition=condition)], [("start", "out", "f")])
    assert scenario_problems(built, SCHEMA) == (
        Problem(
            "unknown-attribute",
            "The customers of the dataset have no attribute 'contry'; did you mean 'country'?",
            where="nodes[1].params.condition.any[0].attribute",
            node="f",
            field="condition",
        ),
    )
    assert scenario_problems(built) == ()


def test_that_a_message_test_may_name_any_message_and_nothing_else() -> None:
    def asking(node: str) -> Scenario:
        test = kind("f", "filter", condition={"message": node, "state": "sent"})
        return scenario([START, MAIL, test], [("start", "out", "mail"), ("mail", "out", "f")])

    assert problems(asking("mail")) == []
    assert [code for code, *_ in problems(asking("start"))] == ["unknown-message"]


def test_that_events_nobody_did_and_waits_of_no_time_are_remarks() -> None:
    nodes = [kind("start", "entry_event", event="Purchase"), kind("w", "wait", for_="PT0S")]
    built = scenario(nodes, [("start", "out", "w")])
    assert problems(built) == []
    assert remarks(built) == [("unknown-event", "start"), ("zero-duration", "w")]
    assert "did you mean 'purchase'?" in scenario_remarks(built, SCHEMA)[0].message


def test_that_the_problem_alone_says_whether_it_stops_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Problem("of-my-own", "A kind says so", "event", severity=Severity.REMARK)
    monkeypatch.setattr(KINDS["entry_event"], "check", lambda _params, _around: (own, replace(own, code="graver")))
    built = scenario([START, MAIL], [("start", "out", "mail")])
    assert [code for code, _ in remarks(built)] == ["of-my-own", "graver"]
    grave = replace(own, severity=Severity.STOPS)
    monkeypatch.setattr(KINDS["entry_event"], "check", lambda _params, _around: (own, grave))
    assert [found.severity for found in scenario_findings(built)] == [Severity.STOPS, Severity.REMARK]
    assert [found.severity for found in all_findings(built, None)] == [Severity.STOPS, Severity.REMARK]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"timezone": "Mars/Base"}, [("unknown-zone", "settings.timezone")]),
        ({"timezone": "europe/prague"}, [("unknown-zone", "settings.timezone")]),
        ({"reentry": {"key": "basket"}}, [("unknown-property", "settings.reentry.key")]),
        ({"reentry": {"cooldown": "-P1D"}}, [("negative-duration", "settings.reentry.cooldown")]),
        ({"reentry": {"cooldown": "PT0S"}}, []),
        ({"exit_rules": [{"id": "x"}]}, [("event-or-condition", "settings.exit_rules[0]")]),
        (
            {"exit_rules": [{"id": "x", "event": "purchase", "condition": ANYONE}]},
            [("event-or-condition", "settings.exit_rules[0]")],
        ),
        (
            {"exit_rules": [{"id": "x", "condition": ANYONE, "match_key": True}]},
            [("needless-key", "settings.exit_rules[0].match_key")],
        ),
        (
            {"exit_rules": [{"id": "x", "condition": {"event": "purchase", "since": "arrival"}}]},
            [("no-arrival", "settings.exit_rules[0].condition.since")],
        ),
        (
            {"exit_rules": [{"id": "x", "event": "purchase", "match_key": True}]},
            [("no-reentry-key", "settings.exit_rules[0].match_key")],
        ),
        (
            {"exit_rules": [{"id": "x", "event": "purchase", "match_key": True}], "reentry": {"key": "cart_id"}},
            [],
        ),
        ({"exit_rules": [{"id": "x", "event": "purchase"}] * 2}, [("duplicate-id", "settings.exit_rules[1].id")]),
        (
            {"goals": [{"id": "g", "event": "purchase", "value": "url"}]},
            [("not-a-number", "settings.goals[0].value")],
        ),
        (
            {"goals": [{"id": "g", "event": "purchase", "value": "price"}]},
            [("unknown-property", "settings.goals[0].value")],
        ),
        (
            {"goals": [{"id": "g", "event": "purchase", "within": "-P1D"}]},
            [("negative-duration", "settings.goals[0].within")],
        ),
        (
            {"goals": [{"id": "g", "event": "purchase", "match_key": True}]},
            [("no-reentry-key", "settings.goals[0].match_key")],
        ),
        ({"goals": [{"id": "g", "event": ""}] * 2}, None),
        (
            {"scoring": [{"score": "", "event": "purchase", "add": 1}]},
            [("missing-score", "settings.scoring[0].score")],
        ),
        ({"scoring": [{"score": "lead", "add": 1}]}, [("event-or-condition", "settings.scoring[0]")]),
        (
            {"scoring": [{"score": "lead", "condition": {"entry": "amount", "op": "exists"}, "add": 1}]},
            [("no-instance", "settings.scoring[0].condition.entry")],
        ),
        (
            {"scoring": [{"score": "lead", "condition": {"event": "purchase", "since": "entry"}, "add": 1}]},
            [("no-instance", "settings.scoring[0].condition.since")],
        ),
        ({"score_decay": {"lead": "PT0S"}}, [("half-life-too-short", "settings.score_decay")]),
        ({"score_decay": {"": "P30D"}}, [("missing-score", "settings.score_decay")]),
        (
            {"frequency_caps": [{"channel": "any", "max": 1, "per": "-P1D"}]},
            [("negative-duration", "settings.frequency_caps[0].per")],
        ),
        (
            {"quiet_hours": [{"from": "21:00", "to": "21:00", "channel": "sms"}]},
            [("empty-window", "settings.quiet_hours[0]")],
        ),
        (
            {"quiet_hours": [{"from": "21:00", "to": "09:00", "weekdays": []}]},
            [("no-weekday", "settings.quiet_hours[0].weekdays")],
        ),
    ],
)
def test_that_each_mistake_in_the_settings_is_found(settings: Json, expected: list[tuple[str, str]] | None) -> None:
    if expected is None:
        assert sorted(code for code, _ in settings_codes(**settings)) == ["duplicate-id", *["missing-event"] * 2]
    else:
        assert settings_codes(**settings) == expected


def test_that_a_time_of_entry_that_ends_before_it_starts_is_remarked() -> None:
    window: Json = {"start": "2024-05-01T00:00:00Z", "end": "2024-05-01T01:00:00+02:00"}
    assert remarks(scenario([START], **window)) == [("empty-entry-time", "")]


@given(scenarios())
def test_that_validation_never_fails_and_names_nodes_that_exist(built: Scenario) -> None:
    nodes = {node.id for node in built.nodes} | {""}
    for problem in (*scenario_problems(built, SCHEMA), *scenario_remarks(built)):
        assert problem.node in nodes
        assert problem.where
        assert problem.message
