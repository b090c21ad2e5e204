"""Meanings are guessed from names and confirmed by values."""

from __future__ import annotations

import pyarrow as pa
import pytest

from app.data.columns.column import ColumnType
from app.data.columns.texts import encode
from app.data.importing.mapping import CustomersMapping
from app.data.importing.recognition.columns.looks import look_at
from app.data.importing.recognition.columns.types import guess_type
from app.data.importing.recognition.customers.customer_keys import customer_key
from app.data.importing.recognition.guessed_roles import attribute_roles, event_roles, property_roles
from app.data.vocabulary.headers import names_an_identifier, plain


def _table(**columns: list[str]) -> pa.Table:
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def _attribute_roles(**columns: list[str]) -> dict[str, str]:
    texts = {name: encode(pa.array(values, pa.string())) for name, values in columns.items()}
    return attribute_roles(texts, {name: guess_type(look_at(name, column)).type for name, column in texts.items()})


@pytest.mark.parametrize("name", ["Email Address", "emailAddress", "EMAIL_ADDRESS", " email-address "])
def test_that_ways_to_write_a_name_are_one_name(name: str) -> None:
    assert plain(name) == "email_address"


@pytest.mark.parametrize(
    ("name", "named"), [("order_id", True), ("Postal Code", True), ("paid", False), ("width", False)]
)
def test_that_an_identifier_is_known_by_a_whole_word(name: str, named: bool) -> None:
    assert names_an_identifier(name) is named


def test_that_roles_need_values_that_agree() -> None:
    roles = _attribute_roles(
        email=["none", "n/a"],
        tz=["Europe/Prague", "UTC"],
        timezone=["+1", "+2"],
        birthday=["soon", "later"],
        lat=["50", "49"],
    )
    assert roles == {"timezone": "tz", "latitude": "lat"}


def test_that_consent_words_of_other_tools_are_understood_as_yes_and_no() -> None:
    roles = _attribute_roles(**{"Email Marketing Consent": ["SUBSCRIBED", "UNSUBSCRIBED", "NEVER_SUBSCRIBED"]})
    assert roles == {"email_consent": "Email Marketing Consent"}
    assert _attribute_roles(**{"Email Marketing Consent": ["SUBSCRIBED", "maybe"]}) == {}


def test_that_event_and_property_roles_are_known_by_name() -> None:
    assert event_roles(["Order Placed", "Page Viewed", "opened email", "home"]) == {
        "purchase": "Order Placed",
        "page_view": "Page Viewed",
        "email_open": "opened email",
    }
    types = {"total": ColumnType.TEXT, "value": ColumnType.NUMBER, "qty": ColumnType.NUMBER, "sku": ColumnType.TEXT}
    assert property_roles(types) == {"amount": "value", "product": "sku", "quantity": "qty"}


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        (
            ["Became a lead", "Became a marketing qualified lead", "Became a sales qualified lead", "Deal created"],
            {"lead", "mql", "sql", "opportunity"},
        ),
        (["Deal Stage Changed", "Closed Won", "Closed Lost"], {"stage", "won", "lost"}),
        (["session_start", "generate_lead", "qualify_lead", "working_lead"], {"visit", "lead", "mql", "sql"}),
        (["person_added", "deal_added", "deal_stage_updated", "won", "lost"],
         {"lead", "opportunity", "stage", "won", "lost"}),
        (["MQL", "SQL", "Opportunity Created"], {"mql", "sql", "opportunity"}),
    ],
)  # fmt: skip
def test_that_the_way_from_lead_to_revenue_is_known_by_what_crms_call_it(names: list[str], roles: set[str]) -> None:
    assert set(event_roles(names)) == roles


@pytest.mark.parametrize("id_", ["Opportunity ID", "Deal ID", "associated_deal_id"])
def test_that_an_opportunity_is_known_by_its_id_and_names_no_customer(id_: str) -> None:
    types = {id_: ColumnType.TEXT, "Amount": ColumnType.NUMBER, "Lead Score": ColumnType.NUMBER}
    assert property_roles(types) == {"opportunity_id": id_, "amount": "Amount", "score": "Lead Score"}
    table = _table(**{id_: ["d1", "d2", "d3"], "Email": ["a@x.io", "b@x.io", "a@x.io"]})
    assert customer_key("deals.csv", table, CustomersMapping()) == "Email"


def test_that_the_account_the_source_and_the_score_of_a_lead_are_known() -> None:
    columns = {"Account Name": ["Acme", "Bolt"], "Original Source": ["Paid Search", ""], "HubSpot Score": ["12", "80"]}
    assert _attribute_roles(**columns) == {
        "company": "Account Name", "lead_source": "Original Source", "score": "HubSpot Score",
    }  # fmt: skip
