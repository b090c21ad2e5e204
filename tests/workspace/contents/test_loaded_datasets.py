"""Datasets in memory: each revision is read once, and no more is held than may be."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from app.bench.job import synthetic_dataset
from app.data.assembling.fingerprint import signed
from app.data.dataset import Dataset
from app.data.importing.mapping import MappingDocument
from app.data.importing.read import Imported
from app.errors import AppError
from app.progress import Progress, silent
from app.workspace.contents.datasets import DatasetStore
from app.workspace.contents.loaded_datasets import LoadedDatasets
from app.workspace.sqlite.database import Database


class CountingStore(DatasetStore):
    """Counts how often a dataset is read."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.reads: list[str] = []

    def load(self, name: str, progress: Progress = silent) -> Dataset:
        self.reads.append(name)
        return super().load(name, progress)


@pytest.fixture
def store(empty: Path) -> CountingStore:
    return CountingStore(Database(empty))


def keep(store: DatasetStore, name: str, seed: int = 0) -> Dataset:
    dataset = signed(replace(synthetic_dataset(50, seed), name=name))
    store.save(Imported(dataset, MappingDocument(), ()))
    return dataset


def test_that_a_dataset_is_read_once_until_it_is_imported_again(store: CountingStore) -> None:
    keep(store, "shop")
    loaded = LoadedDatasets(store)
    assert loaded.get("shop") is loaded.get("shop")
    assert store.reads == ["shop"]
    newer = keep(store, "shop", seed=1)
    assert loaded.get("shop").fingerprint == newer.fingerprint
    assert store.reads == ["shop", "shop"]


def test_that_whoever_asks_while_it_is_read_waits_for_it(store: CountingStore) -> None:
    keep(store, "shop")
    loaded = LoadedDatasets(store)
    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(loaded.get, ["shop"] * 4)
    assert store.reads == ["shop"]
    assert all(other is first for other in others)


def test_that_the_one_not_asked_for_the_longest_gives_way(store: CountingStore) -> None:
    size = max(keep(store, name).nbytes for name in ("a", "b", "c"))
    loaded = LoadedDatasets(store, bytes_at_most=5 * size // 2)
    for name in ("a", "b", "a", "c", "a", "b"):
        loaded.get(name)
    assert store.reads == ["a", "b", "c", "b"]


def test_that_the_last_one_is_held_whatever_its_size(store: CountingStore) -> None:
    keep(store, "shop")
    loaded = LoadedDatasets(store, bytes_at_most=1)
    assert loaded.get("shop") is loaded.get("shop")


def test_that_a_removed_dataset_is_there_no_more(store: CountingStore) -> None:
    keep(store, "shop")
    loaded = LoadedDatasets(store)
    loaded.get("shop")
    store.remove("shop")
    with pytest.raises(AppError, match="There is no dataset 'shop'"):
        loaded.get("shop")


def test_that_a_schema_is_worked_out_once_and_anew_for_another_dataset() -> None:
    dataset = synthetic_dataset(50)
    assert dataset.schema() is dataset.schema()
    assert dataset.only(0).schema() != dataset.schema()
