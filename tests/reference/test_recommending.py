"""The plain recommender against counts by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf

import pytest

from tests.reference.recommending import Bought, Product, Shop, Wanted, recommend, wilson_low

MAY = datetime(2024, 5, 10, 12, tzinfo=UTC)
DRESS, BELT, HAT = "purple dress", "belt", "hat"


def on(customer: str, day: str, product: str, order: str = "", units: float = 1.0) -> Bought:
    return Bought(customer, datetime.fromisoformat(f"2024-{day}T10:00:00+00:00"), product, order, units)


def shop() -> Shop:
    """Eight bought the dress; six of them a belt within 60 days, five a hat with it; one belt came 61 days later."""
    events = [on(f"c{who}", "03-01", DRESS, f"o{who}") for who in range(8)]
    events += [on(f"c{who}", "04-30", BELT) for who in range(6)]
    events += [on("c6", "05-01", BELT)]
    events += [on(f"c{who}", "03-01", HAT, f"o{who}") for who in range(3, 8)]
    return Shop((*events, on("she", "05-01", DRESS)), {BELT: Product("leather", 20), HAT: Product("felt", 0)})


def test_that_who_bought_the_dress_is_offered_what_others_bought_next() -> None:
    (best,) = recommend(shop(), "she", MAY)
    assert (best.product, best.basis, best.anchor, best.support, best.of) == (BELT, "next", DRESS, 6, 8)
    assert best.cover == pytest.approx(20 / (6 / 90))
    assert best.score == wilson_low(6, 8)


def test_that_nothing_of_the_month_itself_counts() -> None:
    before = recommend(shop(), "she", MAY, Wanted(count=9, in_stock=False))
    more = [on(f"n{who}", day, product) for who in range(50) for day, product in (("05-02", DRESS), ("05-03", HAT))]
    later = [on(f"n{who}", "09-01", BELT) for who in range(50)]
    assert (
        recommend(replace(shop(), events=(*shop().events, *more, *later)), "she", MAY, Wanted(count=9, in_stock=False))
        == before
    )


def test_that_together_means_in_one_order_and_what_is_out_of_stock_is_left_out() -> None:
    (hat,) = recommend(shop(), "she", MAY, Wanted(basis="together", in_stock=False))
    assert (hat.product, hat.support, hat.of, hat.cover) == (HAT, 5, 8, 0.0)
    assert recommend(shop(), "she", MAY, Wanted(basis="together")) == []


def test_that_too_little_support_gives_way_to_what_is_popular() -> None:
    rows = recommend(shop(), "she", MAY, Wanted(min_support=7, count=9, in_stock=False))
    assert [(row.product, row.basis, row.anchor, row.support, row.of) for row in rows] == [
        (BELT, "popular", "", 6, 8), (HAT, "popular", "", 5, 8),
    ]  # fmt: skip  # the dress she has


def test_that_a_stranger_is_offered_what_is_popular_and_what_was_bought_only_if_wanted() -> None:
    (best,) = recommend(shop(), "nobody", MAY)
    assert (best.product, best.support, best.of) == (DRESS, 8, 8)
    (again,) = recommend(shop(), "she", MAY, Wanted(basis="popular", exclude_bought=False))
    assert again.product == DRESS


def test_that_what_has_to_go_counts_as_much_as_is_wanted() -> None:
    full = replace(shop(), products={BELT: Product("leather", 1), HAT: Product("felt", 10_000)})

    def first(overstock: float) -> str:
        events = (*full.events, *(on(f"c{who}", "03-20", HAT) for who in range(3, 8)))
        return recommend(replace(full, events=events), "she", MAY, Wanted(overstock=overstock))[0].product

    assert (first(0.0), first(1.0)) == (BELT, HAT)


def test_that_a_category_is_the_anchors_or_another() -> None:
    known = replace(shop(), products={DRESS: Product("leather"), BELT: Product("leather"), HAT: Product("felt")})
    assert [row.product for row in recommend(known, "she", MAY, Wanted(category="same", count=9))] == [BELT]
    assert recommend(known, "she", MAY, Wanted(category="other", count=9)) == []


def test_that_two_of_three_is_not_better_than_four_hundred_of_a_thousand() -> None:
    assert wilson_low(2, 3) < wilson_low(400, 1000)
    assert wilson_low(400, 1000) == pytest.approx(0.3701, abs=1e-4)
    assert wilson_low(0, 10) == 0.0


def test_that_a_stock_without_sales_lasts_for_ever() -> None:
    quiet = Shop(
        [
            on("a", "01-01", DRESS),
            *(on(f"b{who}", "01-01", DRESS) for who in range(5)),
            *(on(f"b{who}", "01-20", HAT) for who in range(5)),
        ],
        {HAT: Product("felt", 3)},
    )
    (hat,) = recommend(quiet, "a", MAY + timedelta(days=60), Wanted())
    assert (hat.product, hat.cover) == (HAT, inf)
