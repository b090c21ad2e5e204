"""Events of a sentence can have conditions, in every report that asks for one; zones, sizes and events are chosen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import PropertyTest, Step
from app.reports.accounts.definition import AccountsDefinition
from app.reports.attribution.definition import AttributionDefinition
from app.reports.catalogue import recorded_reports
from app.reports.cohorts.definition import CohortDefinition
from app.reports.coverage.definition import CoverageDefinition
from app.reports.crm.way import Way
from app.reports.crm_audit.definition import CrmAuditDefinition
from app.reports.definition.sentence import WHERE, Part, events_of, events_part, zone_of, zone_part
from app.reports.definitions import definition_document, definition_from
from app.reports.event_flow.definition import EventFlowDefinition
from app.reports.experiments.definition import ExperimentDefinition
from app.reports.geo.definition import GeoDefinition
from app.reports.growth.definition import GrowthDefinition
from app.reports.lifecycle.definition import LifecycleDefinition
from app.reports.pipeline.definition import PipelineDefinition
from app.reports.report import Definition, Figures, RecordedReport
from app.reports.rfm.definition import RfmDefinition
from app.reports.scores.definition import ScoreDefinition
from app.reports.trend.definition import Series, TrendDefinition
from tests.builders.datasets import from_rows

BUY = Step(event="buy")
LARGE = json.dumps([{"property": "amount", "op": "gt", "value": 20}])
MAPPING: dict[str, Any] = {
    "customers": {
        "key": "id", "types": {"country": "text", "group": "text", "points": "number", "email": "text"},
        "roles": {"country": "country", "email": "email"},
    },
    "events": {"key": "id", "at": "at", "name": "event", "types": {"amount": "number", "channel": "text"}},
    "timezone": "UTC",
}  # fmt: skip
BY_REPORT: dict[str, tuple[Definition, str]] = {
    "trend": (TrendDefinition((Series("events", BUY),)), "event 0"),
    "rfm": (RfmDefinition(BUY, "amount"), "purchase"),
    "attribution": (AttributionDefinition(BUY, "channel", "amount", models=("last",)), "conversion"),
    "geo": (GeoDefinition(None, "customers", BUY), "event"),
    "event_flow": (EventFlowDefinition(BUY), "start"),
    "experiments": (ExperimentDefinition("group", "attribute", BUY), "goal"),
    "scores": (ScoreDefinition("points", "attribute", BUY), "goal"),
    "coverage": (CoverageDefinition(BUY), "event"),
    "cohorts": (CohortDefinition(BUY, BUY), "start"),
    "lifecycle": (LifecycleDefinition(Way(lead="see", won="buy")), "won"),
    "growth": (GrowthDefinition(event="buy"), "joined"),
    "accounts": (AccountsDefinition(Way(opportunity="buy", amount="amount"), email="email"), "opportunity"),
    "pipeline": (PipelineDefinition(Way(opportunity="buy", amount="amount"), ("channel",)), "opportunity"),
    "crm_audit": (CrmAuditDefinition(Way(lead="buy"), touch=("channel",)), "lead"),
}


def _rows(*, with_small: bool) -> Iterator[dict[str, str]]:
    for who in range(12):
        for day in range(1 + who % 3):
            amount = 5 + 10 * ((who + day) % 4)
            event = "buy" if with_small or amount > 20 else "try"
            at = f"2024-03-{1 + who + 3 * day:02}T10:00:00Z"
            yield {"id": f"c{who}", "at": at, "event": event, "amount": f"{amount}", "channel": ""}
        at = f"2024-03-{1 + who:02}T09:00:00Z"
        yield {"id": f"c{who}", "at": at, "event": "see", "amount": "", "channel": ("ads", "mail")[who % 2]}


def shop(*, with_small: bool = True) -> Dataset:
    customers = [
        {"id": f"c{who}", "country": "DE", "group": "xy"[who % 2], "points": f"{who}", "email": f"c{who}@example.org"}
        for who in range(12)
    ]
    return from_rows(customers, list(_rows(with_small=with_small)), MAPPING)


def _report(key: str) -> RecordedReport:
    return next(each for each in recorded_reports() if each.key == key)


def _parts(key: str, data: Dataset, definition: Definition) -> dict[str, Part]:
    return {each.field: each for each in _report(key).sentence(data, definition) if isinstance(each, Part)}


def _table(figures: Figures) -> list[list[tuple[str, str]]]:
    """Each cell with what it is made of."""
    return [[(str(cell), cell.note) for cell in row] for row in figures.table()[1]]


@pytest.mark.parametrize("key", sorted(BY_REPORT))
def test_that_an_event_with_a_condition_counts_as_if_the_others_were_something_else(key: str) -> None:
    definition, field = BY_REPORT[key]
    if isinstance(definition, GeoDefinition):
        definition = _report("geo").changed(definition, "country", "customer.country")
    data, report = shop(), _report(key)
    assert _parts(key, data, definition)[f"{WHERE} {field}"].words == "+ where"
    asked = report.changed(definition, f"{WHERE} {field}", LARGE)
    assert _parts(key, data, asked)[f"{WHERE} {field}"].words == "with amount above 20"
    assert "with amount above 20" in report.count(data, asked).definition.in_words()
    if key in ("event_flow", "cohorts"):  # which say too what else there was
        return
    found = _table(report.count(data, asked))
    assert found == _table(report.count(shop(with_small=False), definition))
    assert found != _table(report.count(data, definition))


def test_that_who_left_and_what_is_no_activity_may_be_of_a_kind_and_is_kept_so() -> None:
    data = shop()
    for key, definition, field in (
        ("growth", GrowthDefinition(left=("buy",)), "left buy"),
        ("accounts", AccountsDefinition(Way(), email="email", passive=("buy",)), "passive buy"),
        ("accounts", AccountsDefinition(Way(), email="email", touch=("channel",)), "touch"),
    ):
        report = _report(key)
        where = json.dumps([{"property": "channel", "op": "eq", "value": "ads"}]) if field == "touch" else LARGE
        asked = report.changed(definition, f"{WHERE} {field}", where)
        assert _table(report.count(data, asked)) != _table(report.count(data, definition))
        if field != "touch":
            assert _table(report.count(shop(with_small=False), definition)) == _table(report.count(data, asked))
        assert definition_from(report, data, definition_document(asked)) == asked
        assert report.changed(asked, f"{WHERE} {field}", "[]") == definition
        wrong = report.changed(definition, f"{WHERE} {field}", LARGE.replace("amount", "nowhere"))
        with pytest.raises(AppError) as caught:
            report.count(data, wrong)
        assert caught.value.problems


def test_that_what_campaigns_cost_is_said_in_the_sentence() -> None:
    data, report = shop(), _report("pipeline")
    definition: Any = PipelineDefinition(Way(opportunity="buy", amount="amount"), ("channel",))
    assert [each.value for each in _parts("pipeline", data, definition)["add_cost"].choices] == ["ads", "mail"]
    asked: Any = report.changed(definition, "add_cost", "mail")
    assert _parts("pipeline", data, asked)["cost of mail"].typed == "amount"
    assert [each.value for each in _parts("pipeline", data, asked)["add_cost"].choices] == ["ads"]
    asked = report.changed(asked, "cost of mail", "1,200.50")
    assert asked.costs == (("mail", 120_050),)
    with pytest.raises(AppError, match="not an amount"):
        report.changed(asked, "cost of mail", "-3")
    assert report.changed(asked, "cost of mail", "") == definition


def test_that_a_latitude_brings_its_longitude_and_no_dots_leave_the_country() -> None:
    rows = [{"id": f"c{who}", "country": "DE", "lat": "52", "lon": "13", "points": f"{who}"} for who in range(3)]
    types = {"country": "text", "lat": "number", "lon": "number", "points": "number"}
    data = from_rows(rows, [], {"customers": {"key": "id", "types": types}, "timezone": "UTC"})
    report = _report("geo")
    definition: Any = report.changed(GeoDefinition(None), "country", "customer.country")
    part = _parts("geo", data, definition)["latitude"]
    asked: Any = report.changed(
        definition, "latitude", next(each.value for each in part.choices if each.words == "lat")
    )
    assert (asked.latitude, asked.longitude) == ("lat", "lon")
    assert report.changed(asked, "longitude", "points").to_document()["longitude"] == "points"
    assert report.count(data, report.changed(asked, "country", "")).definition.to_document()["country"] == ""
    assert report.changed(asked, "latitude", part.choices[-1].value) == definition


def test_that_a_flow_begins_at_the_first_event_of_which_the_condition_holds() -> None:
    definition = EventFlowDefinition(Step(event="buy", where=(PropertyTest(property="amount", op="gt", value=20),)))
    first = {row["id"] for row in _rows(with_small=True) if row["event"] == "buy" and float(row["amount"]) > 20}
    assert len(_report("event_flow").count(shop(), definition).people(0, 1) or ()) == len(first)


def test_that_a_zone_is_that_of_the_data_or_another_one_that_there_is() -> None:
    data = replace(shop(), timezone="Asia/Tokyo")
    part = zone_part("zone", "", data)
    assert part.words == "Asia/Tokyo"
    assert part.choices[0].value == ""
    assert [each.value for each in part.choices].count("Asia/Tokyo") == 0
    assert all(zone_of(each.value) == each.value for each in part.choices)
    assert zone_of(" America/Lima ") == "America/Lima"
    with pytest.raises(AppError, match="no time zone"):
        zone_of("Berlin")


@pytest.mark.parametrize("key", ["cohorts", "trend", "rfm"])
def test_that_reports_by_the_calendar_take_another_zone(key: str) -> None:
    definition, report, data = BY_REPORT[key][0], _report(key), shop()
    assert _parts(key, data, definition)["zone"].words == "UTC"
    there = report.changed(definition, "zone", "Pacific/Auckland")
    assert "Pacific/Auckland" in report.count(data, there).definition.in_words()
    assert report.changed(there, "zone", "") == definition


def test_that_several_events_are_added_one_by_one_and_taken_away_again() -> None:
    data = shop()
    chosen: tuple[str, ...] = ()
    for event, after in (("buy", ("buy",)), ("see", ("buy", "see")), ("buy", ("see",))):
        part = events_part("touch", chosen, "any event", data)
        chosen = events_of(next(each.value for each in part.choices if f"{event}  (" in each.words))
        assert chosen == after
    assert events_part("touch", chosen, "any event", data).words == "see"
    assert events_of(events_part("touch", chosen, "any event", data).choices[-1].value) == ()


def test_that_a_model_brings_what_it_asks_for_into_the_sentence() -> None:
    data, report = shop(), _report("attribution")
    definition = BY_REPORT["attribution"][0]
    for title, fields in (
        ("W-shaped", {"lead", "opportunity"}),
        ("Time decay", {"half_life"}),
        ("Markov", {"order"}),
        ("Last non-direct", {"direct"}),
    ):
        parts = _parts("attribution", data, definition)
        assert not fields & set(parts)
        choice = next(each for each in parts["models"].choices if each.words == title)
        definition = report.changed(definition, "models", choice.value)
        assert fields <= set(_parts("attribution", data, definition))
    changed = report.changed(report.changed(definition, "half_life", "3"), "order", "2")
    changed = report.changed(report.changed(changed, "lead", "see"), "direct", "ads")
    assert report.count(data, changed).definition.to_document().items() >= {
        "half_life": "P3D", "order": 2, "lead": "see", "direct": "ads",
    }.items()  # fmt: skip
