"""What each report of the catalogue says of a small shop, of a run over it, and of leads on their way to revenue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.reports.attribution.definition import AttributionDefinition, attribution
from app.reports.catalogue import recorded_reports, reports
from app.reports.report import Figures, Subject
from app.reports.rfm.definition import RfmDefinition, rfm
from app.reports.trend.definition import Series, TrendDefinition, trend
from app.runtime.forecast.forecast import ForecastOptions, forecast
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import Scenario
from tests.builders.b2b import b2b
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, kind, scenario

RESPONSE: dict[str, Any] = {
    "deliver": 1.0, "open": 0.6, "click": 0.5,
    "convert": {"event": "buy", "rate": 0.5, "property": "amount", "value": {"median": 20, "sigma": 0.5},
                "after": {"median": "PT1H", "sigma": 1.0}},
}  # fmt: skip
MANY = 40
UNTIL_US = int(datetime(2024, 6, 5, tzinfo=UTC).timestamp()) * 1_000_000


@cache
def journey(*, responds: bool = False, waits: bool = True) -> Scenario:
    """Two ways to a message; people react to it, and some wait behind it."""
    mail = MESSAGE | {"response": RESPONSE} if responds else MESSAGE
    return scenario(
        [
            kind("start", "entry_event", event="cart") | {"label": "Cart", "at": [0, 0]},
            kind("adult", "filter", condition={"attribute": "age", "op": "ge", "value": 18}) | {"at": [300, 0]},
            kind("split", "split", variants=[{"port": "a", "weight": 1}, {"port": "b", "weight": 1}])
            | {"at": [600, 0]},
            kind("hold", "wait", for_="P1D") | {"label": "A day", "at": [900, 0]},
            kind("mail", "email", **mail) | {"label": "Reminder", "at": [1200, 0]},
            kind("again", "wait_for", event="buy", timeout="P30D") | {"at": [1500, 0]},
            kind("points", "score", score="lead", add=5) | {"at": [900, 200]},
        ],
        "start>adult adult.pass>split split.a>hold split.b>points hold>mail points>mail"
        + (" mail>again" if waits else ""),
        goals=[{"id": "order", "event": "buy", "value": "amount"}],
        exit_rules=[{"id": "gone", "event": "leave"}],
    )


@cache
def shop() -> Dataset:
    """Customers who fill carts once or twice, some of whom buy, leave, or are too young."""
    customers = [
        {"customer_id": f"c{at:02}", "age": str(10 + at), "country": ("DE", "JP", "Nowhere")[at % 3]}
        | {"email": f"c{at}@example.com"}
        for at in range(MANY)
    ]
    events: list[Any] = []
    for at in range(MANY):
        who, day = f"c{at:02}", 1 + at % 20
        events.append((who, f"05-{day:02} 09:00", "visit", {"utm_source": ("mail", "google")[at % 2]}))
        events.append((who, f"05-{day:02} 10:00", "cart"))
        if at % 4 == 0:
            events.append((who, f"05-{day + 1:02} 12:00", "buy", {"amount": 10 + at}))
        if at % 5 == 0:
            events.append((who, f"05-{day + 8:02} 10:00", "cart"))
        if at % 7 == 0:
            events.append((who, f"05-{day:02} 16:00", "leave"))
    return people(customers, events, {"country": "country"}, {"purchase": "buy"})


@cache
def shop_of_series() -> Dataset:
    """Customers who buy one volume of a series after another, a month apart, some of them skipping one."""
    events: list[Any] = []
    for at in range(MANY):
        volumes = [volume for volume in range(5) if (at + volume) % 4]
        events += [(f"s{at:02}", f"0{volume + 1}-05 09:00", "buy", {"item": f"volume {volume}"}) for volume in volumes]
    bought = people([{"customer_id": f"s{at:02}"} for at in range(MANY)], events, {}, {"purchase": "buy"})
    return replace(bought, roles=replace(bought.roles, properties={"product": "item"}))


def run_of(of: Scenario, replication: int = 0) -> Subject:
    ran = rehearse(of, shop(), RunOptions(UNTIL_US, compiled=False, replication=replication))
    return Subject(of, ran.summary, ran.tables, shop())


@cache
def of_run() -> tuple[Figures, ...]:
    """What each report says of a run, compared with another of the same scenario without its second message."""
    other = run_of(journey(waits=False))
    found = forecast((journey(responds=True),), shop(), ForecastOptions(5, compiled=False))
    subject = replace(run_of(journey()), other=other)
    modelled = replace(run_of(journey(responds=True), 1), forecast=found)
    return tuple(
        measured.figures
        for report in reports()
        for measured in report.measure(modelled if report.key == "ranges" else subject)
    )


@cache
def of_data() -> tuple[Figures, ...]:
    """What each report says of recorded events: by its own proposal over the first of two datasets that has it."""
    found: list[Figures] = [
        attribution(shop(), AttributionDefinition(Step(event="buy"), "utm_source", "amount")),
        rfm(shop(), RfmDefinition(Step(event="buy"), "amount")),
        trend(shop(), TrendDefinition((Series("customers"), Series("customers", Step(event="cart"))), "week")),
    ]
    for report in recorded_reports():
        for data in (b2b(), shop(), shop_of_series()):
            if report.key not in {each.key for each in found[:3]} and (definition := report.proposed(data)) is not None:
                found.append(report.count(data, definition))
                break
    return tuple(found)


def figures_of_all() -> Iterator[Figures]:
    """Of data and of a run."""
    yield from of_data()
    yield from of_run()


LONG_NAMES = (
    "mail", "Donaudampfschifffahrtsgesellschaftskapitänswarenkorbabbruch", "カート放棄のお客様へのリマインダーメール",
    "(direct)", "Straße & Größe", "spring sale",
)  # fmt: skip


def long_name(at: int) -> str:
    """A name that is short or long, in English, German or Japanese; each another."""
    name = LONG_NAMES[at % len(LONG_NAMES)]
    return name if at < len(LONG_NAMES) else f"{name} {at}"


@cache
def crowd(categories: int) -> Dataset:
    """Three customers for each of so many sources, countries, companies and names of events."""
    countries = ("DE", "JP", "US", "FR", "Nirgendwo", "CZ", "BR")
    customers, events = [], list[Any]()
    for at in range(3 * categories):
        who, name = f"c{at:04}", long_name(at % categories)
        country = countries[at % len(countries)] if at % categories < len(countries) else name
        customers.append({"customer_id": who, "country": country, "company": name, "email": f"c{at}@example.com"})
        day = f"0{1 + at % 6}-{1 + at % 27:02}"
        events.append((who, f"{day} 09:00", "visit", {"utm_source": name, "amount": 0}))
        events.append((who, f"{day} 10:00", name))
        events.append((who, f"{day} 11:00", "lead", {"utm_source": name}))
        if at % 3:
            events.append((who, f"{day} 12:00", "buy", {"amount": 17 * at + 0.5}))
    roles = {"country": "country", "company": "company"}
    return people(customers, events, roles, {"purchase": "buy", "lead": "lead", "visit": "visit"})


def crowded_data(categories: int) -> Iterator[Figures]:
    """What the reports say of so many categories."""
    data = crowd(categories)
    yield rfm(data, RfmDefinition(Step(event="buy"), "amount"))
    yield attribution(data, AttributionDefinition(Step(event="buy"), "utm_source", "amount"))
    names = [long_name(at) for at in range(min(categories, 6))]
    yield trend(data, TrendDefinition(tuple(Series("events", Step(event=name)) for name in names), "week"))
    for report in recorded_reports():
        if report.key not in ("rfm", "attribution") and (definition := report.proposed(data)) is not None:
            yield report.count(data, definition)


def crowded_run(messages: int) -> Iterator[Figures]:
    """What the reports say of a run with so many messages, one after another, over a few customers."""
    nodes = [kind("start", "entry_event", event="cart") | {"label": long_name(1), "at": [0, 0]}]
    for at in range(messages):
        place = {"label": long_name(at + 1), "at": [320 * (at % 12 + 1), 140 * (at // 12)]}
        nodes.append(kind(f"m{at}", "email", **MESSAGE) | place)
    edges = " ".join(f"{'start' if at == 0 else f'm{at - 1}'}>m{at}" for at in range(messages))
    of = scenario(nodes, edges, goals=[{"id": "order", "event": "buy", "value": "amount"}])
    subject = run_of(of)
    subject = replace(subject, other=run_of(scenario(nodes[:2], "start>m0")))
    for report in reports():
        yield from (measured.figures for measured in report.measure(subject))
