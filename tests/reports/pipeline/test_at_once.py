"""The compiled loop shares out what the columns of paths do, to the cent, and finds the same people."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.attribution_models.names import MODELS
from app.reports.attribution_models.touches import Moments
from app.reports.crm.kernel import count_codes_of, count_people_of, gather_of
from app.reports.crm.sources import Touches
from app.reports.crm.way import NEVER
from app.reports.pipeline.adding import Adding, Asked, Window
from app.reports.pipeline.at_once import AtOnce
from app.reports.pipeline.figures import ALONE, EVERYBODY
from app.reports.pipeline.kernel import NOBODY, share_out_customers
from app.reports.pipeline.sharing import Conversions, share_out
from app.reports.pipeline.tables import Tables

CUSTOMERS, CHANNELS = 5, ("a", "b", "c")
EVENTS = st.lists(st.tuples(st.integers(0, CUSTOMERS - 1), st.integers(0, 12)), max_size=40)


def sorted_columns(events: list[tuple[int, int]]) -> Moments:
    columns = np.array(sorted(events), np.int64).reshape(-1, 2)
    return Moments(columns[:, 0].copy(), columns[:, 1].copy())


def asked(touched: list[tuple[int, int]], converted: list[tuple[int, int]], seed: int) -> AtOnce:
    rng = np.random.default_rng(seed)
    moments, ends = sorted_columns(touched), sorted_columns(converted)
    channel = rng.integers(0, len(CHANNELS), len(moments.at))
    touches = Touches(moments, channel, CHANNELS, np.zeros(len(channel), np.int64))
    cents = rng.integers(0, 200, len(ends.at)) if seed % 2 else None
    lead, opened = (
        np.where(rng.random(many) < 0.3, NEVER, rng.integers(0, 14, many)) for many in (CUSTOMERS, len(ends.at))
    )
    look_back = int(rng.integers(1, 14))
    return AtOnce(
        Conversions(ends, cents, lead, opened if seed % 3 == 2 else None), touches, MODELS, look_back, 3, "b", CUSTOMERS
    )


def in_plain_python(of: AtOnce) -> tuple[np.ndarray[Any, Any], int]:
    many = len(of.touches.channel)
    adding = Adding(Window(of.touches, *of[3:]), of.conversions, Asked(MODELS), many)
    share_out_customers(Tables(*adding.tables), 0, many, 0, len(of.conversions.ends.at), of.look_back_us, 1, 3, NOBODY)
    return adding.totals.shares, int(adding.totals.untouched[0])


@settings(max_examples=60, deadline=None)
@given(EVENTS, EVENTS, st.integers(0, 999))
def test_that_every_loop_shares_out_as_the_columns_do(
    touched: list[tuple[int, int]], converted: list[tuple[int, int]], seed: int
) -> None:
    of = asked(touched, converted, seed)
    expected, found = share_out(*of), of.shared()
    assert (found.untouched, found.total) == (expected.untouched, expected.total)
    is_exact = of.conversions.cents is not None
    for model in MODELS:
        np.testing.assert_allclose(found.shares[model], expected.shares[model], atol=0 if is_exact else 1e-9)
        for channel in (*range(len(CHANNELS)), ALONE, EVERYBODY):
            assert found.who(model, channel).tolist() == expected.who(model, channel).tolist(), (model, channel)
    shares, untouched = in_plain_python(of)
    added = of.added(Asked(MODELS))
    np.testing.assert_allclose(shares, added.shares)
    assert untouched == expected.untouched


def test_that_many_touches_get_their_cents_by_the_largest_remainder_too() -> None:
    touched = [(0, at) for at in range(40)]
    of = asked(touched, [(0, 50)], 1)._replace(look_back_us=100)
    of = of._replace(
        conversions=Conversions(of.conversions.ends, np.array([1_013]), of.conversions.lead, of.conversions.opened)
    )
    expected, found = share_out(*of), of.shared()
    for model in MODELS:
        assert found.shares[model].tolist() == expected.shares[model].tolist(), model
        assert found.shares[model].sum() == 1_013


def test_that_a_model_that_was_not_asked_for_is_counted_when_somebody_looks() -> None:
    of = asked([(0, 1), (0, 3), (1, 2)], [(0, 5), (1, 9), (2, 4)], 1)
    expected, found = share_out(*of), of._replace(models=("first",)).shared()
    assert found.shares.keys() == {"first"}
    for model in MODELS:
        assert found.shares[model].tolist() == expected.shares[model].tolist()
    assert found.shares.keys() == {*MODELS}


def test_that_what_is_counted_and_what_it_is_worth_are_told_by_one_pass() -> None:
    of = asked([(0, 1), (0, 3), (1, 2), (2, 2), (2, 3)], [(0, 5), (1, 9), (2, 4), (3, 1)], 5)
    counted, in_cents = of.shared_both()
    alone = of._replace(conversions=of.conversions.counted()).shared()
    for found, expected in ((counted, alone), (in_cents, of.shared())):
        assert (found.untouched, found.total) == (expected.untouched, expected.total)
        for model in MODELS:
            assert found.shares[model].tolist() == expected.shares[model].tolist(), model
    assert of._replace(models=("first",)).shared_both()[0].shares["linear"].tolist() == alone.shares["linear"].tolist()


def test_that_touches_are_gathered_and_their_people_counted() -> None:
    codes, offsets, at = np.array([0, -1, 1, 1, -1], np.int32), np.array([0, 3, 3, 5]), np.arange(5) * 10
    counts = np.zeros(2, np.int64)
    assert count_codes_of(codes, offsets, 0, 3, counts) == 3
    assert counts.tolist() == [1, 2]
    found = [np.zeros(3, np.int64) for _ in range(4)]
    amounts = np.array([1.5, 9, np.nan, 0.25, 9])
    gather_of(codes, offsets, at, np.array([7, 8]), amounts, 0, 2, 0, *found)
    gather_of(codes, offsets, at, np.array([7, 8]), amounts, 2, 3, 2, *found)
    assert [each.tolist() for each in found] == [[0, 0, 2], [0, 20, 30], [7, 8, 8], [150, 0, 25]]
    people = np.zeros(3, np.int64)
    count_people_of(found[0], found[2] - 7, np.full(3, -1), people)
    assert people.tolist() == [1, 2, 2]
