"""What comes of the templates of a shop, told after their sentences and counted from the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tests.guides.outcomes.journey import HOUR, Journey, Outcome, Over, Quiet, Told
from tests.guides.outcomes.people import LAST, NEVER, Person, Place, people, rows

NIGHT = Quiet(21, 8)


def at_each(event: str) -> Callable[[Person], Iterable[Place]]:
    """A journey begins with each such event."""
    return lambda person: [each.entry for each in person.those(event)]


def abandoned_cart() -> Outcome:
    """An hour after something went into the cart, a reminder; who is not back within a day gets one thing more."""

    def tell(journey: Journey) -> None:
        journey.wait(hours=1)
        journey.send("reminder")
        if journey.does("cart", days=1):
            journey.mark("warm")
            return
        paid = journey.person.row["acquisition_channel"] in ("paid_search", "social")
        journey.send("discount or delivery" if paid else "nudge", "email" if paid else "sms")
        raise Over

    told = Told(tell, ("purchase",), "purchase", 7, quiet=Quiet(21, 9), pause=3, most=3)
    return told.over(people("shop"), at_each("add_to_cart"))


def welcome() -> Outcome:
    """A greeting at once, help after two days, a reason after five; the first order ends it."""

    def tell(journey: Journey) -> None:
        journey.send("hello")
        journey.wait(days=2)
        journey.send("tips")
        journey.wait(days=3)
        journey.send("reason")
        raise Over

    told = Told(tell, ("purchase",), "purchase", 14, quiet=NIGHT, again="never", most=3)
    return told.over(
        people("shop"),
        lambda person: [each.entry for each in person.those("home") if each.row["user_lifecycle"] == "new"],
    )


def browse() -> Outcome:
    """Two products looked at in a day and none in the cart: an e-mail after four hours, another a day later."""

    def tell(journey: Journey) -> None:
        journey.wait(hours=4)
        journey.send("seen")
        journey.wait(days=1)
        journey.send("others")
        raise Over

    def begins(person: Person) -> Iterator[Place]:
        for each in person.those("product_view"):
            day = person.had(each.place, 1, lambda did: did.event in ("product_view", "add_to_cart"))
            if sum(did.event == "product_view" for did in day) == len(day) >= 2:
                yield each.entry

    stops = ("add_to_cart", "purchase")
    told = Told(tell, stops, "purchase", 7, "amount", quiet=NIGHT, pause=7, most=3)
    return told.over(people("store"), begins)


def second_purchase() -> Outcome:
    """Thirty days after the first order and no second: what goes with it, and a week later an offer."""

    def tell(journey: Journey) -> None:
        journey.wait(days=30, until=10)
        journey.send("goes")
        journey.wait(days=7)
        journey.send("offer")
        raise Over

    told = Told(tell, ("purchase",), "purchase", 60, "amount", quiet=NIGHT, again="never", most=3)
    return told.over(people("store"), lambda person: [each.entry for each in person.those("purchase")][:1])


def win_back() -> Outcome:
    """On the first of each month those who have not bought for 30 days; a week later a voucher or a text message."""

    def tell(journey: Journey) -> None:
        journey.send("miss")
        journey.wait(days=7)
        spent = sum(float(each.row["amount"]) for each in journey.person.those("purchase") if each.place < journey.now)
        journey.send(*(("voucher", "email") if spent >= 500 else ("text", "sms")))
        journey.wait(days=14)
        raise Over

    def begins(person: Person) -> Iterator[Place]:
        for month in range(4, 13):
            at = person.on(f"2017-{month:02}-01", hour=10)
            bought = [each.at for each in person.those("purchase") if each.at <= at]
            if bought and at - bought[-1] > 30 * 24 * HOUR:
                yield (at, LAST)

    told = Told(tell, ("purchase",), "purchase", 30, "amount", quiet=Quiet(20, 9), pause=90)
    return told.over(people("grocery"), begins)


def vip() -> Outcome:
    """At the order with which 1,000 were spent in a year: the list, thanks, and somebody who writes; once a year."""

    def tell(journey: Journey) -> None:
        journey.mark("listed")
        journey.send("thanks")
        journey.mark("person")

    def begins(person: Person) -> Iterator[Place]:
        bought = [(each, round(100 * float(each.row["amount"]))) for each in person.those("purchase")]
        oldest = cents = 0
        for each, spent in bought:
            cents += spent
            while bought[oldest][0].at <= person.later(each.at, days=-365):
                cents -= bought[oldest][1]
                oldest += 1
            if cents >= 100_000:
                yield each.entry

    told = Told(tell, (), "purchase", 30, "amount", quiet=NIGHT, pause=365)
    return told.over(people("grocery"), begins)


def cart_everywhere() -> Outcome:
    """An e-mail after an hour, six hours later a code by text message, then ads; a purchase of that cart ends them."""
    granted = _granted(_carts(None)[1], len(rows("store", "codes")))
    return _carts(granted)[0]


def _granted(claims: Iterable[tuple[int, str]], codes: int) -> set[tuple[int, str]]:
    return set(sorted(claims)[:codes])


def _carts(granted: set[tuple[int, str]] | None) -> tuple[Outcome, list[tuple[int, str]]]:
    """What comes of it when these claims are given a code, or all of them, and all claims."""
    claims: list[tuple[int, str]] = []

    def tell(journey: Journey) -> None:
        person, begin = journey.person, journey.begin
        cart = journey.entry.row["cart_id"]
        buys = (each.place for each in person.those("purchase") if each.row["cart_id"] == cart)
        bought = next((place for place in buys if place > begin), NEVER)
        over = (person.later(begin[0], days=30), LAST)
        is_bought = bought[0] < over[0]
        _reminded(journey, bought if is_bought else over, claims, granted)
        journey.now = bought if is_bought else over
        if is_bought:
            journey.mark("no_ads")
            raise Over

    told = Told(tell, (), "purchase", 14, "amount", alike="cart_id")
    return told.over(people("store"), at_each("add_to_cart")), claims


def _reminded(
    journey: Journey, end: Place, claims: list[tuple[int, str]], granted: set[tuple[int, str]] | None
) -> None:
    hour, seven = journey.at + HOUR, journey.at + 7 * HOUR
    if end[0] <= hour:
        return
    journey.go(hour)
    journey.send("mail")
    if end[0] <= seven:
        return
    journey.go(seven)
    claims.append((seven, journey.person.id))
    if granted is None or claims[-1] in granted:
        journey.mark("code")
        journey.send("text", "sms")
    journey.mark("ads")


SHOPS = {
    "abandoned_cart": abandoned_cart,
    "welcome": welcome,
    "browse": browse,
    "second_purchase": second_purchase,
    "win_back": win_back,
    "vip": vip,
    "cart_everywhere": cart_everywhere,
}
