"""What a template sees of a customer at an instant of a run, against the events and rows by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.data.products import Products
from app.messages.context.content import Contents, contents_of
from app.messages.context.recipients import Recipient, recipients_among, recipients_of
from app.messages.rendering.templates import render
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import Scenario
from tests.builders.datasets import from_rows
from tests.builders.scenarios import MESSAGE, scenario

MAPPING = {
    "customers": {
        "key": "customer_id",
        "types": {"name": "text", "born": "date", "zone": "text"},
        "roles": {"timezone": "zone"},
    },
    "events": {
        "types": {"sku": "text", "price": "number", "order": "text"},
        "property_roles": {"order_id": "order", "product": "sku"},
    },
}
PEOPLE = [
    {"customer_id": "anna", "name": "Anna", "born": "1990-05-17", "zone": "Europe/Prague"},
    {"customer_id": "ben", "name": "", "born": "", "zone": ""},
]
WAIT: dict[str, Any] = {"for": "PT1H"}
JOURNEY = scenario(
    {
        "in": ("entry_event", {"event": "cart"}),
        "first": ("email", MESSAGE),
        "tier": ("set", {"attribute": "tier", "value": "gold"}),
        "last": ("set", {"attribute": "last_sku", "from_entry": "sku"}),
        "points": ("score", {"score": "lead", "add": 5}),
        "hold": ("wait", WAIT),
        "mail": ("email", MESSAGE),
        "more": ("score", {"score": "lead", "add": 7}),
    },
    "in>first first>tier tier>last last>points points>hold hold>mail mail>more",
)


def cart(customer: str, at: str, sku: str, price: float, order: str = "", name: str = "cart") -> dict[str, object]:
    instant = f"2024-05-{at.replace(' ', 'T')}:00Z"
    return {"customer_id": customer, "timestamp": instant, "event": name, "sku": sku, "price": price, "order": order}


def shop(*events: dict[str, object]) -> Dataset:
    data = from_rows(PEOPLE, list(events), MAPPING)
    words = pa.array(["Belt", "Purple dress"])
    title = Column(ColumnType.TEXT, pa.array([0, 1], pa.int32()).to_numpy(), words)
    return replace(data, products=Products(pa.array(["belt", "dress"]), {"title": title}, {"name": "title"}))


def seen(node: str, journey: Scenario, *events: dict[str, object], who: str = "anna") -> list[dict[str, Any]]:
    """What the templates of a node see, in the order of the run's rows."""
    data = shop(*events)
    tables = rehearse(journey, data, RunOptions(compiled=False)).tables
    found = recipients_among(tables["messages"], node, who, 10).chosen
    contents: Contents = contents_of(journey, data, tables, found)
    return [contents.values(each) for each in found]


def skus(values: dict[str, Any]) -> list[str]:
    return [item["sku"] for item in values["items"]]


def test_that_attributes_are_those_of_the_instant() -> None:
    (before,) = seen("first", JOURNEY, cart("anna", "01 10:00", "dress", 80))
    (after,) = seen("mail", JOURNEY, cart("anna", "01 10:00", "dress", 80))
    assert before["customer"] == {
        "customer_id": "anna",
        "name": "Anna",
        "born": date(1990, 5, 17),
        "zone": "Europe/Prague",
    }
    assert after["customer"] == {**before["customer"], "tier": "gold", "last_sku": "dress"}
    assert (before["score"], after["score"]) == ({"lead": 0}, {"lead": 5})


def test_that_now_is_the_clock_of_the_customer() -> None:
    (anna,) = seen("mail", JOURNEY, cart("anna", "01 10:00", "dress", 80))
    (ben,) = seen("mail", JOURNEY, cart("ben", "01 10:00", "dress", 80), who="ben")
    assert f"{anna['now']:%H:%M} {ben['now']:%H:%M}" == "13:00 11:00"
    assert anna["journey"] == {"name": "A journey"}


def test_that_items_are_the_events_of_the_same_order_up_to_now() -> None:
    events = [
        cart("anna", "01 10:00", "dress", 80, "A1"),
        cart("anna", "01 10:20", "belt", 20, "A1"),
        cart("anna", "01 10:30", "hat", 30, "B2"),
        cart("anna", "01 12:30", "shoe", 50, "A1"),
        cart("anna", "01 10:10", "seen", 1, "A1", name="view"),
    ]
    assert [skus(each) for each in seen("first", JOURNEY, *events)] == [["dress"], ["dress", "belt", "shoe"]]
    assert [skus(each) for each in seen("mail", JOURNEY, *events)] == [["dress", "belt"], ["dress", "belt", "shoe"]]


def test_that_an_item_has_the_columns_of_its_product() -> None:
    (values,) = seen("first", JOURNEY, cart("anna", "01 10:00", "dress", 80, "A1"))
    assert values["items"] == [
        {
            "sku": "dress",
            "price": 80.0,
            "order": "A1",
            "title": "Purple dress",
            "name": "Purple dress",
            "product": "dress",
            "order_id": "A1",
        }
    ]
    (unknown,) = seen("first", JOURNEY, cart("anna", "01 10:00", "scarf", 8))
    assert unknown["items"] == [{"sku": "scarf", "price": 8.0, "product": "scarf"}]


def test_that_without_an_order_the_key_decides_and_without_a_key_the_instant() -> None:
    events = [
        cart("anna", "01 10:00", "dress", 80),
        cart("anna", "01 10:00", "belt", 80),
        cart("anna", "01 10:00", "hat", 30),
        cart("anna", "01 10:20", "shoe", 80),
    ]
    keyed = replace(JOURNEY, settings=scenario({}, reentry={"mode": "after_exit", "key": "price"}).settings)
    assert [skus(each) for each in seen("mail", JOURNEY, *events)] == [["dress", "belt", "hat"]]
    assert [skus(each) for each in seen("mail", keyed, *events)] == [["dress", "belt", "shoe"], ["hat"]]


def test_that_of_one_instant_only_what_was_applied_before_the_message_is_seen() -> None:
    together = replace(JOURNEY, settings=scenario({}, reentry={"mode": "concurrent"}).settings)
    events = [cart("anna", "01 10:00", sku, 1) for sku in ("dress", "belt", "hat")]
    assert [skus(each) for each in seen("first", together, *events)] == [
        ["dress"],
        ["dress", "belt"],
        ["dress", "belt", "hat"],
    ]
    assert [each["entry"]["sku"] for each in seen("mail", together, *events)] == ["dress", "belt", "hat"]


def test_that_a_wait_for_an_event_has_applied_it_and_nothing_after_it() -> None:
    waiting = scenario(
        {
            "in": ("entry_event", {"event": "cart", "where": [{"property": "price", "op": "gt", "value": 10}]}),
            "for": ("wait_for", {"event": "cart", "timeout": "P1D"}),
            "mail": ("email", MESSAGE),
        },
        "in>for for.happened>mail",
    )
    events = [
        cart("anna", "01 10:00", "dress", 80, "A"),
        cart("anna", "01 11:00", "belt", 5, "A"),
        cart("anna", "01 11:00", "hat", 5, "A"),
    ]
    assert [skus(each) for each in seen("mail", waiting, *events)] == [["dress", "belt"]]


def test_that_codes_are_those_of_the_journey() -> None:
    journey = scenario(
        {
            "in": ("entry_event", {"event": "cart"}),
            "code": ("voucher", {"pool": "spring", "into": "code"}),
            "mail": ("email", MESSAGE),
        },
        "in>code code>mail",
    )
    data = shop(cart("anna", "01 10:00", "dress", 80), cart("ben", "01 09:00", "belt", 20))
    data = replace(data, pools={"spring": pa.array(["S1", "S2"])})
    tables = rehearse(journey, data, RunOptions(compiled=False)).tables
    found = recipients_of(tables["messages"], "mail", 10)
    contents = contents_of(journey, data, tables, found.chosen)
    codes = {each.customer_id: contents.values(each)["customer"]["code"] for each in found.chosen}  # type: ignore[index]
    assert codes == {"ben": "S1", "anna": "S2"}


def test_that_outside_of_a_run_the_last_entry_event_stands_in() -> None:
    data = shop(cart("anna", "01 10:00", "dress", 80, "A1"), cart("anna", "02 10:00", "belt", 20, "B2"))
    anna = Recipient("anna", data.data_end or 0, "mail")
    values = contents_of(JOURNEY, data, {}, [anna]).values(anna)
    assert render("{{ entry.sku }}, {{ items|length }}, {{ customer.name }}", values, autoescape=False) == (
        "belt, 1, Anna"
    )
    with pytest.raises(LookupError):
        contents_of(JOURNEY, data, {}, []).values(Recipient("nobody", 0, "mail"))


def test_that_a_sample_of_recipients_says_of_how_many_it_is() -> None:
    data = shop(*(cart("anna", f"{day:02} 10:00", "dress", 80) for day in range(1, 21)))
    tables = rehearse(JOURNEY, data, RunOptions(compiled=False)).tables
    some = recipients_of(tables["messages"], "mail", 5)
    assert (some.total, len(some.chosen), some.is_sample) == (20, 5, True)
    assert [each.instance for each in some.chosen] == [1, 6, 11, 15, 20]
    assert recipients_of(tables["messages"], "nowhere", 5).chosen == ()


def test_that_recommended_is_what_the_journey_chose_last_best_first_with_the_catalogue() -> None:
    bought = [
        {**cart(who, "01 10:00", sku, 5.0, name="buy"), "timestamp": "2024-04-01T10:00:00Z"}
        for who, sku in (("x", "belt"), ("y", "belt"), ("y", "scarf"))
    ]
    popular = ("recommend", {"event": "buy", "basis": "popular", "count": 2})
    journey = scenario(
        {
            "in": ("entry_event", {"event": "cart"}),
            "mail": ("email", MESSAGE),
            "best": popular,
            "after": ("email", MESSAGE),
        },
        "in>mail mail>best best>after",
    )
    events = [cart("anna", "06 09:00", "dress", 80.0), *bought]
    (before,) = seen("mail", journey, *events)
    (after,) = seen("after", journey, *events)
    assert before["recommended"] == []
    assert "recommended" not in before["customer"]
    assert after["recommended"] == [
        {"product": "belt", "title": "Belt", "name": "Belt"},
        {"product": "scarf"},
    ]
    assert after["customer"]["recommended"] == "belt"
