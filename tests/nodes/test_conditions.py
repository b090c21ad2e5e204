"""Conditions as documents: what the form allows and what it refuses."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from pydantic import TypeAdapter, ValidationError

from app.nodes.conditions import AttributeTest, Condition, EventTest
from tests.nodes.strategies import Json, conditions

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


def read(values: object) -> Condition:
    return CONDITION.validate_json(json.dumps(values))


@given(conditions)
def test_that_a_condition_comes_back_from_the_file_as_it_went_in(values: Json) -> None:
    condition = read(values)
    dumped = CONDITION.dump_python(condition, mode="json", by_alias=True, exclude_unset=True)
    assert dumped == values
    assert read(dumped) == condition


@given(conditions)
def test_that_equal_conditions_have_equal_hashes(values: Json) -> None:
    assert hash(read(values)) == hash(read(values))


def test_that_numbers_texts_and_booleans_keep_their_types() -> None:
    for value in (1, 1.5, True, "1", [1, "a"]):
        condition = read({"attribute": "a", "op": "eq", "value": value})
        assert isinstance(condition, AttributeTest)
        kept = condition.value
        assert (list(kept) if isinstance(kept, tuple) else kept) == value
        assert type(kept) is (tuple if isinstance(value, list) else type(value))


def test_that_an_event_condition_counts_once_at_least_when_nothing_else_is_said() -> None:
    condition = read({"event": "purchase"})
    assert isinstance(condition, EventTest)
    assert (condition.since, condition.count, condition.aggregate) == ("ever", None, None)


@pytest.mark.parametrize(
    "values",
    [
        3,
        "country",
        [],
        {},
        {"attribute": "country"},
        {"attribute": "country", "op": "is", "value": 1},
        {"attribute": "country", "op": "eq", "value": {"a": 1}},
        {"attribute": "country", "op": "eq", "value": [[1]]},
        {"attribute": "country", "op": "eq", "value": math.inf},
        {"attribute": "country", "op": "eq", "vale": 1},
        {"attribute": 5, "op": "eq", "value": 1},
        {"attribute": "country", "event": "x", "op": "eq"},
        {"sequence": []},
        {"not": None},
        {"all": {}},
        {"local_time": {"from": "9", "to": "10:00"}},
        {"event": "x", "within": "7d"},
        {"event": "x", "match_key": "yes"},
        {"score": "lead", "op": "contains", "value": 3},
    ],
)
def test_that_a_malformed_condition_is_refused(values: object) -> None:
    with pytest.raises(ValidationError):
        read(values)
