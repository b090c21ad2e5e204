"""The compiled loop finds what the rows do, and the same people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.columns import cores
from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.nodes.conditions import PropertyTest, Step
from app.reports.definition.breakdown import Breakdown
from app.reports.trend import definition as definitions
from app.reports.trend.definition import MEASURES, Series, TrendDefinition, trend
from app.reports.trend.kernel import BLOCK, Made, Read, Spans, tally, tally_customers
from app.reports.trend.tallying import Looked
from tests.builders.datasets import histories

HOUR_US = 3_600_000_000
LARGE = Step(event="buy", where=(PropertyTest(property="amount", op="ge", value=2),))
HISTORIES = st.dictionaries(
    st.sampled_from("abcdefgh"), st.lists(st.tuples(st.integers(0, 2_000), st.sampled_from(["buy", "see"])), max_size=8)
)


def data_of(named: dict[str, list[tuple[int, str]]]) -> Dataset:
    """With an amount of each event, some of them missing."""
    made = histories(named, names=("buy", "see"), unit_us=HOUR_US)
    amounts = np.where(np.arange(made.event_count) % 5 == 4, np.nan, np.arange(made.event_count) % 7 - 1.0)
    column = Column(ColumnType.NUMBER, amounts, pa.array([], pa.string()))
    return replace(made, properties={"amount": column}, timezone="Europe/Prague")


@given(
    named=HISTORIES,
    since=st.none() | st.integers(0, 90),
    period=st.sampled_from(["day", "week", "month"]),
    is_year=st.booleans(),
)
@settings(max_examples=15, deadline=None)
def test_that_the_loop_finds_what_the_rows_do_and_the_same_people(
    named: dict[str, list[tuple[int, str]]], since: int | None, period: str, is_year: bool
) -> None:
    data = data_of(named)
    series = tuple(
        Series(measure, step, "amount" if measure == "revenue" else "")
        for measure in MEASURES
        for step in (None, Step(event="buy"), LARGE)
    )
    against = "year" if is_year else "" if since is None else "before"
    first = None if since is None else date(1970, 1, 1) + timedelta(days=since)
    definition = TrendDefinition(series, period, since=first, against=against)  # type: ignore[arg-type]
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
        for column in range(1, 1 + 9 * by_rows.columns_of_line):
            people, others = by_rows.people(row, column), at_once.people(row, column)
            assert (None if people is None else people.to_pylist()) == (None if others is None else others.to_pylist())


def test_that_the_compiled_loop_is_the_plain_one() -> None:
    data = data_of(
        {f"c{who}": [(who * 7 + step * 11, "buy" if step % 2 else "see") for step in range(9)] for who in range(9)}
    )
    spans = Spans(0, 0, HOUR_US, 2 * HOUR_US, 120 * HOUR_US, 30 * HOUR_US, 50 * HOUR_US, 9)
    bucket_at = (np.arange(200) // 24).astype(np.int32)
    words, amounts = np.arange(9, dtype=np.int32) % 3 - 1, data.properties["amount"].values
    read = Read(data.at, data.names.values, data.offsets, bucket_at, amounts, words, np.array([1, 0, 1]))
    found = [np.zeros((3, 18)), np.zeros((3, 18))]
    for loop, totals in zip((tally, tally_customers), found, strict=True):
        loop(read, spans, 1, 8, Made(np.empty(BLOCK, np.int64), np.full(18, -1, np.int32), totals))
    assert found[0].reshape(3, 2, 9).any(axis=2).all()
    assert found[0].tolist() == found[1].tolist()


@given(step=st.integers(1, 10**12), away=st.integers(0, 10**15))
def test_that_an_instant_is_in_its_step_of_the_grid(step: int, away: int) -> None:
    at_step = away // step
    if at_step < 100_000:
        bucket_at = np.zeros(at_step + 1, np.int32)
        bucket_at[-1] = 1
        totals = np.zeros((3, 2))
        none = np.zeros(0, np.int32)
        at, names, offsets = np.array([away]), np.zeros(1, np.int32), np.array([0, 1])
        read = Read(at, names, offsets, bucket_at, np.zeros(0), none, np.zeros(1, np.int64))
        tally(read, Spans(-1, 0, step, 0, 10**16, 0, 0, 2), 0, 1, Made(np.empty(BLOCK, np.int64), none, totals))
        assert totals[0].tolist() == [0.0, 1.0]


@pytest.mark.parametrize("by", [Breakdown("event", "channel"), Breakdown("customer", "agreed"), None])
def test_that_groups_are_those_of_the_rows_on_any_number_of_threads(
    by: Breakdown | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = grouped_data()
    series = tuple(Series(measure, Step(event="buy"), "amount" * (measure == "revenue")) for measure in MEASURES)
    definition = TrendDefinition((*series, Series("events")), "month", by=by, top=2)
    by_rows = trend(data, definition)
    monkeypatch.setattr(definitions, "ENOUGH_EVENTS", 0)
    told = []
    for workers in (1, 2, 7):
        monkeypatch.setattr(cores, "CORES", workers)
        at_once = trend(data, definition)
        told.append(at_once.to_document())
    assert isinstance(at_once.series[0].members, Looked)
    assert at_once.groups == by_rows.groups
    assert [line.title for line in at_once.lines()] == [line.title for line in by_rows.lines()]
    for one, other in zip(by_rows.lines(), at_once.lines(), strict=True):
        assert one.values == pytest.approx(other.values, abs=1e-9)
    assert told[0] == told[1] == told[2]
    for row in range(len(by_rows.shown)):
        for column in range(1, 1 + len(by_rows.lines())):
            people, others = by_rows.people(row, column), at_once.people(row, column)
            assert people is not None
            assert others is not None
            assert people.to_pylist() == others.to_pylist()


def grouped_data() -> Dataset:
    rng = np.random.default_rng(5)
    made = data_of(
        {f"c{who:03}": [(hour, "buy" if hour % 3 else "see") for hour in rng.integers(0, 3_000, 7).tolist()]
         for who in range(200)}
    )  # fmt: skip
    channel = rng.choice([-1, 0, 1, 2, 3], made.event_count, p=[0.1, 0.1, 0.2, 0.25, 0.35]).astype(np.int32)
    agreed = rng.integers(-1, 2, made.customer_count).astype(np.int8)
    return replace(
        made,
        attributes={"agreed": Column(ColumnType.BOOLEAN, agreed, pa.array([], pa.string()))},
        properties={**made.properties, "channel": Column(ColumnType.TEXT, channel, pa.array(["a", "b", "c", "d"]))},
    )
