"""Checks of conditions: every mistake is found, named at its place, and nothing else is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from pydantic import TypeAdapter

from app.errors import Problem
from app.nodes.checking.conditions import condition_problems, event_problems
from app.nodes.conditions import Condition
from app.nodes.kind import Surroundings
from tests.nodes.schemas import AROUND, BLIND, WITH_KEY
from tests.nodes.strategies import Json, conditions


def problems(values: Json, around: Surroundings = AROUND, **place: bool) -> list[Problem]:
    condition = TypeAdapter[Condition](Condition).validate_json(json.dumps(values))
    return list(condition_problems(condition, around, field="condition", **place))


def codes(values: Json, around: Surroundings = AROUND, **place: bool) -> list[str]:
    return [problem.code for problem in problems(values, around, **place)]


@pytest.mark.parametrize(
    "values",
    [
        {"all": []},
        {"attribute": "country", "op": "eq", "value": "CZ"},
        {"attribute": "country", "op": "in", "value": ["CZ", "SK"], "ignore_case": True},
        {"attribute": "country", "op": "matches", "value": "^C[ZH]$"},
        {"attribute": "country", "op": "between", "value": ["A", "C"]},
        {"attribute": "age", "op": "between", "value": [18, 30.5]},
        {"attribute": "vip", "op": "ne", "value": True},
        {"attribute": "birthday", "op": "gt", "value": "1980-01-01"},
        {"attribute": "joined", "op": "le", "value": "2024-05-01T09:00:00Z"},
        {"attribute": "joined", "op": "le", "value": "2024-05-01T09:00:00"},
        {"attribute": "joined", "op": "in_last", "value": "P3D"},
        {"attribute": "age", "op": "missing"},
        {"entry": "amount", "op": "ge", "value": 5},
        {"score": "lead", "op": "between", "value": [0, 10]},
        {"in_list": "vip"},
        {"event": "purchase", "where": [{"property": "url", "op": "contains", "value": "x"}], "within": "P1M"},
        {"event": "purchase", "since": "arrival", "count": {"op": "eq", "value": 0}},
        {"event": "purchase", "aggregate": "sum", "of": "amount", "op": "ge", "value": 100},
        {"event": "purchase", "aggregate": "distinct", "of": "url", "op": "ge", "value": 2},
        {"event": "purchase", "aggregate": "days_since_last", "op": "missing"},
        {"event": "optout"},
        {"event": "message_sent", "where": [{"property": "channel", "op": "eq", "value": "sms"}]},
        {"message": "mail", "state": "opened"},
        {"sequence": [{"event": "add_to_cart"}, {"event": "purchase"}], "within": "P7D"},
        {"local_time": {"from": "21:00", "to": "09:00", "weekdays": ["sat"]}},
    ],
)
def test_that_a_sound_condition_has_no_problem(values: Json) -> None:
    assert codes(values) == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"attribute": "contry", "op": "eq", "value": "CZ"}, "unknown-attribute"),
        ({"attribute": "", "op": "exists"}, "missing-attribute"),
        ({"attribute": "age", "op": "contains", "value": "4"}, "operator-type"),
        ({"attribute": "birthday", "op": "in_last", "value": "P3D"}, "operator-type"),
        ({"attribute": "age", "op": "eq", "value": "40"}, "value-type"),
        ({"attribute": "age", "op": "eq", "value": True}, "value-type"),
        ({"attribute": "vip", "op": "eq", "value": 1}, "value-type"),
        ({"attribute": "country", "op": "in", "value": [1]}, "value-type"),
        ({"attribute": "birthday", "op": "eq", "value": "1.5.1980"}, "value-type"),
        ({"attribute": "birthday", "op": "eq", "value": "1980-02-30"}, "value-type"),
        ({"attribute": "joined", "op": "gt", "value": "May"}, "value-type"),
        ({"attribute": "joined", "op": "in_next", "value": "3 days"}, "value-type"),
        ({"attribute": "joined", "op": "in_next", "value": "-P3D"}, "negative-duration"),
        ({"attribute": "country", "op": "eq"}, "missing-value"),
        ({"attribute": "country", "op": "exists", "value": 1}, "needless-value"),
        ({"attribute": "country", "op": "in", "value": "CZ"}, "list-needed"),
        ({"attribute": "country", "op": "eq", "value": ["CZ"]}, "list-not-allowed"),
        ({"attribute": "age", "op": "between", "value": [1]}, "list-length"),
        ({"attribute": "age", "op": "in", "value": [1, "a"]}, "mixed-values"),
        ({"attribute": "country", "op": "matches", "value": "(["}, "bad-pattern"),
        ({"attribute": "country", "op": "matches", "value": "a(?=b)"}, "bad-pattern"),
        ({"attribute": "age", "op": "eq", "value": 1, "ignore_case": True}, "ignore-case-type"),
        ({"entry": "amont", "op": "exists"}, "unknown-property"),
        ({"entry": "", "op": "exists"}, "missing-property"),
        ({"score": " ", "op": "gt", "value": 1}, "missing-score"),
        ({"score": "lead", "op": "gt", "value": "1"}, "value-type"),
        ({"in_list": ""}, "missing-list"),
        ({"event": ""}, "missing-event"),
        ({"event": "Purchase"}, "unknown-event"),
        ({"event": "purchase", "where": [{"property": "price", "op": "exists"}]}, "unknown-property"),
        ({"event": "purchase", "where": [{"property": "amount", "op": "eq", "value": "1"}]}, "value-type"),
        ({"event": "purchase", "within": "-P1D"}, "negative-duration"),
        ({"event": "purchase", "within": "PT0S"}, "zero-duration"),
        ({"event": "purchase", "match_key": True}, "no-reentry-key"),
        ({"event": "purchase", "count": {"op": "ge"}}, "missing-value"),
        ({"event": "purchase", "count": {"op": "ge", "value": "1"}}, "value-type"),
        ({"event": "purchase", "of": "amount"}, "needless-key"),
        ({"event": "purchase", "aggregate": "sum", "op": "ge", "value": 1}, "missing-property"),
        ({"event": "purchase", "aggregate": "sum", "of": "url", "op": "ge", "value": 1}, "not-a-number"),
        ({"event": "purchase", "aggregate": "sum", "of": "amount"}, "missing-operator"),
        ({"event": "purchase", "aggregate": "count", "of": "amount", "op": "ge", "value": 1}, "needless-key"),
        (
            {"event": "purchase", "aggregate": "count", "op": "ge", "value": 1, "count": {"op": "ge", "value": 1}},
            "needless-key",
        ),
        ({"message": "letter", "state": "sent"}, "unknown-message"),
        ({"message": "", "state": "sent"}, "missing-message"),
        ({"sequence": [{"event": "nothing"}]}, "unknown-event"),
        ({"sequence": [{"event": "purchase"}], "within": "-P1D"}, "negative-duration"),
        ({"local_time": {"from": "09:00", "to": "09:00:00"}}, "empty-window"),
        ({"local_time": {"from": "09:00", "to": "10:00", "weekdays": []}}, "no-weekday"),
    ],
)
def test_that_a_mistake_is_found_once(values: Json, code: str) -> None:
    assert codes(values) == [code]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"event": "purchase", "since": "entry"}, "no-instance"),
        ({"event": "purchase", "since": "arrival"}, "no-instance"),
        ({"event": "purchase", "match_key": True}, "no-instance"),
        ({"sequence": [{"event": "purchase"}], "since": "entry"}, "no-instance"),
        ({"message": "mail", "state": "sent"}, "no-instance"),
    ],
)
def test_that_the_condition_of_an_entry_knows_no_instance(values: Json, code: str) -> None:
    assert codes(values, WITH_KEY, at_entry=True) == [code]
    assert codes(values, WITH_KEY) == []


def test_that_an_exit_rule_knows_an_entry_but_no_arrival() -> None:
    assert codes({"event": "purchase", "since": "arrival"}, in_exit_rule=True) == ["no-arrival"]
    assert codes({"event": "purchase", "since": "entry"}, in_exit_rule=True) == []


def test_that_a_problem_names_the_path_and_the_row_of_the_form() -> None:
    values = {"all": [{"all": []}, {"any": [{"not": {"attribute": "contry", "op": "eq", "value": "CZ"}}]}]}
    (found,) = problems(values)
    assert found.where == "condition.all[1].any[0].not.attribute"
    assert found.field == "condition"
    assert "did you mean 'country'?" in found.message


def test_that_all_problems_are_found_at_once() -> None:
    bad: Json = {"attribute": "contry", "op": "in", "value": "x"}
    assert codes({"all": [bad, {"not": bad}, {"event": ""}]}) == [
        *["unknown-attribute", "list-needed"] * 2,
        "missing-event",
    ]


@pytest.mark.parametrize("event", ["message_sent", "message_skipped"])
def test_that_nobody_moves_on_what_is_only_noted_in_the_history(event: str) -> None:
    assert [problem.code for problem in event_problems(event, BLIND, "event", applied=True)] == ["never-applied"]
    assert list(event_problems(event, BLIND, "event")) == []


@given(conditions)
def test_that_checks_never_fail_whatever_the_condition(values: Json) -> None:
    for around in (AROUND, WITH_KEY, BLIND):
        for found in problems(values, around, at_entry=True):
            assert found.field == "condition"
            assert found.message


@given(conditions)
def test_that_without_a_schema_no_name_is_unknown_but_those_of_messages_and_segments(values: Any) -> None:
    unknown = {code for code in codes(values, BLIND) if code.startswith("unknown")}
    assert unknown <= {"unknown-message", "unknown-segment"}


def test_that_a_segment_is_judged_by_what_it_means_and_missed_where_nothing_is_known_of_it() -> None:
    assert codes({"segment": "VIP", "condition": {"in_list": "vip"}}) == []
    assert codes({"segment": "VIP", "condition": {"attribute": "height", "op": "exists"}}) == ["unknown-attribute"]
    assert codes({"segment": "VIP"}) == ["unknown-segment"]
    assert codes({"segment": ""}) == ["missing-segment"]
