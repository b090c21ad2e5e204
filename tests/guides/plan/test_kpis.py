"""The figures of a plan, counted by hand over few people."""

from __future__ import annotations

import pytest

from app.data.dataset import Dataset
from app.data.importing.mapping import MappingDocument
from app.errors import AppError
from app.guides.plan.kpis import KPIS, Reading, in_words, kpi_of, now_and_before, value_words
from tests.builders.datasets import from_rows

MAPPING = MappingDocument.model_validate(
    {
        "customers": {"key": "id"},
        "events": {
            "key": "id",
            "at": "at",
            "name": "event",
            "types": {"amount": "number", "order": "text"},
            "property_roles": {"amount": "amount", "order_id": "order"},
            "roles": {"purchase": "buy", "lead": "signed"},
        },
        "timezone": "UTC",
    }
)
EVENTS = [
    ("anna", "2024-03-10", "buy", "10", "a"),
    ("anna", "2024-06-05", "buy", "20", "b"),
    ("anna", "2024-06-05", "buy", "5", "b"),
    ("béla", "2024-06-20", "buy", "40", "c"),
    ("cyril", "2024-05-15", "buy", "7", "d"),
    ("dora", "2024-06-30", "signed", "", ""),
]
KEYS = ("id", "at", "event", "amount", "order")


@pytest.fixture(scope="module")
def shop() -> Dataset:
    rows = [
        {key: value for key, value in zip(KEYS, (who, f"{at}T12:00:00Z", *rest), strict=True) if value}
        for who, at, *rest in EVENTS
    ]
    return from_rows([{"id": who} for who in ("anna", "béla", "cyril", "dora")], rows, MAPPING)


@pytest.mark.parametrize(
    ("key", "now", "before"),
    [
        ("active", Reading(0.75, 3, 4), Reading(0.25, 1, 4)),
        ("buyers", Reading(0.5, 2, 4), Reading(0.25, 1, 4)),
        ("orders", Reading(2.0), Reading(1.0)),
        ("revenue", Reading(65.0), Reading(7.0)),
        ("average_order", Reading(32.5), Reading(7.0)),
        ("came_back", Reading(0.5, 1, 2), Reading(0.0, 0, 1)),
        ("leads", Reading(1.0), Reading(0.0)),
    ],
)
def test_that_a_figure_is_what_one_counts_by_hand(shop: Dataset, key: str, now: Reading, before: Reading) -> None:
    assert now_and_before(KPIS[key], shop) == (now, before)


def test_that_what_the_data_do_not_know_is_not_counted(shop: Dataset) -> None:
    assert not KPIS["won"].is_known(shop)
    assert now_and_before(KPIS["won"], shop) == (None, None)


def test_that_a_share_is_said_with_its_counts() -> None:
    assert in_words(KPIS["buyers"], Reading(0.5, 2, 4)) == "50% (2 of 4)"
    assert in_words(KPIS["buyers"], None) == "–"
    assert value_words(KPIS["buyers"], 0.125) == "12.5%"
    assert value_words(KPIS["revenue"], 1250.5, "EUR") == "€1,250.50"


def test_that_an_unknown_figure_names_those_there_are() -> None:
    with pytest.raises(AppError, match=r"no figure 'luck'.*came_back"):
        kpi_of("luck")
