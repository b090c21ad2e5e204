"""The compiled loop shares out what the columns of paths do, to the cent, and finds the same people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.attribution_models.names import MODELS
from app.reports.attribution_models.touches import Moments
from app.reports.crm.sources import Touches
from app.reports.crm.way import NEVER
from app.reports.pipeline.adding import Adding, Asked, Window
from app.reports.pipeline.block_readers import OfDeals, OfTouches
from app.reports.pipeline.figures import ALONE, EVERYBODY, Shared
from app.reports.pipeline.in_blocks import InBlocks
from app.reports.pipeline.kernel import share_out_customers
from app.reports.pipeline.plainly import InColumns
from app.reports.pipeline.sharing import Conversions, Deals, share_out
from app.reports.pipeline.tables import Tables
from tests.builders.datasets import histories

CUSTOMERS, CHANNELS = 5, ("a", "b", "c")
EVENTS = st.lists(st.tuples(st.integers(0, CUSTOMERS - 1), st.integers(0, 12)), max_size=40)


def sorted_columns(events: list[tuple[int, int]]) -> Moments:
    columns = np.array(sorted(events), np.int64).reshape(-1, 2)
    return Moments(columns[:, 0].copy(), columns[:, 1].copy())


class Case(NamedTuple):
    """Conversions and touches, and how they are shared."""

    conversions: Conversions
    touches: Touches
    look_back_us: int

    def plainly(self, *, in_cents: bool) -> Shared:
        of = self.conversions if in_cents else self.conversions.counted()
        return share_out(of, self.touches, MODELS, self.look_back_us, 3, "b", CUSTOMERS)

    def in_blocks(self) -> InBlocks:
        data = histories({f"c{who}": [(0, "x")] for who in range(CUSTOMERS)})
        of = OfDeals(Deals(self.conversions, self.conversions))
        return InBlocks(data, OfTouches(self.touches), {("opened", "won"): lambda: of}, self.window)

    @property
    def window(self) -> Window:
        return Window(self.look_back_us, 3, 1)


def asked(touched: list[tuple[int, int]], converted: list[tuple[int, int]], seed: int) -> Case:
    rng = np.random.default_rng(seed)
    moments, ends = sorted_columns(touched), sorted_columns(converted)
    channel = rng.integers(0, len(CHANNELS), len(moments.at))
    touches = Touches(moments, channel, CHANNELS, np.zeros(len(CHANNELS), np.int64))
    lead, opened = (
        np.where(rng.random(many) < 0.3, NEVER, rng.integers(0, 14, many)) for many in (CUSTOMERS, len(ends.at))
    )
    cents = rng.integers(0, 200, len(ends.at)) - (rng.random(len(ends.at)) < 0.1) * 250
    return Case(Conversions(ends, cents, lead, opened if seed % 3 == 2 else None), touches, int(rng.integers(1, 14)))


def in_plain_python(of: Case) -> tuple[np.ndarray[Any, Any], int]:
    many = len(of.touches.channel)
    adding = Adding(of.window, of.touches, of.conversions, Asked(MODELS), max(many, 1))
    share_out_customers(Tables(*adding.tables), 0, many, 0, len(of.conversions.ends.at))
    return adding.totals.shares, int(adding.totals.untouched[0])


@settings(max_examples=60, deadline=None)
@given(EVENTS, EVENTS, st.integers(0, 999))
def test_that_every_loop_shares_out_as_the_columns_do(
    touched: list[tuple[int, int]], converted: list[tuple[int, int]], seed: int
) -> None:
    of = asked(touched, converted, seed)
    found = of.in_blocks().found({"opened": MODELS, "won": MODELS})
    for in_cents in (False, True):
        expected, opened = of.plainly(in_cents=in_cents), found["opened"]
        assert (opened.untouched[in_cents], opened.total[in_cents]) == (expected.untouched, expected.total)
        for model in MODELS:
            got = opened.shares[model, in_cents]
            np.testing.assert_allclose(got, expected.shares[model], atol=0 if in_cents else 1e-9)
            if in_cents:
                assert found["won"].shares[model, in_cents].tolist() == got.tolist()
    for model in MODELS:
        for channel in (*range(len(CHANNELS)), ALONE, EVERYBODY):
            who = of.in_blocks().who("won", model, channel)
            assert who.tolist() == expected.who(model, channel).tolist(), (model, channel)
    shares, untouched = in_plain_python(of)
    rows = [found["won"].shares[model, True] for model in MODELS if model != "markov"]
    others = [row for model, row in zip(MODELS, shares.reshape(len(MODELS), -1), strict=True) if model != "markov"]
    assert np.array(others).tolist() == np.array(rows).tolist()
    assert untouched == expected.untouched


def test_that_many_touches_get_their_cents_by_the_largest_remainder_too() -> None:
    of = asked([(0, at) for at in range(40)], [(0, 50)], 1)._replace(look_back_us=100)
    of = of._replace(conversions=replace(of.conversions, cents=np.array([1_013])))
    expected, found = of.plainly(in_cents=True), of.in_blocks().found({"won": MODELS})["won"]
    for model in MODELS:
        assert found.shares[model, True].tolist() == expected.shares[model].tolist(), model
        assert found.shares[model, True].sum() == 1_013


def test_that_few_conversions_are_shared_out_in_columns_as_they_are_in_blocks() -> None:
    of = asked([(0, 1), (0, 3), (1, 2), (2, 2), (2, 3)], [(0, 5), (1, 9), (2, 4), (3, 1)], 5)
    columns = InColumns(of.touches, {"opened": lambda: of.conversions}, of.look_back_us, 3, "b", CUSTOMERS)
    one, other = (each.found({"opened": MODELS})["opened"] for each in (columns, of.in_blocks()))
    assert (one.total, one.untouched) == (other.total, other.untouched)
    assert one.shares.keys() == other.shares.keys()
    for key, shares in one.shares.items():
        np.testing.assert_allclose(other.shares[key], shares, atol=1e-9)
    assert columns.who("opened", "first", 0).tolist() == of.in_blocks().who("opened", "first", 0).tolist()
