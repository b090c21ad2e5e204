"""Conditions in words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from pydantic import TypeAdapter

from app.nodes.conditions import Condition
from app.nodes.words.sentences import sentence
from tests.nodes.strategies import Json, conditions


def words(values: Json) -> str:
    return sentence(TypeAdapter[Condition](Condition).validate_json(json.dumps(values)))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"all": []}, "everyone"),
        ({"any": []}, "no one"),
        (
            {"all": [{"attribute": "country", "op": "eq", "value": "CZ"}, {"event": "purchase", "within": "P30D"}]},
            "country is CZ and purchase at least once in 30 days",
        ),
        (
            {"all": [{"in_list": "a"}, {"any": [{"in_list": "b"}, {"in_list": "c"}]}]},
            "in list a and (in list b or in list c)",
        ),
        ({"not": {"segment": "VIP", "condition": {"all": []}}}, "not (in segment VIP)"),
        ({"not": {"attribute": "age", "op": "lt", "value": 18}}, "not (age below 18)"),
        ({"attribute": "age", "op": "between", "value": [18, 30.0]}, "age between 18 and 30"),
        ({"attribute": "country", "op": "in", "value": ["CZ", "SK"]}, "country is one of CZ, SK"),
        ({"attribute": "joined", "op": "in_last", "value": "P3D"}, "joined in the last 3 days"),
        ({"attribute": "vip", "op": "eq", "value": True}, "vip is true"),
        ({"attribute": "", "op": "eq", "value": ""}, "… is empty"),
        ({"attribute": "revenue", "op": "ge", "value": 1234567.89}, "revenue at least 1234567.89"),
        ({"entry": "amount", "op": "missing"}, "entry amount is missing"),
        ({"score": "lead", "op": "ge", "value": 80}, "score lead at least 80"),
        ({"message": "mail1", "state": "opened"}, "mail1 was opened"),
        ({"event": "purchase", "count": {"op": "eq", "value": 0}}, "purchase never"),
        (
            {"event": "visit", "count": {"op": "lt", "value": 3}, "since": "entry"},
            "visit fewer than 3 times since entry",
        ),
        ({"event": "visit", "count": {"op": "eq", "value": 1}}, "visit exactly 1 time"),
        (
            {"event": "purchase", "where": [{"property": "amount", "op": "gt", "value": 20}]},
            "purchase with amount above 20 at least once",
        ),
        (
            {"event": "purchase", "aggregate": "sum", "of": "amount", "op": "ge", "value": 100, "within": "P1M"},
            "sum of amount over purchase at least 100 in 1 month",
        ),
        (
            {"event": "purchase", "aggregate": "days_since_last", "op": "gt", "value": 30},
            "days since last purchase above 30",
        ),
        ({"sequence": [{"event": "cart"}, {"event": "pay"}], "within": "P7D"}, "cart, then pay within 7 days"),
        (
            {"local_time": {"from": "09:00", "to": "17:00", "weekdays": ["mon", "tue"]}},
            "local time 09:00–17:00 on Mon, Tue",
        ),
    ],
)
def test_that_a_condition_reads_as_a_sentence(values: Json, expected: str) -> None:
    assert words(values) == expected


@given(conditions)
def test_that_every_condition_has_words(values: Json) -> None:
    assert words(values).strip()
