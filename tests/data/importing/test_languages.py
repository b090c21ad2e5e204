"""What shops export in other languages joins and says what it says, by headers and values alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from tests.builders.languages import CUSTOMERS, LANGUAGES, ORDERS, Language


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: str(language.name))
def test_that_customers_and_orders_in_a_language_join_with_their_roles(language: Language, tmp_path: Path) -> None:
    dataset = import_plan(propose(language.write(tmp_path)), "t").dataset
    assert (dataset.customer_count, dataset.event_count) == (CUSTOMERS, ORDERS)
    assert dataset.roles.attributes.keys() == {
        *("first_name", "last_name", "email", "phone", "created_at", "email_consent", "city")
    }
    consent = dataset.attributes[dataset.roles.attributes["email_consent"]].values
    assert [int((consent == said).sum()) for said in (1, 0)] == [CUSTOMERS // 3, CUSTOMERS - CUSTOMERS // 3]
    city = dataset.attributes[dataset.roles.attributes["city"]]
    assert city.words.to_pylist() == [language.city]
    assert dataset.roles.events["purchase"] == "purchase"
    assert {"order_id", "product", "quantity", "price", "amount"} <= dataset.roles.properties.keys()
    assert np.unique(dataset.properties[dataset.roles.properties["amount"]].values).tolist() == [21.0]
