"""Rows that are wanted, in the order that is wanted, against a loop over the rows."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.browsing.arranging import Arrangement, arranged
from app.data.browsing.table import Table, TableColumn, customers_table, events_table
from app.data.columns.column import MISSING_CODE, Column, ColumnType
from app.errors import AppError
from tests.builders.datasets import CUSTOMERS, EVENTS, dataset

WORDS = ["Anna", "anna", "bert", "é"]
VALUES = st.lists(
    st.tuples(
        st.none() | st.sampled_from(range(len(WORDS))),
        st.none() | st.sampled_from([-1.5, 0.0, -0.0, 1.0, 1e300, math.inf]),
    ),
    max_size=12,
)


def table_of(values: list[tuple[int | None, float | None]]) -> Table:
    texts = np.array([MISSING_CODE if code is None else code for code, _ in values], np.int32)
    numbers = np.array([math.nan if number is None else number for _, number in values], np.float64)
    made = (
        Column(ColumnType.TEXT, texts, pa.array(WORDS)),
        Column(ColumnType.NUMBER, numbers, pa.array([], pa.string())),
    )
    return Table(tuple(TableColumn(c.type.value, c.type, lambda c=c: c) for c in made), len(values))  # type: ignore[misc]


@given(
    VALUES,
    st.sampled_from([None, 0, 1]),
    st.booleans(),
    st.sampled_from(["", "AN", "1", "é"]),
    st.sampled_from(["", ">0"]),
)
def test_that_rows_are_found_and_sorted_as_a_loop_would(
    values: list[tuple[int | None, float | None]], sort: int | None, descending: bool, search: str, written: str
) -> None:
    def is_found(row: tuple[int | None, float | None]) -> bool:
        text, number = "" if row[0] is None else WORDS[row[0]], row[1]
        in_text, in_number = search.lower() in text.lower(), search == "1" and number == 1.0
        return (not search or in_text or in_number) and (not written or (number is not None and number > 0))

    expected = [at for at, row in enumerate(values) if is_found(row)]
    if sort is not None:
        there: list[Any] = [at for at in expected if values[at][sort] is not None]
        ordered = sorted(there, key=lambda at: values[at][sort], reverse=False)
        if descending:
            ordered = sorted(there, key=lambda at: -values[at][sort])  # type: ignore[operator]
        expected = ordered + [at for at in expected if values[at][sort] is None]
    found = arranged(table_of(values), Arrangement(search, {1: written}, sort, descending))
    assert (list(range(len(values))) if found is None else found.tolist()) == expected


def test_that_all_rows_as_they_are_cost_nothing() -> None:
    assert arranged(table_of([(0, 1.0)]), Arrangement("  ", {0: " "})) is None


def test_that_a_filter_that_cannot_be_meant_is_said() -> None:
    with pytest.raises(AppError, match="is not a number"):
        arranged(table_of([(0, 1.0)]), Arrangement(filters={1: "much"}))


@given(CUSTOMERS, EVENTS)
def test_that_a_table_has_the_rows_of_its_dataset(customers: Any, events: Any) -> None:
    data = dataset(customers, events)
    for table in (customers_table(data), events_table(data)):
        assert {len(column.values()) for column in table.columns} == {table.rows}
        assert all(column.values().type is column.type for column in table.columns)
    counts = customers_table(data).columns[1].values().values
    assert counts.sum() == events_table(data).rows
    first = events_table(data).columns[0].values()
    assert np.bincount(first.values, minlength=data.customer_count).tolist() == counts.tolist()


def test_that_millions_of_rows_are_sorted_within_seconds() -> None:
    rows = 2_000_000
    column = Column(ColumnType.NUMBER, np.random.default_rng(1).random(rows), pa.array([], pa.string()))
    table = Table((TableColumn("x", ColumnType.NUMBER, lambda: column),), rows)
    begun = time.process_time()
    found = arranged(table, Arrangement(filters={0: ">0.25"}, sort=0, descending=True))
    assert time.process_time() - begun < 5
    assert found is not None
    assert (np.diff(column.values[found]) <= 0).all()
