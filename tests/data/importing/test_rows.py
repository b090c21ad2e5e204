"""Rows in memory become a dataset in its own order, through the conversion that files go through."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.data.importing.mapping import MappingDocument
from app.data.importing.rows import dataset_from_rows
from app.errors import AppError

MAPPING = MappingDocument.model_validate(
    {
        "customers": {"key": "id", "types": {"age": "number", "ok": "boolean", "born": "date", "since": "instant"}},
        "events": {"key": "id", "at": "at", "name": "event", "types": {"amount": "number"}},
    }
)


def _dataset(customers: list[dict[str, object]], events: list[dict[str, object]]) -> Dataset:
    return dataset_from_rows("tiny", MAPPING, customers, events)


def test_that_customers_are_sorted_by_code_point_and_those_of_events_alone_belong() -> None:
    dataset = _dataset([{"id": "é"}, {"id": "z"}], [{"id": "Z", "at": "2024-01-01T00:00:00Z", "event": "visit"}])
    assert dataset.customer_ids.to_pylist() == ["Z", "z", "é"]
    assert dataset.offsets.tolist() == [0, 1, 1, 1]


def test_that_events_are_sorted_by_customer_instant_and_order_of_import() -> None:
    rows = [("b", 2, "x"), ("a", 5, "first"), ("b", 1, "y"), ("a", 5, "second"), ("a", 4, "zero")]
    events: list[dict[str, object]] = [{"id": i, "at": f"2024-01-01T00:00:0{s}Z", "event": n} for i, s, n in rows]
    dataset = _dataset([], events)
    words = dataset.names.words.to_pylist()
    assert [words[code] for code in dataset.names.values] == ["zero", "first", "second", "y", "x"]
    assert dataset.event_customers().tolist() == [0, 0, 0, 1, 1]


def test_that_empty_and_absent_values_are_missing_and_others_have_their_type() -> None:
    dataset = _dataset(
        [
            {"id": "a", "age": 30, "ok": "true", "born": "1970-01-02", "since": "1970-01-01T00:00:01Z", "city": "Brno"},
            {"id": "b", "age": "", "ok": "", "born": "", "since": "", "city": ""},
            {"id": "c"},
        ],
        [],
    )
    columns = dataset.attributes
    assert {name: column.filled.tolist() for name, column in columns.items()} == {
        name: [True, False, False] for name in columns
    }
    assert columns["age"].values[0] == 30
    assert columns["ok"].values[0] == 1
    assert columns["born"].values[0] == 1
    assert columns["since"].values[0] == 1_000_000
    assert columns["city"].words.to_pylist() == ["Brno"]


def test_that_declared_columns_exist_even_where_no_row_has_them() -> None:
    dataset = _dataset([{"id": "a"}], [])
    assert dataset.schema().attributes == {
        "age": ColumnType.NUMBER,
        "ok": ColumnType.BOOLEAN,
        "born": ColumnType.DATE,
        "since": ColumnType.INSTANT,
    }
    assert not dataset.attributes["age"].filled.any()


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"id": "", "at": "2024-01-01T00:00:00Z", "event": "e"}, "“id” is empty"),
        ({"id": "a", "at": "soon", "event": "e"}, "“soon” in “at” is not of type instant"),
        ({"id": "a", "at": "2024-01-01T00:00:00Z", "event": "e", "amount": "much"}, "“much” in “amount”"),
    ],
)
def test_that_a_row_that_does_not_fit_is_refused_in_words(event: dict[str, object], reason: str) -> None:
    with pytest.raises(AppError, match=reason):
        _dataset([], [event])


def test_that_the_fingerprint_follows_the_content_and_not_the_name() -> None:
    rows: list[dict[str, object]] = [{"id": "a", "age": 1}, {"id": "b", "age": 2}]
    same = dataset_from_rows("other", MAPPING, rows[::-1], [])
    changed = _dataset([{"id": "a", "age": 1}, {"id": "b", "age": 3}], [])
    assert _dataset(rows, []).fingerprint == same.fingerprint
    assert _dataset(rows, []).fingerprint != changed.fingerprint


def test_that_every_case_becomes_a_dataset_with_all_its_events(shared: Path) -> None:
    paths = sorted((shared / "cases").glob("*.json"))
    assert paths
    for path in paths:
        case = json.loads(path.read_text(encoding="utf-8"))
        mapping = MappingDocument.model_validate(case["mapping"])
        dataset = dataset_from_rows(case["name"], mapping, case["customers"], case["events"])
        assert dataset.event_count == len(case["events"]), path.name
        assert mapping.customers is not None
        assert dataset.schema().attributes == mapping.customers.types, path.name
        assert bool((np.diff(dataset.offsets) >= 0).all())
