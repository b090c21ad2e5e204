"""Validation as a whole: many faults at once, files that cannot be read, and several scenarios in one run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError
from app.scenario.checks.validation import scenario_problems, scenarios_problems
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import ScenarioId
from tests.builders.scenarios import START, document, kind, scenario
from tests.nodes.schemas import SCHEMA
from tests.nodes.strategies import Json

MAIL = kind("mail", "email", subject="Hi", body="Hello")
POINT = kind("point", "score", score="s", add=1)


def test_that_ten_different_faults_are_found_at_once_each_with_its_node_and_field() -> None:
    nodes = [
        START,
        kind("bd", "entry_date", attribute="country", time="09:00", offset="PT1H"),
        kind("ask", "filter", condition={"attribute": "contry", "op": "exists"}),
        kind("old", "filter", condition={"attribute": "age", "op": "gt", "value": "18"}),
        kind("half", "split", variants=[{"port": "a", "weight": 0}]),
        kind("hold", "wait", for_="-P1D"),
        kind("age", "set", attribute="age", value="old"),
        kind("gift", "voucher", pool="none", into="code"),
        kind("peek", "filter", condition={"attribute": "code", "op": "eq", "value": "A"}),
        kind("call", "task", title="", due="-P1D"),
        {**MAIL, "params": {"subject": "", "body": "x", "response": {"fatigue": {"per_message": 1, "window": "PT0S"}}}},
        POINT,
    ]
    edges = [("start", "out", "ask"), ("ask", "pass", "ask"), ("ask", "fail", "point"), ("point", "out", "point")]
    built = scenario(nodes, edges, frequency_caps=[{"channel": "any", "max": 1, "per": "-P1D"}])
    found = {(problem.code, problem.node, problem.field) for problem in scenario_problems(built, SCHEMA)}
    assert found == {
        ("cycle", "ask", ""),
        ("cycle", "point", ""),
        ("not-a-date", "bd", "attribute"),
        ("not-whole-days", "bd", "offset"),
        ("unknown-attribute", "ask", "condition"),
        ("value-type", "old", "condition"),
        ("no-weight", "half", "variants"),
        ("negative-duration", "hold", "for"),
        ("written-type", "age", "value"),
        ("unknown-pool", "gift", "pool"),
        ("voucher-code", "peek", "condition"),
        ("missing-title", "call", "title"),
        ("negative-duration", "call", "due"),
        ("missing-subject", "mail", "subject"),
        ("no-window", "mail", "response"),
        ("negative-duration", "", "frequency_caps"),
    }


def refusal(nodes: list[Json], edges: Sequence[tuple[str, str, str]] = (), **more: Any) -> list[tuple[str, str]]:
    """(code, path) of what is wrong with a file that cannot be read."""
    with pytest.raises(AppError) as caught:
        parse_scenario(json.dumps(document(nodes, edges, **more)), schema=SCHEMA)
    return [(problem.code, problem.where) for problem in caught.value.problems]


def test_that_a_file_that_cannot_be_read_tells_what_is_wrong_with_its_readable_part_too() -> None:
    nodes = [
        START,
        kind("hold", "wait", for_="soon"),
        kind("ask", "filter", condition={"attribute": "contry", "op": "exists"}),
        kind("half", "split", variants=[{"port": "a", "weight": 0}]),
        POINT,
    ]
    edges = [("start", "out", "hold"), ("hold", "out", "ask"), ("point", "out", "point")]
    assert refusal(nodes, edges, settings={"timezone": "Mars/Base", "colour": "red"}) == [
        ("unknown-key", "settings.colour"),
        ("bad-value", "nodes[1].params.for"),
        ("cycle", "nodes[4]"),
        ("unknown-attribute", "nodes[2].params.condition.attribute"),
        ("no-weight", "nodes[3].params.variants"),
    ]


def test_that_what_an_unreadable_part_might_explain_is_not_told() -> None:
    asks = kind("ask", "filter", condition={"all": [{"message": "mail", "state": "sent"}]})
    broken = [("missing-key", "nodes[1].params.body")]
    assert refusal([asks, kind("mail", "email", subject="Hi")]) == broken
    reads = kind("ask", "filter", condition={"attribute": "tier", "op": "exists"})
    assert refusal([reads, kind("put", "set", attribute="tier", value=[])]) == [("bad-value", "nodes[1].params.value")]
    keyed = kind("ask", "filter", condition={"event": "purchase", "match_key": True})
    assert refusal([START, keyed], settings={"reentry": {"key": 3}}) == [("bad-value", "settings.reentry.key")]


def test_that_a_new_attribute_is_known_to_all_conditions_by_what_is_written() -> None:
    asks = kind("ask", "filter", condition={"attribute": "tier", "op": "gt", "value": 2})
    nodes = [START, asks, kind("a", "set", attribute="tier", value=3), kind("b", "set", attribute="tier", value="x")]
    found = [(problem.code, problem.node, problem.where) for problem in scenario_problems(scenario(nodes), SCHEMA)]
    assert found == [("writers-disagree", "b", "nodes[3].params.value")]


def test_that_a_new_attribute_may_be_a_date_copied_from_the_entry_event() -> None:
    schema = replace(SCHEMA, properties={**SCHEMA.properties, "trip": SCHEMA.attributes["birthday"]})
    nodes = [START, kind("put", "set", attribute="trip", from_entry="trip")]
    dated = kind("bd", "entry_date", attribute="trip", time="09:00", offset="-P3D")
    assert scenario_problems(scenario([*nodes, dated]), schema) == ()
    assert [problem.code for problem in scenario_problems(scenario([START, dated]), schema)] == ["unknown-attribute"]


def test_that_scenarios_of_one_run_share_what_they_write_and_are_told_apart() -> None:
    writer = replace(scenario([START, kind("put", "set", attribute="tier", value=3)]), id=ScenarioId("writer"))
    asks = kind("ask", "filter", condition={"attribute": "tier", "op": "eq", "value": "x"})
    reader = replace(scenario([START, asks, kind("m", "sms", text="")]), id=ScenarioId("reader"))
    found = [(problem.code, problem.node, problem.where) for problem in scenarios_problems((writer, reader), SCHEMA)]
    assert found == [
        ("value-type", "ask", "reader: nodes[1].params.condition.value"),
        ("missing-text", "m", "reader: nodes[2].params.text"),
    ]
    alone = [(problem.code, problem.where) for problem in scenarios_problems((reader,), SCHEMA)]
    assert alone[0] == ("unknown-attribute", "nodes[1].params.condition.attribute")


def test_that_two_scenarios_of_one_run_cannot_share_an_id() -> None:
    sound = scenario([START])
    assert scenarios_problems((sound,)) == ()
    assert [(problem.code, problem.where) for problem in scenarios_problems((sound, sound))] == [
        ("duplicate-scenario", "journey")
    ]


@pytest.mark.parametrize(
    ("windows", "is_endless"),
    [
        ([{"from": "00:00", "to": "12:00"}, {"from": "12:00", "to": "00:00"}], True),
        ([{"from": "00:00", "to": "12:00"}, {"from": "12:00", "to": "23:59:59"}], False),
        ([{"from": "00:00", "to": "12:00", "channel": "sms"}, {"from": "12:00", "to": "00:00"}], True),
        (
            [{"from": "00:00", "to": "12:00", "channel": "sms"}, {"from": "12:00", "to": "00:00", "channel": "email"}],
            False,
        ),
        ([{"from": "00:00", "to": "12:00"}, {"from": "12:00", "to": "00:00", "weekdays": ["mon"]}], False),
    ],
)
def test_that_quiet_hours_without_an_end_are_found_where_messages_are_held(windows: Json, is_endless: bool) -> None:
    built = scenario([START, MAIL], [("start", "out", "mail")], quiet_hours=windows)
    found = [(problem.code, problem.where) for problem in scenario_problems(built)]
    assert found == ([("endless-quiet", "settings.quiet_hours")] if is_endless else [])
    skipping = scenario([START, MAIL], [("start", "out", "mail")], quiet_hours=windows, on_quiet="skip")
    assert scenario_problems(skipping) == ()


@given(st.integers(0, 60), st.sampled_from([None, [], {}, 3, "x", True, [{}], {"id": []}]))
def test_that_whatever_is_broken_in_a_file_is_refused_in_words(place: int, junk: Any) -> None:
    values = json.loads(dump_scenario(scenario([START, MAIL, POINT], [("start", "out", "mail")], timezone="UTC")))
    spots = [(values, key) for key in values]
    spots += [(part, key) for name in ("nodes", "edges") for part in values[name] for key in part]
    spots += [(node["params"], key) for node in values["nodes"] for key in node["params"]]
    holder, key = spots[place % len(spots)]
    holder[key] = junk
    assert all(told(json.dumps(values)))


def told(text: str) -> list[str]:
    """What a person reads of the file: its id, or everything that is wrong with it."""
    try:
        return [parse_scenario(text, schema=SCHEMA).id]
    except AppError as error:
        return [error.message, *(problem.message for problem in error.problems)]
