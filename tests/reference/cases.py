"""A case document in, its tables out.

Beside the keys of the shared cases a document may have `scenarios` (instead of `scenario`), `lists` (members by name),
`pools` (codes by name), `products` (a row by roles for each id), `responses` (by channel), `seed` and `replication`.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from tests.conftest import SHARED
from tests.reference import clock
from tests.reference.interpreter import Interpreter
from tests.reference.play import TABLES
from tests.reference.state import Event, Journey, Json, Person, World
from tests.reference.values import typed

ZONES = available_timezones()
OWN = Path(__file__).resolve().parents[1] / "runtime" / "cases"
Rows = dict[str, list[list[Any]]]


def case_files() -> list[Path]:
    """The worked cases: the shared ones, where they are, and our own of what came after them."""
    return [*sorted((SHARED / "cases").glob("*.json")), *sorted(OWN.glob("*.json"))]


def play_case(case: Json, patience: int = 1_000_000) -> Rows:
    """The tables of section 8, as lists of rows in order of customers, instants in microseconds.

    Customers take turns in order of instants, and at one instant in order of customers, which is how vouchers go out.
    """
    events = _events(case)
    world = _world(case, events)
    interpreters = [Interpreter(world, person, patience) for person in _people(case, events)]
    turns: list[tuple[int, int]] = []
    for place, interpreter in enumerate(interpreters):
        if (at := interpreter.next_instant()) is not None:
            heappush(turns, (at, place))
    while turns:
        now, place = heappop(turns)
        interpreters[place].advance(now)
        if (at := interpreters[place].next_instant()) is not None:
            heappush(turns, (at, place))
    return {table: [row for one in interpreters for row in one.play.rows[table]] for table in TABLES}


def scenarios_of(case: Json) -> list[Json]:
    """The scenarios of a case."""
    return list(case["scenarios"]) if "scenarios" in case else [case["scenario"]]


def _world(case: Json, events_of: dict[str, list[Event]]) -> World:
    recorded = [event.at for own in events_of.values() for event in own]
    scenarios = scenarios_of(case)
    customers, events = case["mapping"]["customers"], case["mapping"]["events"]
    return World(
        journeys=[Journey(scenario, f"{scenario['id']}/" if len(scenarios) > 1 else "") for scenario in scenarios],
        types=customers.get("types", {}),
        roles={
            "attributes": customers.get("roles", {}),
            "events": events.get("roles", {}),
            "properties": events.get("property_roles", {}),
        },
        pools={name: list(codes) for name, codes in case.get("pools", {}).items()},
        responses=case.get("responses", {}),
        seed=case.get("seed", 0),
        replication=case.get("replication", 0),
        recorded=(min(recorded), max(recorded)) if recorded else None,
        until=clock.instant(case["until"]) if case.get("until") else None,
        recorded_events={customer: list(own) for customer, own in events_of.items()},
        products=case.get("products", {}),
    )


def _events(case: Json) -> dict[str, list[Event]]:
    form = case["mapping"]["events"]
    types = form.get("types", {})
    by_customer: dict[str, list[Event]] = {}
    for row in case["events"]:
        properties = {name: typed(row.get(name), kind) for name, kind in types.items()}
        event = Event(clock.instant(row[form["at"]]), row[form["name"]], properties)
        by_customer.setdefault(row[form["key"]], []).append(event)
    return {customer: sorted(events, key=lambda event: event.at) for customer, events in by_customer.items()}


def _people(case: Json, events: dict[str, list[Event]]) -> Iterator[Person]:
    """Everybody, in order of ids."""
    form = case["mapping"]["customers"]
    profiles = {row[form["key"]]: row for row in case["customers"]}
    zone_of = form.get("roles", {}).get("timezone")
    for customer in sorted({*profiles, *events}):
        row = profiles.get(customer, {})
        profile = {name: typed(row.get(name), kind) for name, kind in form.get("types", {}).items()}
        named = profile.get(zone_of) if zone_of else None
        zone = ZoneInfo(named) if named in ZONES else None
        lists = {name for name, members in case.get("lists", {}).items() if customer in members}
        coming = list(events.get(customer, []))
        yield Person(customer, profile, zone, lists, coming=coming, half_lives=_half_lives(case))


def _half_lives(case: Json) -> dict[str, int]:
    """Microseconds by score, as the first scenario says that does; a day has 24 hours, a month 30 days, a year 365."""
    found: dict[str, int] = {}
    for scenario in scenarios_of(case):
        for score, text in scenario.get("settings", {}).get("score_decay", {}).items():
            years, months = divmod(clock.span(text).months, 12)
            days = years * 365 + months * 30 + clock.span(text).days
            found.setdefault(score, days * clock.DAY_US + clock.span(text).us)
    return found
