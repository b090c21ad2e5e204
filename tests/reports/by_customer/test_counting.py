"""What each customer did: the compiled loop, the same in plain Python and the columns agree."""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.nodes.conditions import PropertyTest, Step
from app.reports.by_customer import counting, tables
from app.reports.by_customer.counting import (
    Wanted,
    Which,
    Within,
    any_event,
    did,
    instants,
    of_names,
    of_step,
    plainly,
    with_text,
)
from app.reports.by_customer.kernel import tally_customers
from app.reports.by_customer.tables import Tables, checked_tables
from tests.builders.datasets import histories

EVENTS = ("buy", "lead", "view")
HISTORIES = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(EVENTS)), max_size=9),
    min_size=1,
)
WANTED: tuple[Wanted, ...] = ("count", "total", "first", "last", "mixed")


def data_of(named: dict[str, list[tuple[int, str]]], seed: int) -> Dataset:
    """With a channel and an amount of most events."""
    made = histories(named, names=EVENTS, unit_us=1)
    rng = np.random.default_rng(seed)
    channel = rng.integers(-1, 3, made.event_count).astype(np.int32)
    amount = np.where(rng.random(made.event_count) < 0.2, np.nan, rng.integers(-500, 1_000, made.event_count) / 100)
    return replace(
        made,
        properties={
            "channel": Column(ColumnType.TEXT, channel, pa.array(["a", "b", "c"])),
            "amount": Column(ColumnType.NUMBER, amount, pa.array([], pa.string())),
        },
    )


def which_of(data: Dataset, place: int) -> Which:
    where = (PropertyTest(property="amount", op="gt", value=1),)
    kinds = (
        of_step(data, Step(event="buy")),
        of_step(data, Step(event="view", where=where)),
        of_names(data, ("lead", "view")),
        any_event(data),
        with_text(data.properties["channel"]),
    )
    return kinds[place % len(kinds)]


def within(data: Dataset, seed: int) -> Within:
    rng = np.random.default_rng(seed)
    least = (None, 2.0, -np.inf)[rng.integers(0, 3)]
    if rng.random() < 0.5:
        since, until = rng.integers(0, 20, 2).tolist()
        return Within(since, until, least)
    begins = rng.integers(0, 15, data.customer_count)
    own = rng.integers(-1, max(data.event_count, 1), data.customer_count)
    return Within(least=least, begins=begins, apart=own, length_us=(None, 5)[rng.integers(0, 2)])


def in_plain_python(data: Dataset, which: Which, values: Any, when: Within) -> counting.Did:
    found = counting._empty(data.customer_count, WANTED)
    rows = np.zeros(0, np.int64) if which.rows is None else which.rows
    if which.rows is not None and not len(rows):
        return found
    read = Tables(
        data.at, data.offsets, which.codes, which.fits, rows, values, when.begins, when.apart, found.count,
        found.total, found.first, found.last, found.mixed,
    )  # fmt: skip
    length = -1 if when.length_us is None else when.length_us
    least = -np.inf if when.least is None else when.least
    tally_customers(read, 0, data.customer_count, when.since, when.until, length, when.least is not None, least, 0)
    return found


@settings(max_examples=60, deadline=None)
@given(HISTORIES, st.integers(0, 1_000))
def test_that_the_loop_finds_what_the_columns_do(named: dict[str, list[tuple[int, str]]], seed: int) -> None:
    data = data_of(named, seed)
    which, values, when = which_of(data, seed), data.properties["amount"].values, within(data, seed)
    expected = astuple(plainly(data, which, WANTED, values, when))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "ENOUGH_EVENTS", 0)
        compiled = did(data, which, WANTED, values, when)
        alone = did(data, which, ("first",)).first
    np.testing.assert_array_equal(alone, plainly(data, which, ("first",), None).first)
    for found in (compiled, in_plain_python(data, which, values, when)):
        for name, mine, theirs in zip(WANTED, astuple(found), expected, strict=True):
            np.testing.assert_array_equal(mine, theirs, name)


def test_that_nothing_is_read_of_values_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    data = data_of({"a": [(1, "buy"), (3, "buy")], "b": [(2, "view")]}, 1)
    when = Within(least=2.0)
    expected = astuple(plainly(data, any_event(data), WANTED, None, when))
    monkeypatch.setattr(counting, "ENOUGH_EVENTS", 0)
    given: list[Any] = []

    def noted(made: Any) -> Any:
        given.append(made)
        return checked_tables(made)

    monkeypatch.setattr(tables, "checked_tables", noted)
    for mine, theirs in zip(astuple(did(data, any_event(data), WANTED, None, when)), expected, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    named = dict(zip(tables.ELEMENTS, given[0], strict=True))
    assert not len(named["total"])  # else the loop would look for values behind the end of none
    assert not len(named["values"])


def test_that_what_was_not_asked_for_takes_no_room() -> None:
    data = data_of({"a": [(1, "buy"), (3, "buy")], "b": [(2, "view")]}, 1)
    found = did(data, of_names(data, ("buy",)), ("count",))
    assert found.count.tolist() == [2, 0]
    assert not len(found.first)
    assert not len(found.total)


def test_that_the_instant_of_no_event_is_never() -> None:
    data = histories({"a": [(7, "buy")], "b": []}, unit_us=1)
    first = did(data, of_names(data, ("buy",)), ("first",)).first
    assert instants(data, first, -5).tolist() == [7, -5]
    nobody = histories({"a": []})
    assert instants(nobody, np.array([-1]), -5).tolist() == [-5]
