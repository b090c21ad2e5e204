"""Datasets in the workspace."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from app.data.assembling.fingerprint import signed
from app.data.dataset import Dataset
from app.errors import AppError, Cancelled
from app.workspace.contents.datasets import DatasetStore
from app.workspace.sqlite.database import Database
from app.workspace.sqlite.documents import sealed
from app.workspace.sqlite.tables import dataset as dataset_table
from app.workspace.sqlite.tables import dataset_part
from tests.builders.workspaces import ACCOUNTS, CUSTOMERS, EVENTS, MAPPING, NOTE, imported

EVENTS_FIRST = (dataset_part.c.kind == "events") & (dataset_part.c.position == 0)


def assert_same(one: Dataset, other: Dataset) -> None:
    assert (one.name, one.fingerprint) == (other.name, other.fingerprint)
    assert signed(one).fingerprint == signed(other).fingerprint == other.fingerprint
    assert (list(one.attributes), list(one.properties)) == (list(other.attributes), list(other.properties))


@pytest.fixture
def database(empty: Path) -> Database:
    return Database(empty)


@pytest.fixture
def store(database: Database) -> DatasetStore:
    return DatasetStore(database)


def parts_in(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(dataset_part)).scalar_one()


def test_that_a_stored_dataset_is_loaded_as_it_was(store: DatasetStore) -> None:
    store.save(imported())
    assert_same(store.load("shop"), imported().dataset)
    assert store.mapping("shop") == MAPPING


def test_that_what_is_known_of_a_dataset_needs_no_loading(store: DatasetStore) -> None:
    store.save(imported())
    (info,) = store.names()
    dataset = imported().dataset
    assert (info.name, info.customers, info.events, info.fingerprint) == ("shop", 3, 4, dataset.fingerprint)
    assert (info.first_at, info.last_at) == (int(dataset.at.min()), int(dataset.at.max()))
    assert info.imported_at > 0


def test_that_accounts_are_kept_with_every_listed_row(store: DatasetStore) -> None:
    store.save(imported())
    accounts = store.accounts("shop")
    assert [replace(account, notes=tuple(account.notes)) for account in accounts] == list(ACCOUNTS)
    many = [replace(NOTE, line=line, outcome="repaired" if line % 2 else "rejected") for line in range(70_000)]
    both = (replace(ACCOUNTS[0], file="first.csv", notes=[NOTE]), replace(ACCOUNTS[0], notes=many))
    store.save(replace(imported(), accounts=both))
    first, second = store.accounts("shop")
    assert (tuple(first.notes), len(second.notes)) == ((replace(NOTE, file="first.csv"),), 70_000)
    assert (second.notes[69_999], second.notes[-1], second.notes[:2]) == (many[-1], many[-1], tuple(many[:2]))


def test_that_a_dataset_without_events_has_no_first_and_no_last(store: DatasetStore) -> None:
    store.save(imported(events=[]))
    (info,) = store.names()
    assert (info.events, info.first_at, info.last_at) == (0, None, None)
    assert_same(store.load("shop"), imported(events=[]).dataset)


def test_that_a_dataset_of_nobody_can_be_stored(store: DatasetStore) -> None:
    store.save(imported(customers=[], events=[]))
    assert store.load("shop").customer_count == 0


def test_that_datasets_are_listed_by_name(store: DatasetStore) -> None:
    for name in ("zoo", "Shop", "grocery"):
        store.save(imported(name))
    assert [info.name for info in store.names()] == ["grocery", "Shop", "zoo"]


def test_that_a_dataset_takes_the_place_of_another_of_its_name(store: DatasetStore, database: Database) -> None:
    store.save(imported())
    before = parts_in(database)
    store.save(imported(customers=CUSTOMERS[:1], events=EVENTS[:1]))
    assert [(info.customers, info.events) for info in store.names()] == [(1, 1)]
    assert parts_in(database) == before


def test_that_a_removed_dataset_is_gone_from_the_bytes(store: DatasetStore, database: Database) -> None:
    store.save(imported())
    assert b"There is no customer." in database.path.read_bytes()
    store.remove("shop")
    assert store.names() == ()
    assert parts_in(database) == 0
    assert b"There is no customer." not in database.path.read_bytes()
    with pytest.raises(AppError, match="There is no dataset 'shop' in"):
        store.load("shop")


def test_that_a_cancelled_save_leaves_everything_as_it_was(store: DatasetStore) -> None:
    store.save(imported())

    def cancel(done: int, total: int, what: str) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        store.save(imported(customers=CUSTOMERS[:1]), cancel)
    assert_same(store.load("shop"), imported().dataset)


def test_that_pools_are_kept_and_their_sizes_known_without_loading(store: DatasetStore) -> None:
    given_one = imported()
    pools = {"spring": pa.array(["B2", "A1"]), "none": pa.array([], pa.string())}
    store.save(replace(given_one, dataset=signed(replace(given_one.dataset, pools=pools))))
    (info,) = store.names()
    assert info.pools == {"spring": 2, "none": 0}
    loaded = store.load("shop")
    assert {name: codes.to_pylist() for name, codes in loaded.pools.items()} == {"spring": ["B2", "A1"], "none": []}
    assert signed(loaded).fingerprint == loaded.fingerprint == info.fingerprint != given_one.dataset.fingerprint


def test_that_datasets_from_before_there_were_pools_are_read(store: DatasetStore, database: Database) -> None:
    store.save(imported())
    with database.writing() as connection:
        document = json.loads(connection.execute(select(dataset_table.c.document)).scalar_one())
        del document["info"]["pools"], document["dataset"]["pools"]
        for account in document["info"]["accounts"]:
            del account["fingerprint"]
        connection.execute(update(dataset_table).values(**sealed(json.dumps(document))))
    (info,) = store.names()
    assert info.pools == {}
    assert [tuple(account.notes) for account in store.accounts("shop")] == [(NOTE,)]
    assert_same(store.load("shop"), imported().dataset)


def test_that_progress_runs_from_none_to_all_rows(store: DatasetStore) -> None:
    seen: list[tuple[int, int, str]] = []
    store.save(imported(), lambda *step: seen.append(step))
    assert (seen[0], seen[-1]) == ((0, 7, "Storing the dataset"), (7, 7, "Storing the dataset"))
    seen.clear()
    store.load("shop", lambda *step: seen.append(step))
    assert [done for done, _, _ in seen] == sorted(done for done, _, _ in seen)
    assert seen[0][::2] == (0, "Reading the dataset")


@pytest.mark.parametrize(
    "change",
    [
        update(dataset_table).values(document="{}"),
        update(dataset_table).values(sha256="0" * 64),
        update(dataset_part).values(content=b"nonsense"),
        update(dataset_part).where(EVENTS_FIRST).values(position=9),
        delete(dataset_part).where(dataset_part.c.kind == "events"),
    ],
)
def test_that_a_dataset_that_is_not_what_was_saved_is_refused(
    store: DatasetStore, database: Database, change: object
) -> None:
    store.save(imported())
    with database.writing() as connection:
        connection.execute(change)  # type: ignore[call-overload]  # parametrised statements of two kinds
    with pytest.raises(AppError, match=r"The dataset .shop. is damaged"):
        store.load("shop")


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)
INSTANTS = st.datetimes().map(lambda at: f"{at.isoformat()}Z")
PEOPLE = st.lists(
    st.fixed_dictionaries({
        "customer_id": st.sampled_from(["a", "b", "č", "d d"]),
        "mail": TEXTS.map(str.strip),
        "age": NUMBERS | st.just(""),
        "vip": st.sampled_from(["true", "false", ""]),
        "born": st.dates().map(str) | st.just(""),
    }),
    max_size=5,
)  # fmt: skip
HAPPENINGS = st.lists(
    st.fixed_dictionaries({
        "customer_id": st.sampled_from(["a", "b", "e"]),
        "timestamp": INSTANTS,
        "event": st.sampled_from(["view", "buy", "Köp"]),
        "amount": NUMBERS | st.just(""),
    }),
    max_size=12,
)  # fmt: skip


@settings(
    max_examples=max(settings().max_examples // 5, 40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(PEOPLE, HAPPENINGS)
def test_that_any_dataset_comes_back_as_it_was(
    store: DatasetStore, people: list[dict[str, object]], happenings: list[dict[str, object]]
) -> None:
    given_one = imported("any", people, happenings)
    store.save(given_one)
    assert_same(store.load("any"), given_one.dataset)
    assert replace(store.load("any"), name="x").schema() == given_one.dataset.schema()
