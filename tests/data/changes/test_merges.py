"""Customers that became one are listed, kept as they were recorded, and can be told apart again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.data.changes.merges import undone
from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.data.importing.mapping import KeyMapping, MappingDocument
from app.data.importing.plan import propose, with_file
from app.data.importing.planned import import_plan
from app.data.storing.parts import dataset_document, dataset_from_parts, dataset_parts
from app.errors import AppError

PEOPLE = "customer_id,email,city\n7,a@x.io,Brno\n8,A@x.io,Praha\n9,b@x.io,Zlín\n"
EVENTS = (
    "customer_id,event,at,amount\n7,visit,2024-01-01,1\n8,visit,2024-01-02,2\n8,purchase,2024-01-03,3\n"
    "9,visit,2024-01-04,4\n"
)
KEYS = (KeyMapping(column="customer_id", identifies="customer"), KeyMapping(column="email", identifies="email"))


def _files(folder: Path, **texts: str) -> list[Path]:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [folder / f"{name}.csv" for name in texts]


def _city(dataset: Dataset) -> dict[str, str | None]:
    column = dataset.attributes["city"]
    words = column.words.to_pylist()
    texts = [words[code] if code >= 0 else None for code in column.values]
    return dict(zip(map(str, dataset.customer_ids.to_pylist()), texts, strict=True))


def _events(dataset: Dataset) -> dict[str, int]:
    return dict(zip(map(str, dataset.customer_ids.to_pylist()), np.diff(dataset.offsets).tolist(), strict=True))


@pytest.fixture
def merged(tmp_path: Path) -> Dataset:
    """Two ids of one address."""
    plan = with_file(propose(_files(tmp_path, people=PEOPLE, events=EVENTS)), 0, keys=KEYS)
    imported = import_plan(plan, "t")
    assert [merge.sentence() for merge in imported.merges] == [
        "“8” and “7” are one customer: “a@x.io” belongs to both."
    ]
    assert imported.merges[0].sentence() in imported.accounts[0].remarks
    return imported.dataset


def test_that_two_ids_of_one_address_are_one_customer_with_all_events(merged: Dataset) -> None:
    assert _events(merged) == {"7": 3, "9": 1}
    assert _city(merged) == {"7": "Praha", "9": "Zlín"}


def test_that_a_merge_can_be_undone(merged: Dataset) -> None:
    apart = undone(merged, "8")
    assert _events(apart) == {"7": 1, "8": 2, "9": 1}
    assert _city(apart) == {"7": "Brno", "8": "Praha", "9": "Zlín"}
    assert len(apart.merged) == 0
    with pytest.raises(AppError, match="not an id that was merged"):
        undone(apart, "8")
    with pytest.raises(AppError, match="not an id that was merged"):
        undone(merged, "7")


def test_that_merges_are_stored_with_the_dataset(merged: Dataset) -> None:
    again = dataset_from_parts(dataset_document(merged), list(dataset_parts(merged)))
    assert again.fingerprint == merged.fingerprint
    assert _events(undone(again, "8")) == {"7": 1, "8": 2, "9": 1}
    assert again.merged.columns["city"].type is ColumnType.TEXT


def test_that_an_undone_merge_is_not_made_again(merged: Dataset, tmp_path: Path) -> None:
    apart = undone(merged, "8")
    file = _files(tmp_path, more="customer_id,email,city\n7,a@x.io,Brno\n8,a@x.io,Kolín\n9,b@x.io,Zlín\n")
    plan = with_file(propose(file, MappingDocument(apart=("8",)), dataset=apart), 0, keys=KEYS)
    assert _city(import_plan(plan, "t", apart).dataset) == {"7": "Brno", "8": "Kolín", "9": "Zlín"}


def test_that_customers_of_a_dataset_are_merged_by_a_later_file_and_told_apart_again(tmp_path: Path) -> None:
    first = import_plan(
        propose(_files(tmp_path, people="customer_id,city\n7,Brno\n8,Praha\n", events=EVENTS)), "t"
    ).dataset
    assert _events(first) == {"7": 1, "8": 2, "9": 1}
    file = _files(tmp_path, links="customer_id,email\n7,a@x.io\n8,a@x.io\n9,b@x.io\n")
    imported = import_plan(with_file(propose(file, dataset=first), 0, keys=KEYS), "t", first)
    assert _events(imported.dataset) == {"7": 3, "9": 1}
    apart = undone(imported.dataset, "8")
    assert _events(apart) == {"7": 1, "8": 2, "9": 1}
    assert _city(apart) == {"7": "Brno", "8": "Praha", "9": None}


def test_that_the_same_files_again_add_nothing_to_merged_customers(merged: Dataset, tmp_path: Path) -> None:
    plan = with_file(propose(_files(tmp_path, people=PEOPLE, events=EVENTS), dataset=merged), 0, keys=KEYS)
    again = import_plan(plan, "t", merged)
    assert _events(again.dataset) == {"7": 3, "9": 1}
    assert again.merges == ()
    assert _events(undone(again.dataset, "8")) == {"7": 1, "8": 2, "9": 1}


def test_that_ids_that_only_events_make_one_are_kept_as_they_were_recorded(tmp_path: Path) -> None:
    events = (
        "user_id,email,timestamp,event\nu1,a@x.io,2024-01-01T10:00Z,visit\nu2,A@x.io,2024-01-01T10:05Z,visit\n"
        "u3,b@x.io,2024-01-01T10:05Z,visit\n,b@x.io,2024-01-01T11:00Z,visit\n"
    )
    dataset = import_plan(propose(_files(tmp_path, events=events)), "t").dataset
    assert _events(dataset) == {"u1": 2, "u3": 2}
    assert dict(zip(dataset.merged.ids.to_pylist(), dataset.merged.kept.to_pylist(), strict=True)) == {
        "u1": "u1",
        "u2": "u1",
        "u3": "u3",
        "b@x.io": "u3",
    }
    apart = undone(undone(dataset, "u2"), "b@x.io")
    assert _events(apart) == {"b@x.io": 1, "u1": 1, "u2": 1, "u3": 1}
    email = apart.attributes["email"]
    assert [str(email.words[code]) for code in email.values] == ["b@x.io", "a@x.io", "a@x.io", "b@x.io"]
    assert not len(apart.merged)
