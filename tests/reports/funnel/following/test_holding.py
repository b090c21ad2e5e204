"""A held property: each value is followed as if it were a customer of its own, of whom the furthest counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.funnel.definition import Exclusion, FunnelDefinition
from app.reports.funnel.following import holding, holding_kernel
from app.reports.funnel.following.customers import followed
from app.reports.funnel.following.holding import Marked, held_together
from app.reports.funnel.following.holding_kernel import put_customers_together
from tests.builders.datasets import histories

NAMES = ("a", "b", "x")
EVENTS = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(NAMES), st.integers(-1, 2)), max_size=9)
HISTORIES = st.dictionaries(st.sampled_from("klmn"), EVENTS, min_size=1)
Told = dict[str, tuple[int, ...]]


def data_of(named: dict[str, list[tuple[int, str, int]]]) -> Dataset:
    ordered = {who: sorted(events, key=lambda event: event[0]) for who, events in named.items()}
    made = histories({who: [event[:2] for event in events] for who, events in ordered.items()}, names=NAMES)
    values = np.array([event[2] for who in sorted(ordered) for event in ordered[who]], np.int32)
    return replace(made, properties={"cart": Column(ColumnType.TEXT, values, pa.array(["p", "q", "r"]))})


def apart(named: dict[str, list[tuple[int, str, int]]], definition: FunnelDefinition) -> Told:
    """By customer, from a funnel in which every value of a customer is one."""
    split = {
        f"{who}{value}": [e for e in events if e[2] == value] for who, events in named.items() for value in range(3)
    }
    found = followed(data_of(split), replace(definition, hold=""))
    told: Told = {}
    ranks: dict[str, Any] = {}
    for place, name in enumerate(sorted(split)):
        made = tuple(found.instants[place, : found.levels[place]].tolist())
        rank = (
            (made[0],) if made and definition.entry == "first" else (-len(made), *made[-1:], *(-at for at in made[:1]))
        )
        if made and (name[0] not in ranks or rank < ranks[name[0]]):
            ranks[name[0]], told[name[0]] = rank, made
    return told


@settings(max_examples=80, deadline=None)
@given(
    HISTORIES,
    st.sampled_from(["ordered", "strict", "any"]),
    st.sampled_from(["any", "first"]),
    st.sampled_from([(), (Exclusion(Step(event="x")),)]),
    st.booleans(),
)
def test_that_each_value_is_followed_as_if_it_were_a_customer(
    named: dict[str, list[tuple[int, str, int]]], order: Any, entry: Any, exclude: Any, is_compiled: bool
) -> None:
    steps = (Step(event="a"), Step(event="b"), Step(event="a"))
    window = Duration.parse("PT6S")
    definition = FunnelDefinition(steps, window, order, entry, exclude=exclude, hold="cart")
    data = data_of(named)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holding, "ENOUGH_EVENTS", 0 if is_compiled else 1_000)
        found = followed(data, definition, with_rows=True)
    ids, told = data.customer_ids.to_pylist(), {}
    for place in np.flatnonzero(found.levels).tolist():
        level = int(found.levels[place])
        told[ids[place]] = tuple(found.instants[place, :level].tolist())
        rows = found.rows[place, :level]
        assert data.at[rows].tolist() == found.instants[place, :level].tolist()
        assert len(set(data.properties["cart"].values[rows].tolist())) == 1
    assert told == apart(named, definition)


@settings(max_examples=40, deadline=None)
@given(HISTORIES, st.booleans(), st.booleans())
def test_that_the_loop_puts_together_what_the_columns_do(
    named: dict[str, list[tuple[int, str, int]]], all_count: bool, has_bars: bool
) -> None:
    """One customer has more events than are put in order one by one."""
    data = data_of({**named, "z": [(at, "a", at * 7 % 5 % 3) for at in range(75)]})
    codes = data.names.values
    bars = (codes == 2).astype(np.int32) if has_bars else np.zeros(0, np.int32)
    events, column = Marked(data.at, (codes == 0).astype(np.int32), bars, data.offsets), data.properties["cart"]
    expected = held_together(events, column, all_count=all_count)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holding, "ENOUGH_EVENTS", 0)
        patch.setattr(holding_kernel, "put_together", put_customers_together)
        found = held_together(events, column, all_count=all_count)
    for name in Marked._fields:
        assert getattr(found.events, name).tolist() == getattr(expected.events, name).tolist()
    assert found.values.tolist() == expected.values.tolist()
    assert found.rows.tolist() == expected.rows.tolist()
