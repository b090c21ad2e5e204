"""Opportunities are what the events of one id, or of one opening, say together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from app.data.columns.column import Column, ColumnType
from app.reports.by_customer import counting
from app.reports.crm import opportunities, runs_kernel
from app.reports.crm.deals_kernel import are_in_order_of, put_in_order_of
from app.reports.crm.opportunities import LOST, OPEN, WON, opportunities_of, won_of
from app.reports.crm.way import NEVER, Way, firsts
from tests.builders.b2b import at_us, b2b, truth
from tests.builders.datasets import histories, people

WAY = Way(
    lead="lead", opportunity="open", stage="stage", won="won", lost="lost", opportunity_id="cart", amount="amount"
)
Event = tuple[str, str, str, dict[str, Any]]


def event(who: str, at: str, name: str, id_: str = "", amount: float | None = None) -> Event:
    return who, at, name, {"cart": id_, "amount": amount}


def test_that_every_planted_opportunity_is_put_together() -> None:
    from app.reports.crm.way import way_of

    dataset = b2b()
    deals = opportunities_of(dataset, way_of(dataset))
    ids = dataset.customer_ids.to_pylist()
    found = {
        (id_, ids[customer], opened, None if closed == NEVER else closed, ("open", "won", "lost")[outcome], cents)
        for id_, customer, opened, closed, outcome, cents in zip(
            deals.ids,
            deals.customer.tolist(),
            deals.opened.tolist(),
            deals.closed.tolist(),
            deals.outcome.tolist(),
            deals.cents.tolist(),
            strict=True,
        )
    }
    assert found == {
        (
            deal["id"], deal["contact"], at_us(deal["opened"]), deal["closed"] and at_us(deal["closed"]),
            deal["outcome"], deal["cents"],
        )
        for deal in truth()["opportunities"]
    }  # fmt: skip


def test_that_the_last_amount_counts_and_a_deal_opened_again_is_open() -> None:
    log = [
        event("ann", "01-01 10:00", "open", "d1", 100), event("ann", "01-02 10:00", "lost", "d1"),
        event("ann", "01-03 10:00", "open", "d1", 80.55), event("ann", "01-04 10:00", "open", "d2", 5),
        event("ann", "01-05 10:00", "won", "d2"),
    ]  # fmt: skip
    deals = opportunities_of(people([], log), WAY)
    assert (deals.outcome.tolist(), deals.cents.tolist()) == ([OPEN, WON], [8055, 500])


def test_that_without_an_id_each_opening_begins_another() -> None:
    log = [
        event("ann", "01-01 10:00", "open", amount=1), event("ann", "01-02 10:00", "lost"),
        event("ann", "01-03 10:00", "open", amount=2), event("bob", "01-01 09:00", "won", amount=3),
    ]  # fmt: skip
    deals = opportunities_of(people([], log), WAY)
    assert (deals.customer.tolist(), deals.outcome.tolist()) == ([0, 0, 1], [LOST, OPEN, WON])
    assert deals.cents.tolist() == [100, 200, 300]


def test_that_a_deal_of_two_people_is_one_and_theirs_for_whom_it_was_opened() -> None:
    log = [event("bob", "01-01 10:00", "open", "d", 9), event("ann", "01-02 10:00", "won", "d")]
    deals = opportunities_of(people([], log), WAY)
    assert (deals.ids, deals.customer.tolist(), deals.outcome.tolist()) == (("d",), [1], [WON])


def test_that_data_without_deals_has_none_and_who_did_nothing_never_did_it() -> None:
    data = people([{"customer_id": "eve"}], [event("ann", "01-01 10:00", "lead")])
    assert len(opportunities_of(data, WAY)) == 0
    assert (firsts(data, WAY.step("lead")) == NEVER).tolist() == [False, True]


@pytest.mark.parametrize("ids", ["none", "texts", "numbers", "of many people"])
def test_that_the_loop_over_customers_opens_what_the_columns_do(monkeypatch: pytest.MonkeyPatch, ids: str) -> None:
    rng = np.random.default_rng(5)
    events = ("lead", "open", "stage", "won", "lost")
    named = {f"c{who:02}": [(int(at), str(rng.choice(events))) for at in rng.integers(0, 9, 8)] for who in range(40)}
    data = histories(named, names=events)
    many, none = data.event_count, pa.array([], pa.string())
    amounts = np.where(rng.random(many) < 0.4, np.nan, rng.integers(0, 9_999, many) / 100)
    known, words = rng.random(many) < 0.6, pa.array([f"d{at:03}" for at in range(200)])
    some = rng.integers(0, 2 if ids == "of many people" else 200, many)
    columns = {
        "none": Column(ColumnType.TEXT, np.full(many, -1, np.int32), none),
        "numbers": Column(ColumnType.NUMBER, np.where(known, some / 3, np.nan), none),
    }
    text = Column(ColumnType.TEXT, np.where(known, some, -1).astype(np.int32), words)
    properties = {"amount": Column(ColumnType.NUMBER, amounts, none), "cart": columns.get(ids, text)}
    data = replace(data, properties=properties)
    way = replace(WAY, opportunity_id="" if ids == "none" else "cart")
    expected = opportunities._put_together(data, way)
    expected_won = won_of(expected)
    for limit in ("ENOUGH_EVENTS", "ENOUGH_ROWS"):
        monkeypatch.setattr(opportunities, limit, 1)
    monkeypatch.setattr(counting, "customer_cuts", lambda *_: [0, 17, 17, 40])
    monkeypatch.setattr(runs_kernel, "_AT_ONCE", 5)  # events, so also within those of a customer
    found = opportunities._put_together(data, way)
    for field in ("customer", "opened", "closed", "outcome", "cents"):
        assert getattr(found, field).tolist() == getattr(expected, field).tolist(), field
    assert found.ids == expected.ids
    for one, other in zip(won_of(found), expected_won, strict=True):
        assert one.tolist() == other.tolist()


def test_that_the_opportunities_of_one_customer_are_put_into_order_however_many() -> None:
    rng = np.random.default_rng(1)
    for customers, many in ((40, 300), (2, 400)):
        customer, at = rng.integers(0, customers, many), rng.integers(0, 50, many)
        order, starts = np.empty(many, np.int64), np.zeros(customers + 1, np.int64)
        is_done = put_in_order_of(customer, at, starts, order)
        assert bool(is_done) is (customers == 40)
        if is_done:
            assert order.tolist() == np.lexsort((at, customer)).tolist()
            assert are_in_order_of(customer[order], at[order])
            assert not are_in_order_of(customer, at)


def test_that_opportunities_are_put_together_once_for_the_same_events() -> None:
    data = people([], [event("ann", "01-01 10:00", "open", "d1", 100)])
    assert opportunities_of(data, WAY) is opportunities_of(data, replace(WAY, lead="won"))
    assert opportunities_of(data, WAY) is not opportunities_of(data, replace(WAY, won=""))
