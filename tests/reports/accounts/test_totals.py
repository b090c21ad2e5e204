"""The compiled loops sum up accounts as the columns do."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from app.reports.accounts import totals
from app.reports.accounts.figures import Totals
from app.reports.accounts.kernel import sum_deals_of, sum_up_customers
from app.reports.accounts.totals import plainly, totals_of
from app.reports.by_customer.counting import EARLIEST
from app.reports.crm.opportunities import Opportunities
from app.reports.crm.way import NEVER

ACCOUNTS = 7


def asked(seed: int, customers: int, *, with_scores: bool) -> tuple[Any, ...]:
    rng = np.random.default_rng(seed)
    deals = Opportunities(
        pa.array([], pa.string()),
        np.arange(customers),
        np.sort(rng.integers(0, customers, customers)),
        rng.integers(0, 99, customers),
        np.full(customers, NEVER),
        rng.integers(0, 3, customers),
        rng.integers(0, 99_999, customers),
    )
    score = np.where(rng.random(customers) < 0.4, np.nan, rng.integers(0, 400, customers) / 4)
    active = np.where(rng.random(customers) < 0.3, EARLIEST, rng.integers(-50, 50, customers))
    touched = rng.integers(0, 9, customers).astype(np.float64)
    place = rng.integers(0, ACCOUNTS - 1, customers)
    return place, ACCOUNTS, touched, score if with_scores else None, active, deals


def assert_same(found: Totals, expected: Totals) -> None:
    for field in fields(Totals):
        one, other = getattr(found, field.name), getattr(expected, field.name)
        assert (one is None) == (other is None)
        if one is not None:
            np.testing.assert_array_equal(one, other, field.name)


@pytest.mark.parametrize("with_scores", [True, False])
def test_that_the_loops_sum_up_what_the_columns_do(monkeypatch: pytest.MonkeyPatch, *, with_scores: bool) -> None:
    of = asked(3, 60, with_scores=with_scores)
    expected = plainly(*of)
    monkeypatch.setattr(totals, "ENOUGH_ROWS", 0)
    assert_same(totals_of(*of), expected)


def test_that_the_loops_do_the_same_in_plain_python() -> None:
    place, many, touched, score, active, deals = asked(5, 60, with_scores=True)
    expected = plainly(place, many, touched, score, active, deals)
    people, touches, opened, won = (np.zeros(many, np.int64) for _ in range(4))
    summed, highest, last = np.zeros(many), np.full(many, -np.inf), np.full(many, EARLIEST)
    sum_up_customers(place, touched, score, active, people, touches, summed, highest, last)
    sum_deals_of(place, deals.customer, deals.outcome, deals.cents, opened, won)
    assert (people.tolist(), touches.tolist()) == (expected.people.tolist(), expected.touches.tolist())
    assert (opened.tolist(), won.tolist()) == (expected.open_cents.tolist(), expected.won_cents.tolist())
    assert expected.score is not None
    assert summed.tolist() == expected.score.tolist()
