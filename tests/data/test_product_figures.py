"""What events say of products is counted by product, whether the catalogue has it or not."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as some

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.data.product_figures import ProductFigures, buyers_of, product_figures, stock_and_cover
from app.data.products import Products
from tests.builders.datasets import from_rows

ROLES = {"product": "sku", "quantity": "qty", "price": "price", "amount": "total"}
Row = dict[str, Any]


def _dataset(rows: list[Row], catalogue: list[str], event_roles: dict[str, str], sku: str = "text") -> Dataset:
    mapping = {
        "events": {
            "key": "id",
            "at": "at",
            "name": "event",
            "types": {"sku": sku, "qty": "number", "price": "number", "total": "number"},
            "roles": event_roles,
            "property_roles": ROLES,
        },
    }
    events = [{"at": "2024-05-01T10:00:00Z", **row} for row in rows]
    made = from_rows([], events, mapping)
    return replace(made, products=Products(pa.array(catalogue, pa.string())))


def _told(figures: ProductFigures) -> dict[str, tuple[bool, int, int, float, float]]:
    columns = (figures.known, figures.events, figures.customers, figures.pieces, figures.revenue)
    return {id_: tuple(cells) for id_, *cells in zip(figures.ids.to_pylist(), *map(list, columns), strict=True)}


def test_that_sales_views_and_the_catalogue_meet_in_one_row() -> None:
    rows: list[Row] = [
        {"id": "ada", "event": "view", "sku": "A"},
        {"id": "ada", "event": "buy", "sku": "A", "qty": 2, "price": 10.5},
        {"id": "bob", "event": "buy", "sku": "A", "total": 9, "price": 10.5},
        {"id": "bob", "event": "buy", "sku": "C", "price": 3},
        {"id": "bob", "event": "view"},
    ]
    told = _told(product_figures(_dataset(rows, ["A", "B"], {"purchase": "buy"})))
    assert told["A"] == (True, 3, 2, 3.0, 30.0)
    assert told["B"][:3] == (True, 0, 0)
    assert math.isnan(told["B"][4])
    assert told["C"] == (False, 1, 1, 1.0, 3.0)


def test_that_lines_of_orders_are_what_is_sold_and_orders_are_not_counted_again() -> None:
    rows = [
        {"id": "ada", "event": "purchase", "sku": "A", "total": 21},
        {"id": "ada", "event": "ordered_product", "sku": "A", "qty": 2, "price": 10.5},
    ]
    roles = {"purchase": "purchase", "order_line": "ordered_product"}
    assert _told(product_figures(_dataset(rows, [], roles)))["A"] == (False, 2, 1, 2.0, 21.0)


def test_that_ids_read_as_numbers_meet_the_catalogue() -> None:
    told = _told(product_figures(_dataset([{"id": "ada", "event": "buy", "sku": 1042}], ["1042"], {}, sku="number")))
    assert told["1042"][:3] == (True, 1, 1)


def test_that_cover_is_the_stock_over_what_is_sold_a_day_in_the_last_90_days() -> None:
    rows: list[Row] = [
        {"id": "ada", "event": "buy", "sku": "A", "qty": 7, "at": "2024-01-31T10:00:00Z"},
        {"id": "bob", "event": "buy", "sku": "A", "qty": 2, "at": "2024-04-01T10:00:00Z"},
        {"id": "ada", "event": "view", "sku": "A", "at": "2024-04-30T10:00:00Z"},
    ]
    made = _dataset(rows, ["A", "B", "C"], {"purchase": "buy"})
    stock = Column(ColumnType.NUMBER, np.array([45.0, 3.0, math.nan]), pa.array([], pa.string()))
    stocked = replace(made, products=Products(made.products.ids, {"left": stock}, {"stock": "left"}))
    figures = product_figures(stocked)
    assert figures.recent_pieces.tolist() == [2, 0, 0]
    assert figures.recent_customers.tolist() == [1, 0, 0]
    assert figures.cover_days[:2].tolist() == [45 / (2 / 90), math.inf]
    assert math.isnan(figures.cover_days[2])
    np.testing.assert_array_equal(stock_and_cover(stocked), [figures.stock, figures.cover_days])
    assert np.isnan(stock_and_cover(made)).all()
    assert buyers_of(made, "A").tolist() == [0, 1]
    assert buyers_of(made, "nothing").tolist() == []


def test_that_data_without_products_have_none() -> None:
    assert _told(product_figures(_dataset([{"id": "ada", "event": "buy"}], [], {}))) == {}


@given(
    some.lists(
        some.fixed_dictionaries(
            {"id": some.sampled_from("ab"), "event": some.sampled_from(["buy", "view"])},
            optional={"sku": some.sampled_from("XYZ"), "qty": some.integers(1, 5), "price": some.integers(0, 9)},
        ),
        max_size=12,
    ),
    some.sets(some.sampled_from("WXYZ")),
)
def test_that_the_figures_are_those_of_a_plain_count(rows: list[Row], catalogue: set[str]) -> None:
    expected: dict[str, list[Row]] = defaultdict(list, {id_: [] for id_ in catalogue})
    for row in rows:
        if "sku" in row:
            expected[row["sku"]].append(row)
    told = _told(product_figures(_dataset(rows, sorted(catalogue), {"purchase": "buy"})))
    assert told.keys() == expected.keys()
    for id_, named in expected.items():
        sold = [row for row in named if row["event"] == "buy"]
        worth = [row["price"] * row.get("qty", 1) for row in sold if "price" in row]
        known, events, customers, pieces, revenue = told[id_]
        assert (known, events, customers) == (id_ in catalogue, len(named), len({row["id"] for row in named}))
        assert pieces == sum(row.get("qty", 1) for row in sold) if sold else math.isnan(pieces)
        assert revenue == sum(worth) if worth else math.isnan(revenue)
