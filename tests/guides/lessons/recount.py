"""The answers of the bundled lessons, counted from the files of the samples by hand: nothing of the app is used."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parents[3] / "resources" / "samples"
HOUR, DAY = 3_600.0, 86_400.0
Place = tuple[float, int]
LAST = 1 << 60
NEVER: Place = (float("inf"), LAST)
Events = dict[str, list[tuple[float, str, dict[str, str]]]]


def rows(sample: str, name: str) -> list[dict[str, str]]:
    """The rows of a file."""
    text = gzip.decompress((SAMPLES / sample / f"{name}.csv.gz").read_bytes()).decode()
    return list(csv.DictReader(io.StringIO(text)))


@cache
def store() -> tuple[dict[str, dict[str, str]], Events]:
    """The customers of the store by id, and their events in order; cards belong to those who have them."""
    people = {row["user_id"]: row for row in rows("store", "customers")}
    owner = {row["loyalty_card"]: id_ for id_, row in people.items() if row["loyalty_card"]}
    events: Events = defaultdict(list)
    for row in rows("store", "events"):
        events[row["user_id"]].append((_at(row["timestamp"]), row["event"], row))
    for row in rows("store", "store"):
        events[owner[row["loyalty_card"]]].append((_at(row["timestamp"]), row["event"], row))
    return people, {who: sorted(did, key=lambda each: each[0]) for who, did in events.items()}


def tour() -> dict[str, Any]:
    """Two ways in, one journey at a time: two hours after a cart, or until a visit within 30 days."""
    people, events = store()
    reminded = back = 0
    for who, did in events.items():
        kind, since = "", 0.0
        for at, event, _ in did:
            limit = 2 * HOUR if kind == "cart" else 30 * DAY
            if kind and at >= since + limit:
                reminded += kind == "cart" and _may_mail(people[who])
                kind = ""
            if event == "purchase":
                kind = ""
            elif kind == "store" and event == "home":
                back, kind = back + 1, ""
            elif not kind and event in ("add_to_cart", "store_purchase"):
                kind, since = "cart" if event == "add_to_cart" else "store", at
        reminded += kind == "cart" and _may_mail(people[who])
    return {"customers": len(people), "reminded": reminded, "came_back": back, "shown": "Silver sandals"}


def abandoned_cart() -> dict[str, float]:
    """Each cart for itself: an hour, six hours, then a text message, an audience, and two weeks for the purchase."""
    people, events = store()
    changes: list[tuple[float, str, bool]] = []
    count: Counter[str] = Counter()
    for who, did in events.items():
        carts: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for at, event, row in did:
            if row.get("cart_id"):
                carts[row["cart_id"]].append((at, event))
        for cart in carts.values():
            free_from = -1.0
            bought = [at for at, event in cart if event == "purchase"]
            for entered in (at for at, event in cart if event == "add_to_cart"):
                if entered < free_from:
                    continue
                first = next((at for at in bought if at >= entered), float("inf"))
                if first < entered + 7 * HOUR:
                    free_from = first
                    continue
                free_from = min(first, entered + 7 * HOUR + 14 * DAY)
                person = people[who]
                if person["phone"]:
                    count["sent" if person["sms_consent"] == "true" else "no_consent"] += 1
                if person["ad_consent"] == "true" and (person["email"] or person["phone"]):
                    changes.append((entered + 7 * HOUR, who, True))
                if first < entered + 7 * HOUR + 14 * DAY:
                    changes.append((first, who, False))
    inside = {who: is_in for _, who, is_in in sorted(changes)}
    return {"sent": count["sent"], "no_consent": count["no_consent"], "inside": sum(inside.values())}


def lead_nurture() -> dict[str, float]:
    """Points by contact."""
    points: Counter[str] = Counter()
    for row in rows("b2b", "events"):
        points[row["contact_id"]] += {"email_open": 10, "email_click": 20}.get(row["event"], 0)
    qualified = sum(many >= 80 for who, many in points.items() if who)
    return {"qualified": qualified, "tasks": qualified}


def first_visit_to_revenue() -> dict[str, Any]:
    """Out of what was planted: touches of each person, and the opportunities with their cents."""
    truth = json.loads(gzip.decompress((SAMPLES / "b2b" / "truth.json.gz").read_bytes()))
    people = {person["id"]: person for person in truth["people"]}
    spellings = {"ABM-Manufacturing": "abm-manufacturing", "Spring_Webinar": "spring-webinar"}
    shares: dict[str, dict[str, float]] = {model: defaultdict(float) for model in ("first", "last", "w")}
    total = 0
    won = [each for each in truth["opportunities"] if each["outcome"] == "won"]
    for each in won:
        person = people[each["contact"]]
        total += each["cents"]
        touches = [(touch[0], touch[3] or touch[1] or touch[2]) for touch in sorted(person["touches"])]
        named = [(at, spellings.get(name, name)) for at, name in touches if name and at <= each["closed"]]
        if not named:
            continue
        shares["first"][named[0][1]] += each["cents"]
        shares["last"][named[-1][1]] += each["cents"]
        for at, part in _w_parts([at for at, _ in named], person["lead"], each["opened"]).items():
            shares["w"][named[at][1]] += each["cents"] * part
    leads = sum(person["lead"] is not None for person in people.values())
    sqls = sum(person["sql"] is not None for person in people.values())
    return {
        "people": len(people) + len(truth["anonymous"]),
        "leads": leads,
        "opportunities": len({each["contact"] for each in truth["opportunities"]}),
        "won_share": round(100 * len({each["contact"] for each in won}) / sqls, 1),
        "first_google": round(shares["first"]["google"] / 100),
        "last_google": round(shares["last"]["google"] / 100),
        "w_google": round(shares["w"]["google"] / 100),
        "total": round(total / 100),
        "best": max(shares["w"], key=lambda name: shares["w"][name]),
        "entered": len({each["contact"] for each in won}),
    }


def _w_parts(at: list[float], lead: float | None, opened: float) -> Mapping[int, float]:
    """30 % each to the first touch, the last before the lead and the opportunity, 10 % to the others."""
    marks = [0]
    for moment in (lead, opened):
        before = [place for place, instant in enumerate(at) if moment is not None and instant <= moment]
        if before:
            marks.append(before[-1])
    others = [place for place in range(len(at)) if place not in marks]
    parts: dict[int, float] = defaultdict(float)
    for place in marks:
        parts[place] += 30
    for place in others:
        parts[place] += 10 / len(others)
    whole = sum(parts.values())
    return {place: part / whole for place, part in parts.items()}


def drop_off() -> dict[str, float]:
    """Days from the card to its first use."""
    _, events = store()
    soon = later = never = 0
    for did in events.values():
        issued = next((at for at, event, _ in did if event == "card_issued"), None)
        if issued is None:
            continue
        first = next((at - issued for at, event, _ in did if event == "store_purchase" and at > issued), float("inf"))
        soon += first <= 4 * DAY
        later += 4 * DAY < first < 11 * DAY
        never += first >= 11 * DAY
    lost = later + never
    share, next_in_store = 100 * lost / (soon + lost), 100 * _next_in_store() / lost
    return {"lost": lost, "share": share, "before": soon, "gain": later, "next": next_in_store}


def _next_in_store() -> int:
    """Of those who had not used the card after four days, whose next event of all, within a week, was in the store."""
    _, events = store()
    count = 0
    for did in events.values():
        issued = next((at for at, event, _ in did if event == "card_issued"), None)
        if issued is None or any(event == "store_purchase" and issued < at <= issued + 4 * DAY for at, event, _ in did):
            continue
        then = [(at, event) for at, event, _ in did if issued + 4 * DAY < at <= issued + 11 * DAY]
        count += bool(then) and then[0][1] == "store_purchase"
    return count


def exit_rules() -> dict[str, Any]:
    """How long a journey is held open under each timing, and whether the call a day after the cart is made."""
    _, events = store()
    tasks: Counter[str] = Counter()
    journeys: Counter[str] = Counter()
    for timing in ("immediate", "at_next_message", "on_leaving_wait"):
        for did in events.values():
            carts, bought = _places(did)
            free_from: Place = (-1.0, 0)
            for entered in carts:
                if entered < free_from:
                    continue
                journeys[timing] += 1
                first = next((each for each in bought if each > entered), NEVER)
                tasks[timing] += timing == "at_next_message" or first[0] > entered[0] + DAY
                free_from = _free_from(timing, entered[0], first)
    titles = {"immediate": "At once", "at_next_message": "At the next message", "on_leaving_wait": "When a wait ends"}
    return {
        "calls": tasks["at_next_message"],
        "instances": journeys["at_next_message"],
        "calls_now": tasks["immediate"],
        "journeys_wait": journeys["on_leaving_wait"],
        "journeys_now": journeys["immediate"],
        "most": titles[tasks.most_common(1)[0][0]],
    }


def _free_from(timing: str, entered: float, bought: Place) -> Place:
    if timing == "immediate":
        return min(bought, (entered + 4 * DAY, LAST))
    return (entered + (DAY if bought[0] <= entered + DAY else 4 * DAY), LAST)


def _places(did: list[tuple[float, str, dict[str, str]]]) -> tuple[list[Place], list[Place]]:
    """Carts and purchases by instant and, of one instant, by their order."""
    placed = [((at, place), event) for place, (at, event, _) in enumerate(did)]
    return [at for at, e in placed if e == "add_to_cart"], [at for at, e in placed if e == "purchase"]


def forecast() -> dict[str, Any]:
    """Who bought within a week of the first cart."""
    _, events = store()
    observed = 0
    for did in events.values():
        cart = next((at for at, event, _ in did if event == "add_to_cart"), None)
        observed += cart is not None and any(e == "purchase" and cart < at <= cart + 7 * DAY for at, e, _ in did)
    return {"observed": observed, "still": observed, "which": "Customers whom the model adds"}


def reminded_after_an_hour() -> int:
    """How many e-mails go out an hour after a cart, whoever has not bought by then, one journey at a time."""
    people, events = store()
    sent = 0
    for who, did in events.items():
        carts, bought = _places(did)
        free_from: Place = (-1.0, 0)
        for entered in carts:
            if entered >= free_from:
                free_from = min([(entered[0] + HOUR, LAST), *(each for each in bought if each > entered)])
                sent += free_from[1] == LAST and _may_mail(people[who])
    return sent


def sandals_after_a_dress() -> int:
    """Customers who bought the silver sandals within 60 days of a purple dress, both before May."""
    _, events = store()
    may = _at("2024-05-01")
    count = 0
    for did in events.values():
        bought = [(at, row["product_id"]) for at, event, row in did if event == "store_purchase" and at < may]
        dresses = [at for at, product in bought if product == "p-007"]
        count += any(p == "p-021" and any(d < at <= d + 60 * DAY for d in dresses) for at, p in bought)
    return count


def _may_mail(person: Mapping[str, str]) -> bool:
    return bool(person["email"]) and person["email_consent"] == "true"


def _at(text: str) -> float:
    return (datetime.fromisoformat(text) - datetime(2024, 1, 1)).total_seconds()


RECOUNTED: Mapping[str, Any] = {
    "tour": tour,
    "abandoned_cart": abandoned_cart,
    "lead_nurture": lead_nurture,
    "first_visit_to_revenue": first_visit_to_revenue,
    "drop_off": drop_off,
    "exit_rules": exit_rules,
    "forecast": forecast,
}


def in_words(answers: Mapping[str, Any]) -> dict[str, str]:
    """As somebody would type them."""
    return {key: value if isinstance(value, str) else f"{round(value, 2)}" for key, value in answers.items()}
