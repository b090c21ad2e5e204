"""Exports of the tools that marketers use come in by their header alone, joined at the right key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.data.dataset import Dataset
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from tests.builders.export_parts import people
from tests.builders.exports import (
    EVENTS,
    PEOPLE,
    ga4,
    klaviyo_events,
    made,
    shopify_customers,
    shopify_orders,
)

SEEDS = (1, 2)


def _texts(dataset: Dataset, role: str) -> list[str]:
    column = dataset.attributes[dataset.roles.attributes[role]]
    words = column.words.to_pylist()
    return [str(words[code]).strip().lower() if code >= 0 else "" for code in column.values]


def _agreed(dataset: Dataset) -> set[str]:
    name = dataset.roles.attributes.get("email_consent")
    if name is None:
        return set()
    emails = _texts(dataset, "email")
    return {emails[row] for row in np.flatnonzero(dataset.attributes[name].values == 1)}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("make", PEOPLE, ids=lambda make: str(make.__name__))
def test_that_an_export_of_people_joins_events_at_their_address(
    make: Callable[..., Any], seed: int, tmp_path: Path
) -> None:
    export = made(make, seed)
    paths = [export.write(tmp_path), made(klaviyo_events, seed).write(tmp_path)]
    plan = propose(paths)
    assert plan.files[0].kind == "customers"
    assert plan.files[0].preset is not None
    assert [(join.identifies, join.met, join.of) for join in plan.chosen] == [("email", 60, 62)]
    imported = import_plan(plan, "t")
    assert imported.dataset.customer_count == 62
    assert [account.rejected for account in imported.accounts] == [0, 0]
    assert imported.dataset.roles.events["purchase"] == "Placed Order"
    assert _agreed(imported.dataset) == export.agreed
    assert set(_texts(imported.dataset, "email")) >= {person.email for person in people(seed)}


@pytest.mark.parametrize("make", [*PEOPLE, *EVENTS], ids=lambda make: str(make.__name__))
def test_that_an_export_alone_gives_every_person_once(make: Callable[..., Any], tmp_path: Path) -> None:
    plan = propose([made(make, 3).write(tmp_path)])
    imported = import_plan(plan, "t")
    assert imported.dataset.customer_count == (62 if make is klaviyo_events else 60)
    account = imported.accounts[0]
    assert account.rejected == 0
    assert account.read == account.imported + account.repaired


def test_that_order_columns_of_the_first_line_hold_for_all_lines(tmp_path: Path) -> None:
    paths = [made(shopify_customers, 1).write(tmp_path), made(shopify_orders, 1).write(tmp_path)]
    imported = import_plan(propose(paths), "t")
    dataset = imported.dataset
    assert dataset.customer_count == 60
    assert dataset.schema().events == {
        "purchase": 108,
        "refund": 12,
        "ordered_product": 168,
        "refunded_product": 12,
    }
    amount = dataset.properties[dataset.roles.properties["amount"]].values
    purchases = dataset.names.values == dataset.names.words.to_pylist().index("purchase")
    assert np.nansum(amount[purchases]) == 60 * 30 + 48 * 5
    assert np.nansum(amount) == 60 * 30 + 60 * 5
    assert dataset.roles.properties["product"] == "Lineitem name"


def test_that_anonymous_visits_join_the_customer_whom_a_later_event_names(tmp_path: Path) -> None:
    paths = [made(shopify_customers, 1).write(tmp_path), made(ga4, 1).write(tmp_path)]
    plan = propose(paths)
    assert [key.column for key in plan.keys_of(1)] == ["user_id", "user_pseudo_id"]
    dataset = import_plan(plan, "t").dataset
    assert dataset.customer_count == 60
    assert set(np.diff(dataset.offsets).tolist()) == {4}
