"""The column that names the customer is known by its name and by what stands in it."""

from __future__ import annotations

import pyarrow as pa

from app.data.importing.mapping import CustomersMapping
from app.data.importing.recognition.customers.customer_keys import customer_key


def _table(**columns: list[str]) -> pa.Table:
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def test_that_the_key_is_the_best_known_name() -> None:
    table = _table(id=["1", "2"], email=["a@x.io", "b@x.io"], customer_id=["c1", "c2"])
    assert customer_key("x.csv", table, CustomersMapping()) == "customer_id"
    assert customer_key("x.csv", table, CustomersMapping(key="email")) == "email"


def test_that_a_key_column_that_is_mostly_empty_gives_way() -> None:
    table = _table(customer_id=["c1", "", "", ""], email=["a@x.io", "b@x.io", "c@x.io", "d@x.io"])
    assert customer_key("x.csv", table, CustomersMapping()) == "email"


def test_that_a_column_with_another_identifier_in_each_row_can_be_the_key() -> None:
    table = _table(loyalty_id=["1", "2"], city=["Brno", "Brno"])
    assert customer_key("x.csv", table, CustomersMapping()) == "loyalty_id"
