"""Steps written in a line: read by what the data hold, refused in words."""

from __future__ import annotations

from typing import Any

import pytest

from app.data.columns.column import ColumnType
from app.data.dataset import Roles, Schema
from app.errors import AppError
from app.nodes.conditions import AttributeTest, PropertyTest, Step
from app.nodes.words.where_text import funnel_steps_from, step_from

SCHEMA = Schema(
    attributes={"country": ColumnType.TEXT, "country code": ColumnType.TEXT, "age": ColumnType.NUMBER},
    events={"Purchase": 3, "Viewed, where": 1, "asked where to go": 1},
    properties={"total": ColumnType.NUMBER, "total net": ColumnType.NUMBER, "kind": ColumnType.TEXT,
                "gift": ColumnType.BOOLEAN, "due": ColumnType.DATE},
    lists=(),
    roles=Roles(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("total > 50", ("total", "gt", 50)),
        ("total>=50.5", ("total", "ge", 50.5)),
        ("total net is below -1", ("total net", "lt", -1)),
        ("total != 0", ("total", "ne", 0)),
        ("total in 1, 2,3", ("total", "in", (1, 2, 3))),
        ("kind=shoes", ("kind", "eq", "shoes")),
        ("kind = shoes", ("kind", "eq", "shoes")),
        ("kind is none of shoes, hats", ("kind", "not_in", ("shoes", "hats"))),
        ('kind is "black and white"', ("kind", "eq", "black and white")),
        ('kind is one of "a,b", "say ""no"""', ("kind", "in", ("a,b", 'say "no"'))),
        ("kind is not inside", ("kind", "ne", "inside")),
        ("kind starts with sho", ("kind", "starts_with", "sho")),
        ("kind is missing", ("kind", "missing", None)),
        ("gift is yes", ("gift", "eq", True)),
        ("due < 2024-05-01", ("due", "lt", "2024-05-01")),
    ],
)
def test_that_a_condition_is_read_by_its_property(text: str, clause: tuple[str, Any, Any]) -> None:
    name, op, value = clause
    expected = Step(event="Purchase", where=(PropertyTest(property=name, op=op, value=value),))
    assert step_from(f"Purchase where {text}", SCHEMA) == expected


def test_that_several_conditions_are_joined_by_and() -> None:
    step = step_from("Purchase WHERE total > 50 and kind = hats", SCHEMA)
    assert [(test.property, test.value) for test in step.where] == [("total", 50), ("kind", "hats")]


@pytest.mark.parametrize("name", ["Purchase", "Viewed, where", "asked where to go", "nobody did this"])
def test_that_the_name_of_an_event_is_that_event_whatever_its_words(name: str) -> None:
    assert step_from(f" {name} ", SCHEMA) == Step(event=name)


def test_that_a_name_with_where_may_have_conditions() -> None:
    step = step_from("asked where to go where total > 1", SCHEMA)
    assert (step.event, len(step.where)) == ("asked where to go", 1)


def test_that_where_alone_is_about_the_customer() -> None:
    assert funnel_steps_from("where country = DE and age > 30", SCHEMA) == (
        AttributeTest(attribute="country", op="eq", value="DE"),
        AttributeTest(attribute="age", op="gt", value=30),
    )
    assert funnel_steps_from("Purchase", SCHEMA) == (Step(event="Purchase"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("weight > 5", "begins with no property of its events; they are: due, gift"),
        ("totals > 5", "begins with no property"),
        ("total about 5", "does not say how total is compared"),
        ("total > many", "“many” is not a number"),
        ("total >", "does not say what it is compared with"),
        ("gift is maybe", "write true or false"),
        ("kind is known hats", "nothing comes after “is known”"),
    ],
)
def test_that_what_cannot_be_read_is_told(text: str, words: str) -> None:
    with pytest.raises(AppError, match=words):
        step_from(f"Purchase where {text}", SCHEMA)
