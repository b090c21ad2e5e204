"""A dataset comes back from its parts as it was, or is refused."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given

from app.data.assembling.fingerprint import signed
from app.data.columns.arrow import NO_WORDS
from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.data.storing import cutting as module
from app.data.storing import parquet
from app.data.storing.parts import Part, dataset_document, dataset_from_parts, dataset_parts
from app.errors import AppError, Cancelled
from tests.builders.datasets import CUSTOMERS, EVENTS, Row, content, dataset, even


def _tiny() -> Dataset:
    return dataset(
        [{"id": "a", "city": "Brno", "age": 3}, {"id": "b"}],
        [{"id": "a", "at": "2024-01-01T00:00:00Z", "event": "buy", "url": "/x"}],
    )


@given(CUSTOMERS, EVENTS)
def test_that_parts_read_back_as_the_same_dataset(customers: list[Row], events: list[Row]) -> None:
    before = dataset(customers, events)
    after = dataset_from_parts(dataset_document(before), dataset_parts(before))
    assert content(after) == content(before)
    assert {name: members.tolist() for name, members in after.lists.items()} == {
        name: members.tolist() for name, members in before.lists.items()
    }
    assert (after.name, after.fingerprint) == (before.name, before.fingerprint)
    assert signed(after).fingerprint == signed(before).fingerprint


def test_that_large_datasets_are_cut_into_parts_of_the_right_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PART_BYTES", 20_000)
    monkeypatch.setattr(module, "_FIRST_PART_ROWS", 1000)
    random = np.random.default_rng(7)
    events: list[Row] = [
        {
            "id": f"c{n % 500}",
            "at": "2024-01-01T00:00:00Z",
            "event": "buy",
            "amount": float(random.normal()),
            "url": f"/{n}",
        }
        for n in range(20_000)
    ]
    before = dataset([], events)
    stored = list(dataset_parts(before))
    assert len(stored) > 8
    assert max(len(part.content) for part in stored) < 40_000
    assert [(part.kind, part.index) for part in stored] == [
        (kind, index) for kind in ("customers", "events") for index in range(sum(part.kind == kind for part in stored))
    ]
    after = dataset_from_parts(dataset_document(before), reversed(stored))
    assert content(after) == content(before)


def test_that_pools_read_back_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FIRST_PART_ROWS", 2)
    pools = {"spring": pa.array(["B2", "A1", "č"]), "none": pa.array([], pa.string()), "autumn": pa.array(["B2"])}
    before = signed(replace(_tiny(), pools=pools))
    after = dataset_from_parts(dataset_document(before), reversed(list(dataset_parts(before))))
    assert {name: codes.to_pylist() for name, codes in after.pools.items()} == {
        name: codes.to_pylist() for name, codes in pools.items()
    }
    assert signed(after).fingerprint == before.fingerprint
    document = dataset_document(before)
    document["pools"][0]["codes"] = 2
    with pytest.raises(AppError, match="is damaged"):
        dataset_from_parts(document, dataset_parts(before))


def test_that_a_document_from_before_there_were_pools_is_read() -> None:
    document = dataset_document(_tiny())
    del document["pools"]
    assert dataset_from_parts(document, dataset_parts(_tiny())).pools == {}


def _with_content(part: Part, data: bytes) -> Part:
    return replace(part, content=data)


def _resigned(part: Part, data: bytes) -> Part:
    return replace(part, content=data, sha256=hashlib.sha256(data).hexdigest())


def _wild_codes(part: Part) -> Part:
    table = pq.read_table(pa.BufferReader(part.content))
    if "name" not in table.column_names:
        return part
    place = table.column_names.index("name")
    buffer = io.BytesIO()
    pq.write_table(table.set_column(place, "name", pa.array([99], pa.int32())), buffer)
    return _resigned(part, buffer.getvalue())


@pytest.mark.parametrize(
    "damage",
    [
        lambda part: _with_content(part, part.content[:-1] + b"?"),
        lambda part: _resigned(part, b"no parquet at all"),
        lambda part: replace(part, rows=part.rows + 1),
        _wild_codes,
    ],
    ids=["changed byte", "no Parquet", "other number of rows", "codes without a word"],
)
def test_that_a_damaged_part_is_refused_in_words(damage: Callable[[Part], Part]) -> None:
    before = _tiny()
    with pytest.raises(AppError, match="“test” is damaged"):
        dataset_from_parts(dataset_document(before), [damage(part) for part in dataset_parts(before)])


def test_that_a_long_dataset_can_be_given_up_while_it_is_proven() -> None:
    before = signed(even(4_000, 10))
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        raise Cancelled

    with pytest.raises(Cancelled):
        dataset_from_parts(dataset_document(before), dataset_parts(before), look)
    assert looks == [1]
    assert content(dataset_from_parts(dataset_document(before), dataset_parts(before))) == content(before)


def test_that_a_missing_part_is_refused() -> None:
    before = _tiny()
    stored = list(dataset_parts(before))
    for left_out in range(len(stored)):
        with pytest.raises(AppError, match="is damaged"):
            dataset_from_parts(dataset_document(before), stored[:left_out] + stored[left_out + 1 :])


def test_that_a_document_of_another_form_is_refused() -> None:
    before = _tiny()
    with pytest.raises(AppError, match="description of a dataset"):
        dataset_from_parts({**dataset_document(before), "version": 2}, dataset_parts(before))


def test_that_the_names_of_thousands_of_columns_are_listed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = {f"c{at}": Column(ColumnType.NUMBER, np.array([float(at)]), NO_WORDS) for at in range(500)}
    wide = signed(replace(dataset([{"id": "anna"}], []), attributes=columns))
    listed: list[int] = []

    class Listing:
        """A table that notes when its names are listed: each time that makes as many texts."""

        def __init__(self, table: pa.Table) -> None:
            self.table = table

        def __getattr__(self, name: str) -> Any:
            if name == "column_names":
                listed.append(1)
            return getattr(self.table, name)

    joined = pa.concat_tables
    monkeypatch.setattr(pa, "concat_tables", lambda tables: Listing(joined(tables)))
    read = dataset_from_parts(dataset_document(wide), list(dataset_parts(wide)))
    assert [float(column.values[0]) for column in read.attributes.values()] == list(range(500))
    assert len(listed) < 20


def test_that_wide_columns_with_little_in_them_are_cut_so_that_they_are_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However long the parts: what is stored must never be too sparse for what reading allows."""
    monkeypatch.setattr(parquet, "_SMALL", 1 << 20)
    monkeypatch.setattr(parquet, "_SMALL_TOGETHER", 2 << 20)
    monkeypatch.setattr(module, "_SPARSE_PART_BYTES", 1 << 20)
    rows, empty = 40_000, Column(ColumnType.NUMBER, np.zeros(40_000), NO_WORDS)
    before = signed(replace(even(rows, 0), attributes={f"a{number}": empty for number in range(150)}))
    stored = list(dataset_parts(before))
    assert sum(len(part.content) for part in stored) * 40 < rows * 150 * 8
    after = dataset_from_parts(dataset_document(before), stored)
    assert all((column.values == 0).all() and len(column.values) == rows for column in after.attributes.values())
