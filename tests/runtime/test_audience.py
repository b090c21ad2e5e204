"""An audience: exactly those for whom the condition holds at that instant, as a plain reading of the rows has them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.data.dataset import Dataset
from app.data.importing.rows import Row
from app.errors import AppError
from app.nodes.conditions import Condition
from app.runtime.audience import audience, audience_problems
from tests.builders.datasets import from_rows

_READER: TypeAdapter[Any] = TypeAdapter(Condition)
PEOPLE: list[Row] = [{"id": "ann", "city": "Brno", "age": 40}, {"id": "bob", "city": "Praha", "age": 20}, {"id": "eve"}]
EVENTS: list[Row] = [
    {"id": "ann", "event": "buy", "at": "2024-01-01T10:00:00Z", "amount": 10},
    {"id": "bob", "event": "buy", "at": "2024-05-01T10:00:00Z", "amount": 90},
    {"id": "eve", "event": "visit", "at": "2024-05-31T10:00:00Z"},
]


def _condition(document: object) -> Condition:
    condition: Condition = _READER.validate_json(json.dumps(document))
    return condition


def _ids(dataset: Dataset, document: object, at_us: int | None = None) -> list[str]:
    return [str(dataset.customer_ids[int(row)]) for row in audience(_condition(document), dataset, at_us)]


@pytest.fixture(scope="module")
def shop() -> Dataset:
    return from_rows(PEOPLE, EVENTS)


@pytest.mark.parametrize(
    ("document", "ids"),
    [
        ({"all": []}, ["ann", "bob", "eve"]),
        ({"any": []}, []),
        ({"attribute": "city", "op": "eq", "value": "Brno"}, ["ann"]),
        ({"not": {"attribute": "age", "op": "ge", "value": 30}}, ["bob", "eve"]),
        ({"event": "buy"}, ["ann", "bob"]),
        ({"event": "buy", "within": "P60D"}, ["bob"]),
        ({"event": "visit"}, ["eve"]),
        ({"segment": "buyers", "condition": {"event": "buy"}}, ["ann", "bob"]),
        (
            {
                "not": {
                    "segment": "buyers",
                    "condition": {"any": [{"event": "buy"}, {"segment": "all", "condition": {"all": []}}]},
                }
            },
            [],
        ),
    ],
)
def test_that_it_is_asked_when_all_that_was_recorded_has_happened(
    shop: Dataset, document: object, ids: list[str]
) -> None:
    assert _ids(shop, document) == ids


def test_that_it_can_be_asked_of_an_earlier_instant(shop: Dataset) -> None:
    assert _ids(shop, {"event": "buy"}, int(shop.at.min())) == ["ann"]


def test_that_without_events_it_is_asked_of_now() -> None:
    dataset = from_rows(PEOPLE)
    assert _ids(dataset, {"attribute": "age", "op": "lt", "value": 30}) == ["bob"]


def test_that_what_the_dataset_does_not_hold_is_named_with_its_path(shop: Dataset) -> None:
    condition = _condition({"all": [{"attribute": "height", "op": "eq", "value": 1}]})
    assert [problem.where for problem in audience_problems(condition, shop)] == ["all[0].attribute"]
    with pytest.raises(AppError, match="cannot be asked of “shop”"):
        audience(condition, shop)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), max_size=20), st.integers(0, 99))
def test_that_it_equals_a_reading_row_by_row(rows: list[tuple[int, int]], least: int) -> None:
    people: list[Row] = [{"id": f"c{number}", "age": age} for number, age in dict(rows).items()]
    dataset = from_rows(people, EVENTS)
    ages = {str(person["id"]): int(str(person["age"])) for person in people}
    expected = sorted(name for name, age in ages.items() if age >= least)
    rows_found = audience(_condition({"attribute": "age", "op": "ge", "value": least}), dataset)
    assert rows_found.dtype == np.int64
    assert [str(dataset.customer_ids[int(row)]) for row in rows_found] == expected
