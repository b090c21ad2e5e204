"""The list of customers of an ad audience: who is in it, and what is written of them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest

from app.data.dataset import Dataset
from app.errors import AppError
from app.jobs.runs.ad_audiences import AudienceList, audience_list, audience_names, hashed
from app.reports.report import Subject
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import Scenario
from tests.builders.datasets import people
from tests.builders.scenarios import kind, scenario

ROLES = {
    "email": "mail", "phone": "tel", "first_name": "first", "last_name": "last", "city": "town", "country": "land",
    "birthday": "born", "ad_consent": "agreed",
}  # fmt: skip
ANN = {
    "customer_id": "ann", "mail": " Mary@Example.COM ", "tel": "(650) 555-1212", "first": "Ann", "last": "=Doe",
    "town": "Menlo Park", "land": "US", "born": "1988-10-27", "agreed": "true", "zip": "94025",
}  # fmt: skip
MARY = "f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb79"  # mary@example.com, as Meta's page shows it
PHONE = "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"  # 16505551212, likewise
TEST = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b"  # test@example.com, as Google's shows it
ADDING = kind("ad", "ad_audience", platform="meta", audience="cart", action="add")
LEAVING = kind("off", "ad_audience", platform="google", audience="cart", action="remove")


def data(*customers: dict[str, str], **lists: str) -> Dataset:
    events = [(str(each["customer_id"]), "05-01 10:00", "cart") for each in customers]
    events += [("bob", "05-02 10:00", "bought")] if any(each["customer_id"] == "bob" for each in customers) else []
    made = people(list(customers), events, ROLES)
    named = {name: np.array([id_ == who for id_ in made.customer_ids.to_pylist()]) for name, who in lists.items()}
    return replace(made, lists=named)


def journey() -> Scenario:
    nodes = [
        kind("in", "entry_event", event="cart"), ADDING, kind("w", "wait_for", event="bought", timeout="P7D"), LEAVING
    ]  # fmt: skip
    return scenario(nodes, "in>ad ad>w w.happened>off")


def subject(dataset: Dataset) -> Subject:
    run = rehearse(journey(), dataset, RunOptions(compiled=False))
    return Subject(journey(), run.summary, run.tables, dataset)


def rows(made: AudienceList) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.text)))


def test_that_addresses_are_hashed_as_the_platforms_pages_show() -> None:
    assert hashed("mary@example.com") == MARY
    assert hashed("16505551212") == PHONE
    assert hashed("test@example.com") == TEST
    assert hashed("") == ""


def test_that_metas_list_has_its_columns_and_phones_without_a_plus() -> None:
    header, row = rows(audience_list(subject(data(ANN)), "cart", "meta"))
    assert header == ["email", "phone", "fn", "ln", "ct", "st", "zip", "country", "dob"]
    assert row == [MARY, PHONE, "Ann", "=Doe", "Menlo Park", "", "94025", "US", "19881027"]


def test_that_googles_list_has_its_columns_and_phones_with_a_plus() -> None:
    header, row = rows(audience_list(subject(data(ANN)), "cart", "google"))
    assert header == ["Email", "Phone", "First Name", "Last Name", "Country", "Zip"]
    assert row == [MARY, sha256(b"+16505551212").hexdigest(), "Ann", "=Doe", "US", "94025"]


def test_that_who_was_taken_out_last_is_not_in_it() -> None:
    made = audience_list(subject(data(ANN, {**ANN, "customer_id": "bob"})), "cart", "meta")
    assert (made.written, len(rows(made)), made.left_out) == (1, 2, {})


def test_that_nobody_is_written_who_agrees_no_longer_is_suppressed_or_is_gone() -> None:
    whole = data(ANN, *({**ANN, "customer_id": id_} for id_ in ("cid", "dan", "eve")))
    ran = subject(whole)
    now = data(ANN, {**ANN, "customer_id": "cid", "agreed": "false"}, {**ANN, "customer_id": "dan"}, suppression="dan")
    made = audience_list(replace(ran, dataset=now), "cart", "meta")
    assert made.written == 1
    assert made.left_out == {"no longer in the data": 1, "without consent": 2}


def test_that_members_of_a_list_are_left_out_where_that_is_wanted() -> None:
    ran = subject(data(ANN, {**ANN, "customer_id": "cid"}, staff="cid"))
    made = audience_list(ran, "cart", "google", ["staff"])
    assert (made.written, made.left_out) == (1, {"on a list that is left out": 1})
    with pytest.raises(AppError, match="no list “nobody”"):
        audience_list(ran, "cart", "google", ["nobody"])


def test_that_a_phone_that_cannot_be_read_is_none() -> None:
    told = {**ANN, "mail": "", "tel": "650 555", "land": ""}
    made = audience_list(subject(data(told)), "cart", "meta")
    assert (made.written, made.left_out) == (0, {"without an address that can be read": 1})


def test_that_what_cannot_be_saved_is_said() -> None:
    ran = subject(data(ANN))
    assert audience_names(ran) == ("cart",)
    with pytest.raises(AppError, match="it changed: cart"):
        audience_list(ran, "carts", "meta")
    with pytest.raises(AppError, match="meta, google"):
        audience_list(ran, "cart", "tiktok")
    with pytest.raises(AppError, match="Run the scenario again"):
        audience_list(replace(ran, dataset=None), "cart", "meta")
