"""What to recommend, plainly: counts of customers over all events before the month, by loops and sets.

Where the page is silent: later means strictly later; a figure of the last 90 days is of those before the month's first
day, UTC; a pair without enough support is no pair, and where the anchor has none at all popularity takes over, also
where none of its pairs fits in the end nothing does; a stock lasts at the pace of what is sold, whatever event is
asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf, sqrt
from typing import Literal

from app.runtime.machine.pairs.ranking import power

Z = 1.959963984540054  # of a normal distribution 95 % lie within so many standard deviations
LATELY = timedelta(days=90)
LONGEST_COVER_DAYS = 180


@dataclass(frozen=True)
class Bought:
    """An event on a product."""

    customer: str
    at: datetime
    product: str
    order: str = ""
    units: float = 1.0


@dataclass(frozen=True)
class Product:
    """A row of the catalogue; without a stock it is never out of stock, and nothing is known of its cover."""

    category: str = ""
    stock: float | None = None


@dataclass(frozen=True)
class Wanted:
    """The parameters of the node; `within` is a length."""

    basis: Literal["next", "together", "popular"] = "next"
    within: timedelta = timedelta(days=60)
    overstock: float = 0.0
    category: Literal["any", "same", "other"] = "any"
    exclude_bought: bool = True
    in_stock: bool = True
    min_support: int = 5
    count: int = 1


@dataclass(frozen=True)
class Chosen:
    """A row of the table `recommendations`: what stands behind the choice."""

    rank: int
    product: str
    basis: str
    anchor: str
    support: int
    of: int
    cover: float | None
    score: float


@dataclass(frozen=True)
class Shop:
    """All that is recorded, the catalogue, and what was sold where that is another event (None: it is the same)."""

    events: Sequence[Bought]
    products: Mapping[str, Product] = field(default_factory=dict)
    sales: Sequence[Bought] | None = None

    def before_month_of(self, now: datetime) -> list[Bought]:
        """The events that may be known: those before the first day of that month, UTC."""
        first = month_of(now)
        return [event for event in self.events if event.at < first]


def month_of(now: datetime) -> datetime:
    """The first instant of a month, UTC."""
    return now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def recommend(shop: Shop, customer: str, now: datetime, wanted: Wanted = Wanted()) -> list[Chosen]:
    """The best first; empty where nothing fits."""
    own = sorted((each for each in shop.events if each.customer == customer and each.at <= now), key=lambda e: e.at)
    return recommend_after(shop, [each.product for each in own], now, wanted)


def recommend_after(shop: Shop, own: Sequence[str], now: datetime, wanted: Wanted) -> list[Chosen]:
    """The same for somebody who has these products, the last of them last."""
    known = shop.before_month_of(now)
    anchor = own[-1] if own else ""
    basis: str = wanted.basis
    counts = {} if not anchor or basis == "popular" else _pairs(known, anchor, wanted)
    if not counts:
        basis, counts = "popular", _popular(known, month_of(now))
    bought = set(own)
    rows = []
    for product, (support, of) in counts.items():
        if _fits(shop, product, anchor, bought, wanted):
            cover = _cover(shop, product, month_of(now))
            index = 0.0 if cover is None else min(max(cover, 0.0), LONGEST_COVER_DAYS) / LONGEST_COVER_DAYS
            score = power(wilson_low(support, of), 1 - wanted.overstock) * power(index, wanted.overstock)
            rows.append((-score, -support / of, product, support, of, cover, score))
    named = anchor if basis != "popular" else ""
    best = sorted(rows)[: wanted.count]
    return [
        Chosen(rank, product, basis, named, support, of, cover, score)
        for rank, (_, _, product, support, of, cover, score) in enumerate(best, 1)
    ]


def wilson_low(support: int, of: int) -> float:
    """The lower end of the 95 % Wilson interval of a share."""
    share, square = support / of, Z * Z
    middle = share + square / (2 * of)
    spread = Z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max((middle - spread) / (1 + square / of), 0.0)


def _pairs(known: Iterable[Bought], anchor: str, wanted: Wanted) -> dict[str, tuple[int, int]]:
    """By product: of the customers with the anchor how many have it later, or in the same order; enough of them."""
    by_customer: dict[str, list[Bought]] = {}
    for event in known:
        by_customer.setdefault(event.customer, []).append(event)
    support: dict[str, int] = {}
    of = 0
    for events in by_customer.values():
        anchors = [event for event in events if event.product == anchor]
        of += bool(anchors)
        others = {event.product for event in events for first in anchors if _goes_with(first, event, wanted)}
        for product in others - {anchor}:
            support[product] = support.get(product, 0) + 1
    return {product: (many, of) for product, many in support.items() if many >= wanted.min_support}


def _goes_with(first: Bought, other: Bought, wanted: Wanted) -> bool:
    if wanted.basis == "together":
        return bool(first.order) and first.order == other.order
    return timedelta(0) < other.at - first.at <= wanted.within


def _popular(known: Iterable[Bought], first_day: datetime) -> dict[str, tuple[int, int]]:
    """By product: of the customers with any event lately how many have one on it."""
    lately = [event for event in known if event.at >= first_day - LATELY]
    everybody = {event.customer for event in lately}
    who: dict[str, set[str]] = {}
    for event in lately:
        who.setdefault(event.product, set()).add(event.customer)
    return {product: (len(customers), len(everybody)) for product, customers in who.items()}


def _fits(shop: Shop, product: str, anchor: str, bought: set[str], wanted: Wanted) -> bool:
    row = shop.products.get(product, Product())
    if wanted.exclude_bought and product in bought:
        return False
    if wanted.in_stock and row.stock is not None and row.stock <= 0:
        return False
    if wanted.category == "any" or not anchor:
        return True
    is_same = row.category == shop.products.get(anchor, Product()).category
    return is_same == (wanted.category == "same")


def _cover(shop: Shop, product: str, first_day: datetime) -> float | None:
    """For how many days the stock lasts at the pace of the last 90; without sales for ever, without a stock unknown."""
    stock = shop.products.get(product, Product()).stock
    if stock is None:
        return None
    sales = shop.events if shop.sales is None else shop.sales
    lately = (each for each in sales if each.product == product and first_day - LATELY <= each.at < first_day)
    units = sum(each.units for each in lately)
    return stock / (units / LATELY.days) if units > 0 else inf
