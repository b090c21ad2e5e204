"""A part of a dataset: some customers with all that is theirs, in the time of the whole."""

from __future__ import annotations

import numpy as np
import pytest

from app.data.changes import part as part_of_data
from app.data.changes.mending import without_customers
from app.data.changes.part import of_customers, up_to
from app.data.columns import cores
from app.data.columns.column import PickedColumns
from app.data.dataset import Dataset
from tests.builders.datasets import Row, content, dataset

CUSTOMERS: list[Row] = [{"id": "anna", "city": "Bonn"}, {"id": "ben", "city": "Ulm"}, {"id": "cleo"}]
EVENTS: list[Row] = [
    {"id": "anna", "at": "2024-03-01T10:00:00Z", "event": "visit"},
    {"id": "cleo", "at": "2024-03-02T10:00:00Z", "event": "buy", "amount": 3},
    {"id": "ben", "at": "2024-03-09T10:00:00Z", "event": "visit"},
]
DATA = dataset(CUSTOMERS, EVENTS)


def test_that_a_part_holds_its_customers_and_what_they_did() -> None:
    part = of_customers(DATA, np.array([0, 2]))
    assert content(part) == content(without_customers(DATA, np.array([1])))
    assert part.customer_ids.to_pylist() == ["anna", "cleo"]
    assert part.names.words.to_pylist() == ["buy", "visit"]


def test_that_a_part_is_the_same_however_many_portions_it_is_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    events: list[Row] = [
        {"id": f"c{rng.integers(30):02}", "at": f"2024-03-{day:02}T10:00:00Z", "event": str(rng.choice(["see", "buy"]))}
        for day in rng.integers(1, 29, 200).tolist()
    ]
    data = dataset([{"id": f"c{who:02}"} for who in range(30)], events)
    rows, end = np.array([0, 3, 4, 17, 29]), int(np.median(data.at))
    monkeypatch.setattr(cores, "_AT_ONCE", 7)
    monkeypatch.setattr(part_of_data, "_CUSTOMERS_AT_ONCE", 4)
    part, earlier = of_customers(data, rows), up_to(data, end)
    whose = data.event_customers()
    for made, stays, who in ((part, np.isin(whose, rows), rows), (earlier, data.at <= end, np.arange(30))):
        assert made.at.tolist() == data.at[stays].tolist()
        assert did(made) == np.array(did(data))[stays].tolist()
        assert np.diff(made.offsets).tolist() == np.bincount(whose[stays], minlength=30)[who].tolist()


def did(data: Dataset) -> list[str]:
    return [str(data.names.words[code]) for code in data.names.values.tolist()]


def test_that_a_part_ends_where_the_whole_does_and_says_what_it_is_of() -> None:
    part = of_customers(DATA, np.array([0, 2]))
    assert part.data_end == DATA.data_end
    assert part.fingerprint == DATA.fingerprint
    assert without_customers(DATA, np.array([1])).data_end == int(part.at.max()) < int(DATA.at.max())


def test_that_a_part_without_events_has_no_end() -> None:
    assert of_customers(DATA, np.zeros(0, np.int64)).data_end is None


def test_that_columns_of_a_part_are_picked_when_they_are_asked_for_and_typed_before() -> None:
    part = of_customers(DATA, np.array([0, 2]))
    assert (part.schema().attributes, part.schema().properties) == (DATA.schema().attributes, DATA.schema().properties)
    assert isinstance(part.properties, PickedColumns)
    assert part.properties._picked == {}
    assert part.properties["amount"] is part.properties["amount"]
    assert ("amount" in part.properties, "other" in part.properties) == (True, False)
    assert [*part.properties] == [*DATA.properties]
    assert len(part.properties) == len(DATA.properties)
    assert part.properties.get("other") is None


def test_that_a_mended_dataset_holds_on_to_nothing_of_the_one_before() -> None:
    mended = without_customers(DATA, np.array([1]))
    assert not isinstance(mended.properties, PickedColumns)
    assert not isinstance(mended.attributes, PickedColumns)
