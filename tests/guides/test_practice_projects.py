"""The two journeys that people come for, told from end to end over a customer's days: each clause is a test."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from app.data.dataset import Dataset
from app.guides.templates import load_template
from app.jobs.messages.message_previews import material_of
from app.nodes.response import Response
from app.reports.crm.way import Way
from app.reports.pipeline.definition import PipelineDefinition, pipeline
from app.runtime.rehearse import Run, RunOptions, rehearse
from app.scenario.graph import NodeId
from tests.builders.datasets import from_rows

TEN = datetime(2024, 3, 4, 10, tzinfo=UTC)
SHOP = {
    "customers": {"key": "customer_id", "types": {"email": "text"}, "roles": {"email": "email"}},
    "events": {
        "types": {"cart_id": "text", "amount": "number", "product": "text"},
        "roles": {"purchase": "purchase", "cart": "cart"},
        "property_roles": {"order_id": "cart_id", "product": "product", "amount": "amount"},
    },
}
SALES = {
    "customers": {"key": "customer_id"},
    "events": {"types": {"utm_campaign": "text", "url": "text", "deal": "text", "amount": "number"}},
}
OPENED_AFTER_TWO_HOURS = Response.model_validate(
    {"deliver": 1, "open": 1, "open_after": {"median": "PT2H", "sigma": 0}, "click": 0, "unsubscribe": 0}
)
CARTS = load_template("cart_everywhere")
NURTURE = load_template("lead_nurture")
Row = dict[str, Any]
MOMENTS = {
    "20 minutes after the cart": (timedelta(minutes=20), (), []),
    "as the e-mail would go out": (timedelta(hours=1), (), []),
    "an hour after the e-mail": (timedelta(hours=2), ("mail",), []),
    "a minute before the text message": (timedelta(hours=6, minutes=59), ("mail",), []),
    "a minute after the text message": (timedelta(hours=7, minutes=1), ("mail", "text"), ["added", "removed"]),
    "two days later": (timedelta(days=2), ("mail", "text"), ["added", "removed"]),
    "on the thirtieth day": (timedelta(days=29, hours=23), ("mail", "text"), ["added", "removed"]),
}


def did(who: str, after: timedelta, event: str, **more: str) -> Row:
    return {"customer_id": who, "timestamp": f"{TEN + after:%Y-%m-%dT%H:%M:%SZ}", "event": event, **more}


def shop(*events: Row) -> Dataset:
    """Ann and Bob fill a cart at ten, a dress in hers and two shoes in his; and what else happens."""
    own = [
        did("ann", timedelta(), "cart", cart_id="k1", product="Purple dress"),
        did("ann", timedelta(minutes=5), "cart", cart_id="k1", product="Sandals"),
        did("bob", timedelta(), "cart", cart_id="k2", product="Boots"),
        did("bob", timedelta(days=60), "seen"),
    ]
    customers = [{"customer_id": who, "email": f"{who}@example.com"} for who in ("ann", "bob")]
    pools = {"cart": pa.array(["C1", "C2", "C3"], pa.string())}
    return replace(from_rows(customers, [*own, *events], SHOP), pools=pools)


def run_of(dataset: Dataset) -> Run:
    return rehearse(CARTS, dataset, RunOptions(compiled=False))


def sent(run: Run, who: str) -> dict[str, datetime]:
    rows = run.tables["messages"].to_pylist()
    return {row["node"]: row["at"] for row in rows if row["customer_id"] == who and row["outcome"] == "sent"}


def audience(run: Run, who: str) -> list[str]:
    return [row["outcome"] for row in run.tables["audiences"].to_pylist() if row["customer_id"] == who]


def text_of(run: Run, dataset: Dataset, node_id: str, who: str) -> str:
    """What stands in the message that a customer got."""
    material = material_of(CARTS, dataset, node_id, lambda: run.tables).of_customer(who)
    assert material.is_of_run
    message = material.one(CARTS.node(NodeId(node_id)), material.recipients.chosen[0])
    assert message.failure == ""
    return " ".join(message.texts.values())


def test_that_a_cart_of_ten_has_its_e_mail_at_eleven_its_text_message_at_five_and_then_the_audience() -> None:
    run = run_of(shop())
    for who in ("ann", "bob"):
        assert sent(run, who) == {"mail": TEN + timedelta(hours=1), "text": TEN + timedelta(hours=7)}
        assert audience(run, who) == ["added"]


def test_that_the_e_mail_shows_what_is_in_that_cart_and_nothing_else() -> None:
    dataset = shop(did("ann", timedelta(minutes=7), "cart", cart_id="k7", product="Scarf"))
    run = run_of(dataset)
    mail = text_of(run, dataset, "mail", "ann")
    assert "Purple dress" in mail
    assert "Sandals" in mail
    assert "Boots" not in mail
    assert "Scarf" not in mail
    assert "Boots" in text_of(run, dataset, "mail", "bob")


def test_that_each_text_message_names_a_code_that_nobody_else_got() -> None:
    dataset = shop()
    run = run_of(dataset)
    codes = {row["customer_id"]: row["code"] for row in run.tables["vouchers"].to_pylist()}
    assert len(set(codes.values())) == len(codes) == 2
    for who, other in (("ann", "bob"), ("bob", "ann")):
        assert codes[who] in text_of(run, dataset, "text", who)
        assert codes[other] not in text_of(run, dataset, "text", who)


def test_that_an_e_mail_that_is_opened_puts_the_text_message_off() -> None:
    opened = RunOptions(replication=1, compiled=False, responses={"email": OPENED_AFTER_TWO_HOURS})
    assert sent(rehearse(CARTS, shop(), opened), "ann")["text"] == TEN + timedelta(hours=1 + 2 + 6)


@pytest.mark.parametrize("moment", MOMENTS)
def test_that_a_purchase_of_that_cart_at_any_moment_stops_all_of_it_and_takes_the_customer_out(moment: str) -> None:
    after, had, changes = MOMENTS[moment]
    run = run_of(shop(did("ann", after, "purchase", cart_id="k1", amount="80")))
    assert set(sent(run, "ann")) == set(had)
    assert [each for each in audience(run, "ann") if each == "added"] == [each for each in changes if each == "added"]
    assert audience(run, "ann")[-1] == "removed"
    (ended,) = [row for row in run.tables["instances"].to_pylist() if row["customer_id"] == "ann"]
    assert (ended["ended_at"], ended["end_reason"]) == (TEN + after, "exit_node")
    assert sent(run, "bob").keys() == {"mail", "text"}


@pytest.mark.parametrize("moment", MOMENTS)
def test_that_a_purchase_of_another_cart_stops_nothing(moment: str) -> None:
    run = run_of(shop(did("ann", MOMENTS[moment][0], "purchase", cart_id="k9", amount="80")))
    assert sent(run, "ann") == {"mail": TEN + timedelta(hours=1), "text": TEN + timedelta(hours=7)}
    assert audience(run, "ann") == ["added"]


def lead() -> Dataset:
    """Ann comes by a campaign, fills in a form after a second one, is nurtured to 80 points, and buys after a third."""
    clicks = {"url": "/pricing"}
    return from_rows(
        [{"customer_id": "ann"}],
        [
            did("ann", timedelta(days=-9), "visit", utm_campaign="fair"),
            did("ann", timedelta(days=-1), "visit", utm_campaign="webinar"),
            did("ann", timedelta(0), "form_submitted"),
            did("ann", timedelta(hours=1), "lead"),
            *(did("ann", timedelta(days=day), "email_opened") for day in (1, 5, 9, 13)),
            did("ann", timedelta(days=9, minutes=5), "email_clicked", **clicks),
            did("ann", timedelta(days=13, minutes=5), "email_clicked", **clicks),
            did("ann", timedelta(days=20), "visit", utm_campaign="newsletter"),
            did("ann", timedelta(days=25), "visit", utm_campaign="search"),
            did("ann", timedelta(days=26), "opportunity", deal="d1", amount="1000"),
            did("ann", timedelta(days=30), "visit", utm_campaign="late"),
            did("ann", timedelta(days=40), "won", deal="d1", amount="1000"),
        ],
        SALES,
    )


def test_that_80_points_make_a_task_for_sales_that_is_due_in_24_hours() -> None:
    run = rehearse(NURTURE, lead(), RunOptions(compiled=False))
    at = TEN + timedelta(days=13, minutes=5)
    (task,) = run.tables["tasks"].to_pylist()
    assert (task["at"], task["due_at"], task["assignee"]) == (at, at + timedelta(hours=24), "Sales")
    reached = [row["at"] for row in run.tables["scores"].to_pylist() if row["total"] >= 80]
    assert reached[0] == at


@pytest.mark.parametrize(
    ("model", "cents"),
    [
        ("first", {"fair": 100_000}),
        ("last", {"late": 100_000}),
        ("w_shaped", {"fair": 30_000, "webinar": 30_000, "search": 30_000, "newsletter": 5_000, "late": 5_000}),
    ],
)
def test_that_the_opportunity_is_traced_to_the_first_campaign_and_shared_as_a_w_by_hand(
    model: str, cents: dict[str, int]
) -> None:
    way = Way(lead="lead", opportunity="opportunity", won="won", opportunity_id="deal", amount="amount")
    figures = pipeline(lead(), PipelineDefinition(way, ("utm_campaign",)))
    got = {name: figures.share(code, "revenue", model) for code, name in enumerate(figures.names)}
    assert {name: share for name, share in got.items() if share} == cents
