"""Copies to give away: no byte of them holds anything that named a customer."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.workspace.opening.verifying import damages
from app.workspace.sharing import People
from app.workspace.store import Workspace
from tests.builders.workspaces import small_workspace

NAMING = ["anna", "béla", "cyril", "anna@example.com", "bela@example.com", ";;buy", "events.csv"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "shop.rehearse", "shop", "second")


def everything(path: Path) -> bytes:
    """The file's bytes, and what its parts hold once they are unpacked."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            pq.read_table(pa.BufferReader(content))
            for owner in ("dataset", "run")
            for (content,) in connection.execute(f"SELECT content FROM {owner}_part")
        ]
    return path.read_bytes() + b"".join(str(table.to_pylist()).encode() for table in tables)


def test_that_the_test_would_find_what_names_a_customer(path: Path) -> None:
    content = everything(path)
    assert all(word.encode() in content for word in NAMING)


@pytest.mark.parametrize("people", [People.NONE, People.PSEUDONYMS])
def test_that_nothing_that_names_a_customer_is_in_the_bytes(path: Path, tmp_path: Path, people: People) -> None:
    with Workspace.open(path) as workspace:
        made = workspace.copy_to(tmp_path / "copy.rehearse", people=people)
    content = everything(made)
    assert [word for word in NAMING if word.encode() in content] == []
    assert damages(made, is_whole=True) == ()
    assert not list(tmp_path.glob("copy.rehearse-*"))
    with Workspace.open(made, only_trusted=True) as copy:
        assert [info.name for info in copy.scenarios.all()] == ["Reminder"]
        assert copy.runs.all() == ()
        assert [info.name for info in copy.datasets.names()] == ([] if people is People.NONE else ["second", "shop"])


def test_that_pseudonyms_are_the_same_in_all_datasets_and_counts_of_imports_stay(path: Path, tmp_path: Path) -> None:
    with Workspace.open(path) as workspace:
        made = workspace.copy_to(tmp_path / "copy.rehearse", people=People.PSEUDONYMS)
    with Workspace.open(made) as copy:
        shop, second = copy.datasets.load("shop"), copy.datasets.load("second")
        assert shop.customer_ids.equals(second.customer_ids)
        (account,) = copy.datasets.accounts("shop")
        assert (account.read, account.imported, account.rejected, len(account.notes)) == (5, 4, 1, 0)


def test_that_a_complete_copy_holds_everything(path: Path, tmp_path: Path) -> None:
    with Workspace.open(path) as workspace:
        made = workspace.copy_to(tmp_path / "copy.rehearse")
        runs, datasets = workspace.runs.all(), workspace.datasets.names()
    with Workspace.open(made) as copy:
        assert (copy.runs.all(), copy.datasets.names()) == (runs, datasets)
