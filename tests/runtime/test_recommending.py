"""The model, counted in columns and loops, says what the plain recommender says, whatever is asked of whatever shop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.data.columns.arrow import words_of
from app.data.dataset import Dataset
from app.errors import AppError
from app.runtime.recommending import Model, Wanted, event_products, model_of, months_of
from tests.builders.datasets import catalogue, from_rows
from tests.reference import recommending as plain
from tests.reference.recommending import Bought, Chosen, Shop, recommend

DAY_US = 86_400_000_000
START = datetime(2023, 12, 20, tzinfo=UTC)
PRODUCTS = ("belt", "dress", "hat", "ring", "scarf")
MAPPING = {
    "events": {
        "key": "id",
        "at": "at",
        "name": "event",
        "types": {"sku": "text", "qty": "number", "order": "text"},
        "roles": {"purchase": "buy"},
        "property_roles": {"product": "sku", "quantity": "qty", "order_id": "order"},
    },
}


def shop_of(random: Random) -> tuple[Shop, Dataset]:
    """The same events and the same catalogue for both."""
    span = random.choice((20, 90, 200, 500))
    known = random.sample(PRODUCTS, random.randint(0, 5))
    rows: dict[str, dict[str, Any]] = {
        product: {
            **({"category": random.choice(("a", "b"))} if random.random() < 0.8 else {}),
            **({"stock": random.choice((-1, 0, 1, 5, 40))} if random.random() < 0.7 else {}),
        }
        for product in known
    }
    events = [
        Bought(
            f"c{random.randrange(6)}",
            START + timedelta(days=random.randrange(span), hours=random.choice((0, 12))),
            random.choice(PRODUCTS[: random.randint(1, 5)]),
            random.choice(("", "o1", "o2")),
            float(random.choice((1, 1, 2, 0.5))),
        )
        for _ in range(random.choice((0, 3, 20, 40)))
    ]
    events.sort(key=lambda event: event.customer)
    products = {name: plain.Product(row.get("category", ""), row.get("stock")) for name, row in rows.items()}
    recorded = [
        {"id": e.customer, "at": e.at.isoformat(), "event": "buy", "sku": e.product, "qty": e.units, "order": e.order}
        for e in events
    ]
    dataset = replace(from_rows([], recorded, MAPPING), products=catalogue(rows))
    return Shop(events, products), dataset


def wanted_of(random: Random) -> tuple[plain.Wanted, Wanted]:
    within = timedelta(days=random.choice((0, 1, 30, 60)))
    asked: dict[str, Any] = {
        "basis": random.choice(("next", "next", "together", "popular")),
        "overstock": random.choice((0.0, 0.0, 0.3, 1.0)),
        "category": random.choice(("any", "any", "same", "other")),
        "exclude_bought": random.random() < 0.7,
        "in_stock": random.random() < 0.5,
        "min_support": random.choice((1, 1, 2, 5)),
        "count": random.choice((1, 2, 5)),
    }
    return plain.Wanted(within=within, **asked), Wanted("buy", within_us=within // timedelta(microseconds=1), **asked)


def walk(model: Model, dataset: Dataset, customer: str, now: datetime) -> list[Chosen]:
    """What the model's lists come to for a customer."""
    at = (now - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    ids = words_of(model.ids)
    own: list[int] = []
    if customer in dataset.customer_ids.to_pylist():
        row = dataset.customer_ids.to_pylist().index(customer)
        rows = range(int(dataset.offsets[row]), int(dataset.offsets[row + 1]))
        codes = event_products(dataset, model.ids)
        own = [int(codes[event]) for event in rows if dataset.at[event] <= at and codes[event] >= 0]
    month = int(np.searchsorted(model.months, at, side="right")) - 1
    if month < 0:
        return []
    anchor = own[-1] if own else -1
    slot = int(model.slots[anchor]) if own and model.wanted.basis != "popular" else -1
    place = slot * len(model.months) + month
    is_popular = slot < 0 or not model.of[place]
    if is_popular:
        place = model.popular * len(model.months) + month
    chosen: list[Chosen] = []
    for number in range(int(model.begins[place]), int(model.begins[place] + model.sizes[place])):
        product = int(model.products[number])
        is_same = bool(model.categories[product] == model.categories[anchor])
        if model.wanted.exclude_bought and product in own:
            continue
        if is_popular and own and model.wanted.category != "any" and is_same != (model.wanted.category == "same"):
            continue
        cover = float(model.cover[month * len(ids) + product]) if len(model.cover) else float("nan")
        chosen.append(
            Chosen(
                len(chosen) + 1,
                ids[product],
                "popular" if is_popular else model.wanted.basis,
                "" if is_popular else ids[anchor],
                int(model.supports[number]),
                int(model.of[place]),
                None if cover != cover else cover,
                float(model.scores[number]),
            )
        )
    return chosen[: model.wanted.count]


def instants_of(shop: Shop, random: Random) -> Sequence[datetime]:
    ends = [event.at for event in shop.events] or [START]
    return [
        max(ends),
        *(random.choice(ends) for _ in range(3)),
        START + timedelta(days=random.randrange(-10, 700)),
        datetime(2024, random.randint(1, 12), 1, tzinfo=UTC),
    ]


@given(some.integers(0, 2**32))
def test_that_the_model_says_what_the_plain_recommender_says(seed: int) -> None:
    assert differences(seed) == []


def differences(seed: int, **more: bool) -> list[Any]:
    random = Random(seed)
    shop, dataset = shop_of(random)
    plainly, wanted = wanted_of(random)
    model = model_of(dataset, wanted)
    found = []
    for now in instants_of(shop, random):
        for customer in [*sorted({event.customer for event in shop.events})[:3], "nobody"]:
            ours, theirs = walk(model, dataset, customer, now), recommend(shop, customer, now, plainly)
            if ours != theirs:
                found.append((seed, wanted, customer, now, ours, theirs))
    return found


def test_that_events_added_after_a_month_has_begun_change_nothing_of_it() -> None:
    random = Random(7)
    shop, dataset = shop_of(random)
    while len(shop.events) < 20:
        shop, dataset = shop_of(random)
    now = datetime(2024, 1, 15, tzinfo=UTC)
    first = plain.month_of(now)
    more = [Bought(f"n{n}", first + timedelta(days=n), PRODUCTS[n % 5], "o9") for n in range(60)]
    recorded = [
        {"id": e.customer, "at": e.at.isoformat(), "event": "buy", "sku": e.product, "qty": e.units, "order": e.order}
        for e in [*(e for e in shop.events), *more]
    ]
    fuller = replace(from_rows([], recorded, MAPPING), products=dataset.products)
    for basis in ("next", "together", "popular"):
        wanted = Wanted("buy", basis=basis, min_support=1, count=5)
        before, after = model_of(dataset, wanted), model_of(fuller, wanted)
        for customer in ("c0", "c1", "c2", "nobody"):
            assert walk(after, fuller, customer, first) == walk(before, dataset, customer, first)
            assert walk(after, fuller, customer, now) == walk(before, dataset, customer, now)


def test_that_a_count_can_be_given_up() -> None:
    def refuse(done: int, total: int, what: str) -> None:
        raise AppError("enough")

    _, dataset = shop_of(Random(1))
    with pytest.raises(AppError):
        model_of(dataset, Wanted("buy"), refuse)


def test_that_there_are_tables_only_for_months_that_differ() -> None:
    at = np.array([0, 40_000 * DAY_US], np.int64)
    assert len(months_of(at)) == 10
    assert len(months_of(at[:0])) == 0
