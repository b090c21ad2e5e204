"""A dataset of one customer is what importing her rows alone would give."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from tests.builders.datasets import CUSTOMERS, EVENTS, Row, dataset


def _values(columns: dict[str, Column]) -> dict[str, list[Any]]:
    """Texts as they read, other values as they are stored, "nan" for a missing number."""
    return {
        name: [column.words[code].as_py() if code >= 0 else None for code in column.values.tolist()]
        if column.type is ColumnType.TEXT
        else [str(value) for value in column.values.tolist()]
        for name, column in columns.items()
    }


def _said(data: Dataset) -> tuple[Any, ...]:
    columns = {**data.attributes, **data.properties, "names": data.names}
    return data.customer_ids.to_pylist(), data.offsets.tolist(), data.at.tolist(), _values(columns)


@given(CUSTOMERS, EVENTS)
def test_that_one_customer_alone_is_what_her_rows_say(customers: list[Row], events: list[Row]) -> None:
    everyone = dataset(customers, events)
    for row, id_ in enumerate(everyone.customer_ids.to_pylist()):
        alone = everyone.only(row)
        hers = [[line for line in lines if str(line["id"]).strip() == id_] for lines in (customers, events)]
        assert _said(alone) == _said(dataset(hers[0], hers[1]))
        assert alone.lists["vip"].tolist() == [row % 2 == 0]
        assert (alone.name, alone.fingerprint) == (everyone.name, everyone.fingerprint)


@given(CUSTOMERS, EVENTS)
def test_that_a_dataset_reaches_from_its_first_event_to_its_last_also_where_it_is_cut(
    customers: list[Row], events: list[Row]
) -> None:
    data = dataset(customers, events)
    assert data.reach == ((min(data.at), max(data.at)) if data.event_count else None)
    assert data.data_end == (max(data.at) if data.event_count else None)
    for customer in range(data.customer_count):
        at = data.at[data.offsets[customer] : data.offsets[customer + 1]].tolist()
        assert data.only(customer).reach == ((at[0], at[-1]) if at else None)
