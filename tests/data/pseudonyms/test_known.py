"""Which numbers name somebody, and which texts several customers share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset, Roles
from app.data.pseudonyms.known import Known
from tests.builders.datasets import dataset, from_rows

IDS = [str(1000 + 3 * number) for number in range(30)]


def _with(amounts: list[float], roles: Roles | None = None) -> Dataset:
    """Thirty customers with one event each, whose amounts are these."""
    made = dataset(
        [{"id": id_, "city": "Brno" if at < 5 else f"Lhota {at}"} for at, id_ in enumerate(IDS)],
        [{"id": id_, "at": "2024-05-01T10:00:00Z", "event": "buy", "amount": "1"} for id_ in IDS],
    )
    column = Column(ColumnType.NUMBER, np.array(amounts), made.properties["amount"].words)
    return replace(made, properties={**made.properties, "amount": column}, roles=roles or Roles())


@pytest.mark.parametrize(
    ("amounts", "names_somebody"),
    [
        ([float(id_) for id_ in IDS], True),
        ([float(id_) for id_ in reversed(IDS)], True),
        ([199.0 + at for at in range(30)], False),
        ([700_100.0 + at for at in range(30)], True),
        ([700_100.0 + at % 4 for at in range(30)], False),
        ([700_100.5 + at for at in range(30)], False),
        ([-700_100.0 - at for at in range(30)], False),
    ],
    ids=[
        "own ids",
        "ids of others, where most numbers are none",
        "prices",
        "cards",
        "a few amounts",
        "fractions",
        "below zero",
    ],
)
def test_that_numbers_that_name_somebody_are_told_from_amounts(amounts: list[float], names_somebody: bool) -> None:
    known = Known()
    known.learn(_with(amounts))
    assert (("property", "amount") in known.numbering) == names_somebody


def test_that_numbers_of_orders_name_somebody_however_small() -> None:
    known = Known()
    known.learn(_with([float(at) for at in range(30)], Roles({}, {}, {"order_id": "amount"})))
    assert ("property", "amount") in known.numbering


def test_that_a_text_is_shared_if_five_customers_of_one_dataset_have_it() -> None:
    known = Known()
    known.learn(_with([1.0] * 30))
    assert known.shared["attribute", "city"] == {"Brno"}


def test_that_only_what_documents_ask_for_is_remembered_of_a_column() -> None:
    known = Known(frozenset({"Lhota 7", "Nowhere"}))
    known.learn(_with([1.0] * 30))
    assert known.there["attribute", "city"] == {"Lhota 7"}


@pytest.mark.parametrize(
    ("title", "values", "is_naming"),
    [
        ("visits", [str(1 + at % 20) for at in range(300)], False),
        ("visits", [str(300 - at) for at in range(300)], False),
        ("referred_by", [str(300 - at) for at in range(300)], True),
        ("Customer ID", [str(300 - at) for at in range(300)], True),
        ("recorded id", ["7"] * 300, True),
        ("again", [str(at + 1) for at in range(300)], True),
        ("plan", ["gold", "vip"] * 150, False),
        ("friend", ["vip"] * 300, True),
        ("none", [""] * 300, False),
    ],
)
def test_that_a_column_of_texts_holds_ids_as_a_whole_or_not_at_all(
    title: str, values: list[str], is_naming: bool
) -> None:
    people = [{"id": str(at + 1), title: value} for at, value in enumerate(values)]
    known = Known()
    known.learn(from_rows([*people, {"id": "vip"}], mapping={"customers": {"key": "id", "types": {title: "text"}}}))
    assert (("attribute", title) in known.naming) == is_naming


def test_that_a_column_may_hold_the_ids_of_a_dataset_that_is_learnt_of_later() -> None:
    codes = from_rows([{"id": "x", "code": "cus-7"}], mapping={"customers": {"key": "id", "types": {"code": "text"}}})
    known = Known()
    known.learn_ids(dataset([{"id": "cus-7"}], []))
    known.learn(codes)
    assert ("attribute", "code") in known.naming
