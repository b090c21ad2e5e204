"""The two exports of one shop that a marketer drops on the window: its customers, and what they were seen to do.

`python -m tests.builders.two_exports FOLDER` writes them. The customers have 201 rows: 198 people, one of them twice,
two without an id, and one row with a cell too many. Two addresses of the events are in no row of the customers.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from tests.builders.export_parts import Export, Person, delimited, people
from tests.builders.exports import shopify_customers_header

PEOPLE = 198
WEEKS = 12
_BEGIN = datetime(2026, 1, 5)
_GOODS = (("Linen shirt", 49.0), ("Rain coat", 129.0), ("Wool socks", 12.5), ("Straw hat", 24.9), ("Canvas bag", 35.0))
_CITIES = (("Berlin", "DE", "'10115"), ("Köln", "DE", "'50667"), ("Wien", "AT", "1010"), ("Praha", "CZ", "'11000"))
_EVENTS = ("Timestamp", "Metric", "Email", "Value", "Item", "Campaign")


def shop_customers(seed: int = 1) -> Export:
    """The shop's customers, as Shopify exports them."""
    draw = random.Random(seed)
    everybody = people(seed, PEOPLE)
    rows = [_customer(person, draw) for person in everybody]
    rows.insert(57, _customer(everybody[12], draw))
    for place in (120, 160):
        rows.insert(place, ["", "Guest", "Checkout", "", *[""] * 15])
    rows.append([*rows.pop(), "imported 2025"])
    content = delimited(shopify_customers_header(), rows, end="\n")
    return Export("Shopify customers", "customers_export.csv", content, frozenset())


def shop_events(seed: int = 1) -> Export:
    """What they did in twelve weeks, as Klaviyo exports it; amounts as the shop writes them."""
    draw = random.Random(seed + 1)
    everybody = [*people(seed, PEOPLE), *(_stranger(number) for number in range(2))]
    happened = sorted(each for person in everybody for each in _doings(person, draw))
    rows = [[at.strftime("%Y-%m-%dT%H:%M:%SZ"), *rest] for at, *rest in happened]
    return Export("Klaviyo events", "klaviyo_events.csv", delimited(_EVENTS, rows), frozenset())


def _customer(person: Person, draw: random.Random) -> list[object]:
    city, country, code = _CITIES[person.number % len(_CITIES)]
    phone = f"'{person.phone}" if person.phone else ""
    agreed = "yes" if person.agreed else "no"
    return [
        *(f"'{7000000000000 + person.number}", person.first, person.last, person.email, agreed, ""),
        *("Main St 1", city, "", country, code, phone, phone, "no", f"{person.number * 3.5:.2f}", person.number % 4),
        *("", "no", draw.choice(("", "vip", "newsletter"))),
    ]


def _stranger(number: int) -> Person:
    return Person(900 + number, "", "", f"visitor{number}@example.com", "", None, _BEGIN)


Happened = tuple[datetime, str, str, str, str, str]


def _doings(person: Person, draw: random.Random) -> Iterator[Happened]:
    """Visits of one person: some look, some leave a full cart, some buy; and now and then an e-mail."""
    email = draw.choice((person.email, person.email, person.email.upper(), f" {person.email}"))

    def happened(at: datetime, metric: str, value: str = "", item: str = "", campaign: str = "") -> Happened:
        return at, metric, email, value, item, campaign

    for _ in range(draw.randint(1, 5)):
        at = _BEGIN + timedelta(minutes=draw.randint(0, WEEKS * 7 * 24 * 60))
        item, price = draw.choice(_GOODS)
        yield happened(at, "Active on Site")
        yield happened(at + timedelta(minutes=2), "Viewed Product", f"€{price:.2f}", item)
        if draw.random() < 0.6:
            yield happened(at + timedelta(minutes=6), "Added to Cart", f"€{price:.2f}", item)
            wait = draw.choice((timedelta(minutes=15), timedelta(minutes=40), timedelta(hours=20), None, None))
            if wait is not None:
                yield happened(at + wait, "Placed Order", f"€{price:.2f}", item)
    for week in range(0, WEEKS, 3):
        sent = _BEGIN + timedelta(weeks=week, hours=9, minutes=person.number % 50)
        yield happened(sent, "Received Email", campaign=f"Letter {week // 3 + 1}")
        if draw.random() < 0.4:
            yield happened(
                sent + timedelta(hours=draw.randint(1, 30)), "Opened Email", campaign=f"Letter {week // 3 + 1}"
            )


def write(folder: Path) -> Sequence[Path]:
    """Both files in a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    return [export.write(folder) for export in (shop_customers(), shop_events())]


if __name__ == "__main__":
    write(Path(sys.argv[1]))
