"""The compiled loop shares out what the columns of paths do, on however many threads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.columns import cores
from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.attribution import at_once as looping
from app.reports.attribution import definition as definitions
from app.reports.attribution.at_once import at_once, converters_at_once
from app.reports.attribution.by_paths import by_paths, converters
from app.reports.attribution.definition import AttributionDefinition, attribution
from app.reports.attribution.figures import ALONE, ANY_TOUCH, EVERYBODY
from app.reports.attribution.kernel import share_out, share_out_customers
from app.reports.attribution.shared import Shared
from app.reports.attribution.tables import Tables, tables_for, totals_for
from app.reports.attribution_models.names import MODELS
from app.runtime.native.addresses import addresses_of
from tests.builders.datasets import histories

HOUR_US = 3_600_000_000
EVENTS = ("buy", "lead", "offer", "view", "visit")
ALL = AttributionDefinition(
    Step(event="buy"), "channel", "amount", models=MODELS, direct="b", lead="lead", opportunity="offer"
)
CONDITIONED = ("touch visit", "lead", "opportunity")
HISTORIES = st.dictionaries(
    st.sampled_from("abcdefgh"), st.lists(st.tuples(st.integers(0, 40), st.sampled_from(EVENTS)), max_size=9)
)


def data_of(named: dict[str, list[tuple[int, str]]], seed: int) -> Dataset:
    """With a channel of most events, some of them nobody's, and amounts of which some are missing."""
    made = histories(named, names=EVENTS, unit_us=HOUR_US)
    rng = np.random.default_rng(seed)
    channel = rng.integers(-1, 5, made.event_count).astype(np.int32)
    amount = np.where(rng.random(made.event_count) < 0.2, np.nan, rng.integers(1, 10_000, made.event_count) / 100)
    return replace(
        made,
        properties={
            "channel": Column(ColumnType.TEXT, channel, pa.array(["unused", "a", "b", "c", "d"])),
            "amount": Column(ColumnType.NUMBER, amount, pa.array([], pa.string())),
        },
    )


def exactly(found: Shared | None) -> tuple[Any, ...]:
    assert found is not None
    return found.names, list(found.touches), found.conversions, found.untouched[0]


def by_cents(found: Shared | None) -> list[float]:
    assert found is not None
    return [share for counts, money in found.shares.values() for share in (*counts, *money)]


@given(
    named=HISTORIES,
    seed=st.integers(0, 9),
    hours=st.integers(1, 30),
    order=st.integers(1, 3),
    touch=st.sampled_from([(), ("visit",), ("visit", "buy")]),
    where=st.booleans(),
)
@settings(max_examples=30, deadline=None)
def test_that_the_loop_shares_out_what_the_paths_do(
    named: dict[str, list[tuple[int, str]]], seed: int, hours: int, order: int, touch: tuple[str, ...], where: bool
) -> None:
    clauses = ({"property": "amount", "op": "ge", "value": 20},) if where else ()
    like = Step.model_validate({"event": "buy", "where": clauses}).where
    definition = replace(
        ALL,
        conversion=Step.model_validate({"event": "buy", "where": clauses}),
        look_back=Duration.parse(f"PT{hours}H"),
        order=order,
        touch=touch,
        half_life=Duration.parse("PT7H"),
        where=tuple((name, like) for name in CONDITIONED) if where else (),
    )
    data = data_of(named, seed)
    found, expected = at_once(data, definition), by_paths(data, definition)
    assert exactly(found) == exactly(expected)
    assert by_cents(found) == pytest.approx(by_cents(expected), abs=1e-7)
    assert found is not None
    assert (found.worth, found.untouched[1]) == pytest.approx((expected.worth, expected.untouched[1]))


@given(named=HISTORIES, seed=st.integers(0, 9), hours=st.integers(1, 30))
@settings(max_examples=12, deadline=None)
def test_that_the_loop_finds_the_people_whom_the_paths_do(
    named: dict[str, list[tuple[int, str]]], seed: int, hours: int
) -> None:
    definition = replace(ALL, look_back=Duration.parse(f"PT{hours}H"), half_life=Duration.parse("PT7H"))
    data = data_of(named, seed)
    channels = len(by_paths(data, definition).names)
    for model in (ANY_TOUCH, *ALL.models):
        for channel in (ALONE, EVERYBODY, *range(channels)):
            found, expected = (way(data, definition, model, channel) for way in (converters_at_once, converters))
            assert found.tolist() == expected.tolist(), (model, channel)


def many_customers() -> Dataset:
    rng = np.random.default_rng(1)
    return data_of(
        {f"c{who}": [(hour, EVENTS[hour * 7 % 5]) for hour in rng.integers(0, 900, 9).tolist()] for who in range(300)},
        seed=3,
    )


def test_that_any_number_of_threads_shares_out_the_same_to_the_last_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = many_customers()
    monkeypatch.setattr(definitions, "ENOUGH_EVENTS", 0)
    told = []
    for workers in (1, 2, 7):
        monkeypatch.setattr(cores, "CORES", workers)
        told.append(attribution(data, ALL).to_document())
    assert told[0]["conversions"] > 100
    assert told[0] == told[1] == told[2]


def test_that_states_too_many_for_a_table_are_counted_by_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    data = many_customers()
    monkeypatch.setattr(definitions, "ENOUGH_EVENTS", 0)
    monkeypatch.setattr(looping, "_MOST_STATES", 25)  # five channels of order 2 would be 36
    assert at_once(data, replace(ALL, order=2)) is None
    assert at_once(data, replace(ALL, order=1)) is not None
    assert attribution(data, replace(ALL, order=2)).conversions > 100


def test_that_the_compiled_loop_is_the_plain_one() -> None:
    data = many_customers()
    found = []
    for plain in (False, True):
        given = {
            "at": data.at,
            "names": data.names.values,
            "offsets": data.offsets,
            "by_name": np.array([0, 3, 4, 8, 2, 2], np.int32),
            "by_row": np.zeros(0, np.int32),
            "channels": data.properties["channel"].values,
            "channel_of": np.arange(5),
            "worth": data.properties["amount"].values,
            "models": np.arange(len(MODELS)),
            "chosen": np.zeros(0, np.uint8),
            "settings": np.array([90 * HOUR_US, 40 * HOUR_US, 2, 2]),
        }
        totals = totals_for(5, len(MODELS), 5, 2)
        tables = tables_for(given, totals, 9)
        for only_words in (True, False):
            if plain:
                share_out_customers(Tables(*tables), 3, 60, only_words)
            else:
                share_out(addresses_of(tables), 3, 60, only_words)
        found.append(totals)
    assert found[0]["sums"][0] > 20
    assert found[0]["words"].sum() > 100
    for name, total in found[0].items():
        assert np.allclose(total, found[1][name], rtol=1e-12, atol=0)
