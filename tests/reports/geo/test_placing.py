"""Events at the places they name: the compiled loop, the same in plain Python and the columns agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nodes.conditions import Step
from app.reports.by_customer import counting
from app.reports.by_customer.counting import Which, of_step
from app.reports.geo import placing
from app.reports.geo.kernel import place_customers
from app.reports.geo.placing import Placed, by_customers, by_events, plainly
from app.reports.geo.tables import Tables
from tests.builders.datasets import histories

HISTORIES = st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from(["buy", "view"]), max_size=8))
PLACE_OF = np.array([2, 0, 1, 0], np.int32)


def told(placed: Placed) -> tuple[list[int], list[float], list[list[int]]]:
    return placed.events.tolist(), placed.revenue.tolist(), [each.tolist() for each in placed.members]


@settings(max_examples=40, deadline=None)
@given(HISTORIES, st.integers(0, 99))
def test_that_every_loop_places_events_as_the_columns_do(named: dict[str, list[str]], seed: int) -> None:
    data = histories({who: list(enumerate(events)) for who, events in named.items()}, names=("buy", "view"))
    rng = np.random.default_rng(seed)
    words = rng.integers(-1, 3, data.event_count).astype(np.int32)
    amounts = np.where(rng.random(data.event_count) < 0.2, np.nan, rng.integers(0, 99, data.event_count) / 4)
    which = of_step(data, Step(event="buy"))
    if seed % 2:
        which = Which(which.codes, which.fits, np.flatnonzero(data.names.values == 0))
    coded = placing._by_code(data, which)
    expected = told(plainly(data, coded, PLACE_OF[words + 1], 3, amounts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placing, "ENOUGH_EVENTS", 0)
        assert told(by_events(data, which, words, PLACE_OF, 3, amounts)) == expected
    events, revenue, seen = np.zeros(3, np.int64), np.zeros(3), np.full(3, -1)
    at, who = np.zeros(data.event_count, np.int32), np.zeros(data.event_count, np.int32)
    tables = (data.offsets, coded.codes, coded.fits, words, PLACE_OF, amounts, events, revenue, seen, at, who)
    many = place_customers(Tables(*tables), 0, data.customer_count)
    members = placing._members(at[:many], who[:many], 3)
    assert told(Placed(events, revenue, members)) == expected


def test_that_events_stand_where_their_customers_do() -> None:
    data = histories({"ann": [(1, "buy"), (2, "view")], "bob": [], "cyd": [(3, "buy")]}, names=("buy", "view"))
    place = np.array([1, 0, 1], np.int32)
    found = by_customers(data, of_step(data, Step(event="buy")), place, 2, np.array([2.5, 4.0, np.nan]))
    assert told(found) == ([0, 2], [0.0, 2.5], [[1], [0, 2]])
    assert data.event_count < counting.ENOUGH_EVENTS
