"""Joining two datasets is the same as importing their rows together."""

from __future__ import annotations

import pytest
from hypothesis import given

from app.data.changes.joining import join
from app.data.columns.column import ColumnType
from app.errors import AppError
from tests.builders.datasets import CUSTOMERS, EVENTS, Row, content, dataset, from_rows


@given(CUSTOMERS, EVENTS, CUSTOMERS, EVENTS)
def test_that_joining_equals_importing_together(
    customers: list[Row], events: list[Row], more_customers: list[Row], more_events: list[Row]
) -> None:
    joined = join("both", dataset(customers, events), dataset(more_customers, more_events))
    together = dataset(customers + more_customers, events + more_events)
    assert content(joined) == content(together)


def test_that_members_of_a_list_in_either_are_members_of_both() -> None:
    first = dataset([{"id": "a"}, {"id": "b"}], [])
    second = dataset([{"id": "b"}, {"id": "c"}], [])
    assert join("both", first, second).lists["vip"].tolist() == [True, True, False]


def test_that_columns_of_one_name_and_two_types_are_refused_by_name() -> None:
    second = from_rows([{"id": "a", "age": "old"}], mapping={"customers": {"key": "id", "types": {"age": "text"}}})
    with pytest.raises(AppError, match="the attribute “age” is number in one and text in the other"):
        join("both", dataset([{"id": "b", "age": "7"}], []), second)


@pytest.mark.parametrize("is_empty_first", [True, False])
def test_that_a_column_without_values_is_of_whatever_type_the_other_has(is_empty_first: bool) -> None:
    filled = from_rows([{"id": "a", "age": "7"}], mapping={"customers": {"key": "id", "types": {"age": "number"}}})
    empty = from_rows([{"id": "b", "age": ""}], mapping={"customers": {"key": "id", "types": {"age": "text"}}})
    joined = join("both", *((empty, filled) if is_empty_first else (filled, empty)))
    assert joined.attributes["age"].type is ColumnType.NUMBER
    assert joined.attributes["age"].filled.tolist() == [True, False]
