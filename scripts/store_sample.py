"""The web shop with a store: the clicks of the shop, and beside them people, products and purchases that a seed plants.

Synthetic throughout: nobody in it is a person; addresses are of the domain `shop.invalid`, which no mail ever reaches,
and phone numbers of the range that is kept for stories. Only whole numbers are drawn, so every machine writes the same.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scripts.store_mapping import MAPPING

SEED = 20240104
CARDS, USED_SOON, USED_LATER = 240, 144, 72
"""Loyalty cards; of them, those first used within four days and in the week after that. The others never are."""
LATE_PURCHASES = 60
"""Carts that were left and are bought some hours later."""
CODES = 900
DRESS, SANDALS, SHAWL = "p-007", "p-021", "p-038"
"""The purple dress, and what those who bought one bought next: there are many of the sandals, and few of the shawl."""
DRESSES, WITH_SANDALS, WITH_SHAWL = 18, 11, 6
INES_FIRST_NAME = "Ines"
"""The customer who buys a purple dress in the store and is on the site three days later."""

_HOUR, _DAY = 3_600, 86_400
_FIRST = ("Anna", "Ben", "Chiara", "David", "Emil", "Fatma", "Greta", "Hugo", "Jonas", "Klara", "Luis", "Mila", "Nora")
_ZONES = ("Europe/Berlin",) * 5 + ("Europe/London",) * 2 + ("Europe/Lisbon", "America/New_York", "Asia/Tokyo")
_KINDS = (
    ("Dresses", "dress", 4_900, ("Linen", "Wrap", "Shirt", "Summer", "Knitted", "Pleated", "Purple", "Black", "Long")),
    ("Tops", "top", 1_900, ("Ribbed", "Striped", "White", "Silk", "Printed", "Sleeveless", "Cropped", "Boxy")),
    ("Shoes", "shoes", 5_900, ("Canvas", "Leather", "Running", "Silver sandal", "Slip-on", "Court", "Rain", "Desert")),
    ("Bags", "bag", 3_900, ("Tote", "Shoulder", "Belt", "Weekend", "Straw", "Evening", "Mini")),
    ("Scarves", "scarf", 1_500, ("Wool", "Cotton", "Checked", "Silk square", "Snood", "Lilac shawl", "Travel")),
    ("Coats", "coat", 9_900, ("Trench", "Down", "Wool", "Rain", "Bomber", "Denim", "Duffle", "Parka", "Car")),
)


def make_store(source: Path, out: Path) -> None:
    """Write the sample, from the clicks of the shop."""
    draw = random.Random(SEED)
    clicks = list(csv.DictReader(io.StringIO(gzip.decompress((source / "events.csv.gz").read_bytes()).decode())))
    products = _products(draw)
    events = _with_carts(clicks, products, draw)
    events += _late_purchases(events, draw)
    people = _people(clicks, draw)
    store = list(_first_uses([person["loyalty_card"] for person in people if person["loyalty_card"]], products, draw))
    store += _dresses(store, _ines(clicks, people, store), products, draw)
    out.mkdir(parents=True, exist_ok=True)
    _write(out, "customers", people)
    _write(out, "events", sorted(events, key=lambda row: (row["user_id"], row["timestamp"])))
    _write(out, "products", products)
    _write(out, "store", sorted(store, key=lambda row: (row["timestamp"], row["loyalty_card"], row["event"])))
    _write(out, "codes", [{"code": code} for code in _codes(draw)])
    (out / "mapping.json").write_text(json.dumps(MAPPING, indent=2) + "\n", encoding="utf-8")


def _products(draw: random.Random) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for category, noun, cents, kinds in _KINDS:
        for kind in kinds:
            price = cents + 500 * draw.randrange(0, 9)
            noun_of = "" if kind.split()[-1] in ("sandal", "shawl", "square") else f" {noun}"
            name = f"{kind}{noun_of}" if kind != "Silver sandal" else "Silver sandals"
            rows.append({"product_id": f"p-{len(rows) + 1:03}", "name": name, "category": category})
            rows[-1] |= {"price": _euros(price), "cost": _euros(price * 2 // 5), "stock": draw.randrange(0, 60)}
            rows[-1]["url"] = f"https://shop.invalid/{rows[-1]['product_id']}"
    for id_, stock in ((SANDALS, 140), (SHAWL, 4), (DRESS, 12)):
        next(row for row in rows if row["product_id"] == id_)["stock"] = stock
    return rows


def _with_carts(
    clicks: Sequence[Mapping[str, str]], products: Sequence[Mapping[str, Any]], draw: random.Random
) -> list[dict[str, Any]]:
    """The clicks; views and carts name a product, what belongs to a cart its number, a purchase its amount."""
    prices = {row["product_id"]: _cents(row["price"]) for row in products}
    by_session: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for click in clicks:
        by_session[click["session_id"]].append(dict(click))
    for session, rows in by_session.items():
        cart, seen, total = session.replace("sess", "cart"), "", 0
        is_cart = False
        for row in rows:
            row |= {"cart_id": "", "product_id": "", "amount": ""}
            if row["event"] == "product_view":
                row["product_id"] = seen = products[draw.randrange(len(products))]["product_id"]
            elif row["event"] == "add_to_cart":
                row["product_id"] = seen or products[draw.randrange(len(products))]["product_id"]
                row["amount"] = _euros(prices[row["product_id"]])
                total, is_cart = total + prices[row["product_id"]], True
            if is_cart and row["event"] in ("add_to_cart", "cart", "shipping_details", "payment_details", "purchase"):
                row["cart_id"] = cart
            if row["event"] == "purchase":
                row["amount"] = _euros(total)
    return [row for rows in by_session.values() for row in rows]


def _late_purchases(events: Sequence[Mapping[str, Any]], draw: random.Random) -> list[dict[str, Any]]:
    """Some of the carts that were left, bought between half an hour and two days after something went in."""
    carts: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in events:
        if row["cart_id"]:
            carts[row["cart_id"]].append(row)
    taken = {(row["user_id"], row["timestamp"]) for row in events}
    left = sorted(cart for cart, rows in carts.items() if all(row["event"] != "purchase" for row in rows))
    bought = []
    for cart in sorted(draw.sample(left, LATE_PURCHASES)):
        rows = [row for row in carts[cart] if row["event"] == "add_to_cart"]
        at = _instant(rows[0]["timestamp"]) + timedelta(seconds=draw.randrange(_HOUR // 2, 2 * _DAY))
        while (rows[0]["user_id"], _text(at)) in taken:  # no two at once: their order would be chance
            at += timedelta(seconds=1)
        total = sum(_cents(row["amount"]) for row in rows)
        later = {"event": "purchase", "timestamp": _text(at), "product_id": "", "amount": _euros(total)}
        bought.append({**rows[0], **later})
    return bought


def _people(clicks: Sequence[Mapping[str, str]], draw: random.Random) -> list[dict[str, Any]]:
    channel = {click["user_id"]: click["acquisition_channel"] for click in clicks}
    ids = sorted(channel)
    cards = set(draw.sample(ids, CARDS))
    people = []
    for at, id_ in enumerate(ids):
        has_mail, has_phone = draw.randrange(100) < 96, draw.randrange(100) < 70
        name = _FIRST[draw.randrange(len(_FIRST))]
        person = {"user_id": id_, "loyalty_card": f"L{10_000 + at}" if id_ in cards else "", "first_name": name}
        person |= {"email": f"{name.lower()}.{at:03}@shop.invalid" if has_mail else ""}
        person |= {"phone": f"+447700900{at:03}" if has_phone else ""}
        person |= {"email_consent": _yes(draw, 82), "sms_consent": _yes(draw, 55), "ad_consent": _yes(draw, 64)}
        person |= {"timezone": _ZONES[draw.randrange(len(_ZONES))], "acquisition_channel": channel[id_]}
        people.append(person)
    return people


def _ines(
    clicks: Sequence[Mapping[str, str]], people: list[dict[str, Any]], store: Sequence[Mapping[str, Any]]
) -> tuple[str, datetime]:
    """The card and the visit of the customer with the purple dress: the first in May of somebody who can be reached."""
    by_id = {person["user_id"]: person for person in people}
    has_dress = {row["loyalty_card"] for row in store if row["product_id"] == DRESS}
    has_used = {card: at for card, at in _first_used(store).items() if card not in has_dress}
    visits = sorted((row["timestamp"], row["user_id"]) for row in clicks if row["event"] == "home")
    for at, who in visits:
        person = by_id[who]
        can_be_reached = person["email"] and person["email_consent"] == "true"
        if at >= "2024-05-06" and can_be_reached and has_used.get(person["loyalty_card"], "9") < "2024-05-01":
            person["first_name"], person["email"] = INES_FIRST_NAME, "ines@shop.invalid"
            return person["loyalty_card"], _instant(at)
    raise ValueError("nobody is on the site in May")


def _first_uses(
    cards: Sequence[str], products: Sequence[Mapping[str, Any]], draw: random.Random
) -> Iterator[dict[str, Any]]:
    """A card for each, and its first use: soon, in the week after, or never; some buy a few times more."""
    for place, at in enumerate(draw.sample(range(CARDS), CARDS)):
        card = cards[at]
        issued = datetime(2024, 1, 8) + timedelta(seconds=draw.randrange(0, 130) * _DAY + draw.randrange(9, 19) * _HOUR)
        yield _in_store(card, "card_issued", issued, None)
        if place >= USED_SOON + USED_LATER:
            continue
        low, high = (_DAY // 4, 4 * _DAY - _HOUR) if place < USED_SOON else (5 * _DAY, 10 * _DAY)
        used = issued + timedelta(seconds=draw.randrange(low, high))
        yield _in_store(card, "store_purchase", used, products[draw.randrange(len(products))])
        for _ in range(draw.randrange(0, 4)):
            used += timedelta(seconds=draw.randrange(5 * _DAY, 40 * _DAY))
            if used < datetime(2024, 6, 28):
                yield _in_store(card, "store_purchase", used, products[draw.randrange(len(products))])


def _dresses(
    store: Sequence[Mapping[str, Any]],
    ines: tuple[str, datetime],
    products: Sequence[Mapping[str, Any]],
    draw: random.Random,
) -> list[dict[str, Any]]:
    """Those who bought the purple dress before, with what they bought next, and the customer of the story."""
    by_id = {row["product_id"]: row for row in products}
    early = sorted((card, at) for card, at in _first_used(store).items() if card != ines[0] and at < "2024-03-20")
    bought = []
    for place, (card, used) in enumerate(draw.sample(early, DRESSES)):
        at = _instant(used) + timedelta(seconds=draw.randrange(1, 20) * _DAY)
        bought.append(_in_store(card, "store_purchase", at, by_id[DRESS]))
        later = at + timedelta(seconds=draw.randrange(1, 9) * _DAY)
        if place < WITH_SANDALS:
            bought.append(_in_store(card, "store_purchase", later, by_id[SANDALS]))
        if place >= DRESSES - WITH_SHAWL:
            bought.append(_in_store(card, "store_purchase", later + timedelta(hours=1), by_id[SHAWL]))
    return [*bought, _in_store(ines[0], "store_purchase", ines[1] - timedelta(days=3), by_id[DRESS])]


def _first_used(store: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """When each card was used first."""
    uses: dict[str, str] = {}
    for row in store:
        if row["event"] == "store_purchase":
            uses[row["loyalty_card"]] = min(row["timestamp"], uses.get(row["loyalty_card"], row["timestamp"]))
    return uses


def _in_store(card: str, event: str, at: datetime, product: Mapping[str, Any] | None) -> dict[str, Any]:
    row = {"loyalty_card": card, "event": event, "timestamp": _text(at)}
    return row | {"product_id": product["product_id"] if product else "", "amount": product["price"] if product else ""}


def _codes(draw: random.Random) -> list[str]:
    signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return [f"CART-{number:03}-" + "".join(draw.choice(signs) for _ in range(5)) for number in range(1, CODES + 1)]


def _yes(draw: random.Random, of_hundred: int) -> str:
    return "true" if draw.randrange(100) < of_hundred else "false"


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def _cents(euros: str) -> int:
    return int(euros.replace(".", ""))


def _write(folder: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (folder / f"{name}.csv.gz").write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
