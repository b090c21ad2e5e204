"""The compiled loop finds what the rows do, and the same people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.columns import Column, ColumnType
from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.trend import definition as definitions
from app.reports.trend.definition import MEASURES, Series, TrendDefinition, trend
from app.reports.trend.kernel import tally, tally_customers
from tests.builders.datasets import histories

HOUR_US = 3_600_000_000
HISTORIES = st.dictionaries(
    st.sampled_from("abcdefgh"), st.lists(st.tuples(st.integers(0, 2_000), st.sampled_from(["buy", "see"])), max_size=8)
)


def data_of(named: dict[str, list[tuple[int, str]]]) -> Dataset:
    """With an amount of each event, some of them missing."""
    made = histories(named, names=("buy", "see"), unit_us=HOUR_US)
    amounts = np.where(np.arange(made.event_count) % 5 == 4, np.nan, np.arange(made.event_count) % 7 - 1.0)
    column = Column(ColumnType.NUMBER, amounts, pa.array([], pa.string()))
    return replace(made, properties={"amount": column}, timezone="Europe/Prague")


@given(named=HISTORIES, since=st.none() | st.integers(0, 90), period=st.sampled_from(["day", "week", "month"]))
@settings(max_examples=15, deadline=None)
def test_that_the_loop_finds_what_the_rows_do_and_the_same_people(
    named: dict[str, list[tuple[int, str]]], since: int | None, period: str
) -> None:
    data = data_of(named)
    series = tuple(
        Series(measure, step, "amount" if measure == "revenue" else "")
        for measure in MEASURES
        for step in (None, Step(event="buy"))
    )
    first = None if since is None else date(1970, 1, 1) + timedelta(days=since)
    definition = TrendDefinition(series, period, since=first, previous=first is not None)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        by_rows = trend(data, definition)
        patch.setattr(definitions, "ENOUGH_EVENTS", 0)
        at_once = trend(data, definition)
    for one, other in zip(by_rows.lines(), at_once.lines(), strict=True):
        assert one.values.tolist() == other.values.tolist()
        assert (one.before is None) == (other.before is None)
        if one.before is not None and other.before is not None:
            assert np.array_equal(one.before, other.before, equal_nan=True)
    for row in range(len(by_rows.shown)):
        for column in range(1, 1 + 6 * by_rows.columns_of_line):
            people, others = by_rows.people(row, column), at_once.people(row, column)
            assert (None if people is None else people.to_pylist()) == (None if others is None else others.to_pylist())


def test_that_the_compiled_loop_is_the_plain_one() -> None:
    data = data_of(
        {f"c{who}": [(who * 7 + step * 11, "buy" if step % 2 else "see") for step in range(9)] for who in range(9)}
    )
    spans = np.array([0, 0, HOUR_US, 2 * HOUR_US, 120 * HOUR_US, 30 * HOUR_US, 50 * HOUR_US], np.int64)
    bucket_at = (np.arange(200) // 24).astype(np.int32)
    found = [np.zeros((3, 9)), np.zeros((3, 9))]
    for loop, totals in zip((tally, tally_customers), found, strict=True):
        amounts = data.properties["amount"].values
        loop(data.at, data.names.values, data.offsets, bucket_at, amounts, spans, 1, 8, totals)
    assert found[0].any(axis=1).all()
    assert found[0].tolist() == found[1].tolist()
