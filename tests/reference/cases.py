"""A case document in, its tables out."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from tests.reference import clock
from tests.reference.interpreter import Draw, Interpreter, Occurrence
from tests.reference.state import Event, Person
from tests.reference.values import typed

ZONES = available_timezones()


def play_case(case: dict[str, Any], draw: Draw | None = None) -> dict[str, list[list[Any]]]:
    """The tables of section 8, as lists of rows in the form of `expected`."""
    mapping, scenario = case["mapping"], case["scenario"]
    types = {**mapping["customers"].get("types", {}), **mapping["events"].get("types", {})}
    roles = {"attributes": mapping["customers"].get("roles", {}), "events": mapping["events"].get("roles", {})}
    events = _events(case)
    tables: dict[str, list[list[Any]]] = {}
    until = clock.instant(case["until"]) if case.get("until") else None
    span = [e.at for own in events.values() for e in own]
    for person in _people(case, events):
        play = Interpreter(scenario, roles, types, person, draw or _no_draw)
        play.play(events.get(person.id, []), list(_occurrences(scenario, person, span)), until)
        for name, rows in play.rows.items():
            tables.setdefault(name, []).extend([_written(cell, i, name) for i, cell in enumerate(row)] for row in rows)
    return tables


def _no_draw(_what: str, _id: str, _instance: int) -> float:
    return 0.0


INSTANT_COLUMNS = {"instances": (3, 4), "visits": (4, 5), "messages": (5,), "conversions": (3,), "scores": (1,)}


def _written(cell: Any, index: int, table: str) -> Any:
    return clock.written(cell) if index in INSTANT_COLUMNS[table] and cell is not None else cell


def _events(case: dict[str, Any]) -> dict[str, list[Event]]:
    form = case["mapping"]["events"]
    types = form.get("types", {})
    by_customer: dict[str, list[Event]] = {}
    for row in case["events"]:
        properties = {name: typed(row.get(name), kind) for name, kind in types.items()}
        event = Event(clock.instant(row[form["at"]]), row[form["name"]], properties)
        by_customer.setdefault(row[form["key"]], []).append(event)
    return {customer: sorted(events, key=lambda e: e.at) for customer, events in by_customer.items()}


def _people(case: dict[str, Any], events: dict[str, list[Event]]) -> Iterator[Person]:
    form = case["mapping"]["customers"]
    profiles = {row[form["key"]]: row for row in case["customers"]}
    zone_of = form.get("roles", {}).get("timezone")
    for customer in sorted({*profiles, *events}):
        row = profiles.get(customer, {})
        profile = {name: typed(row.get(name), kind) for name, kind in form.get("types", {}).items()}
        named = profile.get(zone_of) if zone_of else None
        zone = named if named in ZONES else case["scenario"].get("settings", {}).get("timezone", "UTC")
        yield Person(customer, profile, ZoneInfo(zone))


def _occurrences(scenario: dict[str, Any], person: Person, span: list[int]) -> Iterator[Occurrence]:
    settings = scenario.get("settings", {})
    first = clock.instant(settings["start"]) if "start" in settings else min(span, default=None)
    end = clock.instant(settings["end"]) if "end" in settings else None
    last = end if end is not None else max(span, default=None)

    def is_in_window(at: int) -> bool:
        if first is None or last is None:
            return False
        return first <= at and (at < last if end is not None else at <= last)

    for order, node in enumerate(scenario["nodes"]):
        if node["type"] == "entry_audience":
            zone = ZoneInfo(settings.get("timezone", "UTC"))
            yield from ((at, order, node) for at in _audience(node["params"], zone, is_in_window, last))
        elif node["type"] == "entry_date":
            yield from ((at, order, node) for at in _dates(node["params"], person) if is_in_window(at))


def _audience(params: dict[str, Any], zone: ZoneInfo, is_in_window: Any, last: int | None) -> Iterator[int]:
    start, repeat = clock.moment(params["at"], zone), params.get("repeat")
    if repeat is None:
        yield start
        return
    until = clock.moment(repeat["until"], zone) if "until" in repeat else None
    step, bounded = clock.span(repeat["every"]), "until" in repeat or "count" in repeat
    for k in range(repeat.get("count", 100_000)):
        at = clock.later(start, step.times(k), zone)
        if (until is not None and at > until) or (not bounded and (last is None or at > last)):
            return
        if bounded or is_in_window(at):
            yield at


def _dates(params: dict[str, Any], person: Person) -> Iterator[int]:
    value = person.profile.get(params["attribute"])
    if value is None:
        return
    born = value if isinstance(value, date) else clock.local(value, person.zone).date()
    offset = clock.span(params.get("offset", "P0D"))
    years = range(born.year, born.year + 200) if params.get("yearly") else [born.year]
    for year in years:
        day = 28 if (born.month, born.day) == (2, 29) and not isleap(year) else born.day
        fires = clock.shift_date(date(year, born.month, day), offset.months, offset.days)
        yield clock.from_local(datetime.combine(fires, time.fromisoformat(params["time"])), person.zone)
