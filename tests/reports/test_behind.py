"""Behind every number that counts customers stand exactly these customers, in each report of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType
from typing import Any

import pytest

from app.data.dataset import Dataset
from app.look.palette import LIGHT
from app.nodes.conditions import Step
from app.reports.attribution.definition import AttributionDefinition, attribution
from app.reports.catalogue import recorded_reports, reports
from app.reports.documents.cell_values import value_of
from app.reports.documents.pictures import screen_picture
from app.reports.report import Cell, Figures, Subject
from app.reports.rfm.definition import RfmDefinition, rfm
from app.reports.trend.definition import Series, TrendDefinition, trend
from app.runtime.forecast import ForecastOptions, forecast
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import Scenario
from tests.builders.b2b import b2b
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, kind, scenario

ALL = re.compile("")
COUNTING: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {  # by report, the headers of the columns that count customers, or a share of them
        "funnel": re.compile("^(Customers|Of first|Of previous|Lost|Still waiting|Share|By then)$"),
        "cohorts": re.compile(r"^(Customers|\w+ \d+)$"),
        "rfm": re.compile("^(Customers|Share)$"),
        "attribution": re.compile("^$"),  # conversions and their worth
        "experiments": re.compile("^(Customers|Converted|Rate)$"),
        "scores": re.compile("^(Customers|Share|Converted|Rate)$"),
        "trend": re.compile("customers"),
        "event_flow": re.compile("^(Customers|Of all|Of those before)$"),
        "geo": re.compile("^(Customers|Of all)$"),
        "lifecycle": re.compile("^(Reached|Of the stage before|Of the first|Here now|Lost here)$"),
        "pipeline": re.compile("^People$"),
        "accounts": re.compile("^People$"),
        "crm_audit": re.compile("^Q"),
        "growth": re.compile("^(Joined|Left|On the list at its end)$"),
        "coverage": re.compile("^(With an address|With consent|Unsubscribed|Reachable)$"),
        "flow": re.compile("^$"),  # visits; by how many customers stands beside
        "messages": re.compile("^Customers reached$"),
        "drop_off": re.compile("^$"),  # journeys
        "comparison": re.compile("^Customers"),
        "ranges": re.compile("^$"),  # of the replication that is kept; by how many customers stands beside
        "audit": re.compile("^(Customers|Of those who entered)$"),
    }
)
RESPONSE: dict[str, Any] = {
    "deliver": 1.0, "open": 0.6, "click": 0.5,
    "convert": {"event": "buy", "rate": 0.5, "property": "amount", "value": {"median": 20, "sigma": 0.5},
                "after": {"median": "PT1H", "sigma": 1.0}},
}  # fmt: skip
MANY, MOST_TRIED = 40, 60
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
        for data in (b2b(), shop()):
            if report.key not in {each.key for each in found[:3]} and (definition := report.proposed(data)) is not None:
                found.append(report.count(data, definition))
                break
    return tuple(found)


def everything() -> Iterator[Figures]:
    yield from of_data()
    yield from of_run()


def counted_in(cell: Cell) -> int | None:
    """How many customers a cell says there are: the count, or that above the line of a share."""
    value = value_of(cell)
    if value is None or cell.tone == "words":
        return None
    if value.kind == "share":
        above = re.match(r"(?:.*\()?([\d.,\s]+) of", cell.note)
        return int(re.sub(r"\D", "", above[1])) if above else None
    return round(value.value)


def test_that_each_report_says_which_of_its_columns_count_customers() -> None:
    assert {report.key for report in (*reports(), *recorded_reports())} == set(COUNTING)
    assert {figures.key for figures in everything()} == set(COUNTING)


@pytest.mark.parametrize("key", sorted(COUNTING))
def test_that_behind_each_count_of_customers_stand_exactly_so_many(key: str) -> None:
    compared = 0
    for figures in everything():
        headers, rows = figures.table()
        for at, row in enumerate(rows) if figures.key == key else ():
            for column, (header, cell) in enumerate(zip(headers, row, strict=False)):
                many = counted_in(cell) if COUNTING[key].search(header) else None
                if (by := re.search(r"by ([\d,]+) customer", cell.note)) is not None:
                    many = int(by[1].replace(",", ""))
                of_deals = key == "crm_audit" and not row[0].startswith("Leads")
                if many is None or not column or of_deals:
                    continue
                ids = figures.people(at, column)
                assert ids is not None, (row[0], header, cell)
                assert len(set(ids.to_pylist())) == len(ids) == many, (row[0], header, cell, cell.note)
                compared += 1
    assert compared or key in ("attribution", "drop_off", "audit")  # which counts none of so sound a scenario


@pytest.mark.parametrize("key", sorted(COUNTING))
def test_that_whoever_is_named_is_a_customer_and_named_once(key: str) -> None:
    known = {str(each) for data in (b2b(), shop()) for each in data.customer_ids.to_pylist()}
    for figures in everything():
        headers, rows = figures.table()
        for at, row in enumerate(rows[:40]) if figures.key == key else ():
            for column in range(min(len(headers), len(row))):
                ids = figures.people(at, column)
                names = [] if ids is None else [str(each) for each in ids.to_pylist()]
                assert len(names) == len(set(names))
                assert known.issuperset(names)


@pytest.mark.parametrize("key", sorted(COUNTING))
def test_that_a_click_on_what_is_drawn_is_about_a_cell_of_the_table(key: str) -> None:
    for figures in everything():
        if figures.key != key:
            continue
        _, rows = figures.table()
        drawn = screen_picture(figures, 900, 600, palette=LIGHT, scale=1.0, unit=1.0)
        assert len(drawn.hits) or not rows or key == "audit"
        for at in range(0, len(drawn.hits), max(len(drawn.hits) // MOST_TRIED, 1)):
            row, column = drawn.hits.cell(at)
            assert 0 <= row < len(rows)
            assert 0 < column < len(rows[row])
            figures.people(row, column)
