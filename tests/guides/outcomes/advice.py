"""What comes of the cross-sell: who is back on the site after buying in the store, and what goes with it, by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from math import inf, sqrt

from tests.guides.outcomes.journey import Journey, Outcome, Over, Told
from tests.guides.outcomes.people import Person, Place, people, rows
from tests.guides.outcomes.shops import NIGHT

DAY = 86_400
Bought = dict[str, list[tuple[int, str]]]


def cross_sell() -> tuple[Outcome, list[tuple[str, int, int, str]]]:
    """Who bought in the store within 30 days and looks again gets an e-mail after two hours; and what it offers."""
    offered: list[tuple[str, int, int, str]] = []

    def tell(journey: Journey) -> None:
        products = _offer(journey.person, journey.at)
        if not products:
            raise Over
        offered.extend((journey.person.id, journey.at, rank, each) for rank, each in enumerate(products, 1))
        journey.wait(hours=2)
        journey.send("offer")

    def begins(person: Person) -> Iterable[Place]:
        homes = person.those("home")
        return (each.entry for each in homes if person.had(each.place, 30, lambda did: did.event == "store_purchase"))

    told = Told(tell, ("store_purchase",), "store_purchase", 14, "amount", quiet=NIGHT, pause=14)
    return told.over(people("store"), begins), offered


def _offer(person: Person, at: int) -> list[str]:
    """The three best: likely by the lower end of an interval, and of which there is too much, both alike."""
    now = datetime.fromtimestamp(at, UTC)
    cut = int(datetime(now.year, now.month, 1, tzinfo=UTC).timestamp())
    hers = [each.row["product_id"] for each in person.those("store_purchase") if each.at <= at]
    pairs = _next(cut).get(hers[-1], {})
    shares = {product: share for product, share in pairs.items() if share[0] >= 5} or _popular(cut)
    stock = {row["product_id"]: float(row["stock"]) for row in rows("store", "products")}
    fit = [product for product in shares if product not in hers and stock[product] > 0]
    units = _units(cut)
    scored = []
    for product in fit:
        many, of = shares[product]
        cover = stock[product] / (units[product] / 90) if units.get(product) else inf
        scored.append((-sqrt(_low(many, of) * min(cover, 180) / 180), -many / of, product))
    return [product for _, _, product in sorted(scored)[:3]]


@cache
def _bought(cut: int) -> Bought:
    """What each customer bought in the store before a moment."""
    return {
        person.id: [(each.at, each.row["product_id"]) for each in person.those("store_purchase") if each.at < cut]
        for person in people("store")
    }


@cache
def _next(cut: int) -> dict[str, dict[str, tuple[int, int]]]:
    """For each product, what customers bought within 60 days after it: of how many, how many."""
    of: dict[str, int] = defaultdict(int)
    later: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for bought in _bought(cut).values():
        for product in {product for _, product in bought}:
            of[product] += 1
            at = [when for when, each in bought if each == product]
            after = {each for when, each in bought if each != product and any(0 < when - t <= 60 * DAY for t in at)}
            for each in after:
                later[product][each] += 1
    return {one: {other: (many, of[one]) for other, many in found.items()} for one, found in later.items()}


@cache
def _popular(cut: int) -> dict[str, tuple[int, int]]:
    """How many bought each product in the 90 days before, of all who bought anything."""
    lately = [{p for at, p in bought if at >= cut - 90 * DAY} for bought in _bought(cut).values()]
    anybody = sum(bool(products) for products in lately)
    return {product: (sum(product in each for each in lately), anybody) for product in set().union(*lately)}


@cache
def _units(cut: int) -> dict[str, int]:
    """How often each was bought in the 90 days before."""
    found: dict[str, int] = defaultdict(int)
    for bought in _bought(cut).values():
        for at, product in bought:
            found[product] += at >= cut - 90 * DAY
    return found


def _low(many: int, of: int) -> float:
    """The lower end of Wilson's 95 % interval."""
    z, share = 1.959963984540054, many / of
    middle, half = share + z * z / (2 * of), z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of)
