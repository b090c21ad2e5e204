"""Copies to give away: no byte of them holds anything that named a customer."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.data.assembling.fingerprint import signed
from app.data.columns.column import Column, ColumnType
from app.data.importing.read import Imported
from app.data.merged import Merged
from app.data.products import Products
from app.data.samples import load_sample
from app.errors import AppError
from app.guides.templates import load_template
from app.nodes.conditions import AttributeTest
from app.progress import silent
from app.runtime.rehearse import RunOptions, rehearse
from app.workspace.opening.verifying import damages
from app.workspace.sharing import People
from app.workspace.sqlite.documents import sealed
from app.workspace.store import Workspace
from tests.builders.workspaces import ACCOUNTS, MAPPING, REMINDER, rewrite, small_workspace, workspace_at

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
        assert account.remarks == ()


def test_that_a_copy_says_which_columns_were_found_to_hold_ids(path: Path, tmp_path: Path) -> None:
    with Workspace.open(path) as workspace:
        found = workspace.datasets.load("shop")
        friend = Column(ColumnType.TEXT, np.array([1, 2, 0], np.int32), found.customer_ids)
        changed = signed(replace(found, attributes={**found.attributes, "friend": friend}))
        workspace.datasets.save(Imported(changed, MAPPING, ACCOUNTS))
        made = workspace.copy_to(tmp_path / "copy.rehearse", people=People.PSEUDONYMS)
    with Workspace.open(made) as copy:
        account, *_ = copy.datasets.accounts("shop")
        assert account.remarks == (
            "“friend”: found to hold ids of customers or orders, which are others in this copy.",
        )
        shop = copy.datasets.load("shop")
        assert set(shop.attributes["friend"].words.to_pylist()) == set(shop.customer_ids.to_pylist())


def test_that_a_complete_copy_holds_everything(path: Path, tmp_path: Path) -> None:
    with Workspace.open(path) as workspace:
        made = workspace.copy_to(tmp_path / "copy.rehearse")
        runs, datasets = workspace.runs.all(), workspace.datasets.names()
    with Workspace.open(made) as copy:
        assert (copy.runs.all(), copy.datasets.names()) == (runs, datasets)


def test_that_what_names_a_customer_is_found_wherever_the_user_put_it(tmp_path: Path) -> None:
    path = small_workspace(tmp_path / "shop.rehearse")
    naming = NAMING[:-2]
    with Workspace.open(path) as workspace:
        found = workspace.datasets.load("shop")
        words = pa.array(["Anna wrote: anna@example.com", "cyril, call +420 601 234 567"], pa.string())
        review = Column(ColumnType.TEXT, np.array([0, 1], np.int32), words)
        everywhere = signed(
            replace(
                found,
                name="of anna@example.com",
                lists={"friends of béla": np.array([True, False, True])},
                pools={"for cyril": pa.array(["anna", "béla"], pa.string())},
                products=Products(pa.array(["1", "bela@example.com"], pa.string()), {"review": review}),
                merged=Merged(pa.array(["anna2"], pa.string()), pa.array(["anna"], pa.string())),
            )
        )
        mapping = MAPPING.model_copy(update={"apart": ("cyril", "anna2")})
        account = replace(ACCOUNTS[0], file="events.csv", remarks=("anna@example.com was named twice.",))
        workspace.datasets.save(Imported(everywhere, mapping, (account,)))
        condition = {"attribute": "mail", "op": "eq", "value": "anna@example.com"}
        workspace.segments.put("only béla", AttributeTest.model_validate(condition))
        workspace.scenarios.save(replace(REMINDER, name="without cyril", description="bela@example.com"), "for anna")
    for people in (People.NONE, People.PSEUDONYMS):
        with Workspace.open(path) as workspace:
            made = workspace.copy_to(tmp_path / f"{people}.rehearse", people=people)
        content = everything(made)
        assert [word for word in [*naming, "anna2", "601 234 567"] if word.encode() in content] == []
    with Workspace.open(made) as copy:
        ((_, segment),) = copy.segments.all().items()
        (name,) = [info.name for info in copy.datasets.names() if info.name != "shop"]
        dataset = copy.datasets.load(name)
        assert isinstance(segment, AttributeTest)
        assert segment.value in dataset.attributes["mail"].words.to_pylist()
        assert set(dataset.merged.kept.to_pylist()) < set(dataset.customer_ids.to_pylist())


def test_that_a_copy_rehearses_to_the_same_counts(tmp_path: Path) -> None:
    with Workspace.open(workspace_at(tmp_path / "shop.rehearse")) as workspace:
        workspace.datasets.save(load_sample("shop", silent))
        made = workspace.copy_to(tmp_path / "copy.rehearse", people=People.PSEUDONYMS)
        before = workspace.datasets.load("shop")
    with Workspace.open(made) as copy:
        after = copy.datasets.load("shop")
    options = RunOptions(compiled=False)
    counts = [rehearse(load_template("welcome"), each, options).summary.nodes for each in (before, after)]
    assert counts[0] == counts[1]
    assert max(node.arrived for node in counts[0].values()) > 100


def test_that_a_damaged_document_is_not_given_away_unread(tmp_path: Path) -> None:
    path = small_workspace(tmp_path / "shop.rehearse")
    rewrite(path, "UPDATE scenario_revision SET document = 'anna@example.com'")
    with Workspace.open(path) as workspace, pytest.raises(AppError, match="is damaged"):
        workspace.copy_to(tmp_path / "copy.rehearse", people=People.NONE)
    assert not (tmp_path / "copy.rehearse").exists()


@pytest.mark.parametrize("hostile", ["[" * 50_000 + "]" * 50_000, '{"a": '], ids=["deep", "torn"])
def test_that_a_hostile_setting_under_its_right_hash_is_refused_in_words(tmp_path: Path, hostile: str) -> None:
    path = small_workspace(tmp_path / "shop.rehearse")
    row = sealed(hostile)
    rewrite(path, "INSERT INTO setting VALUES ('sly', ?, ?)", row["document"], row["sha256"])
    with Workspace.open(path) as workspace, pytest.raises(AppError, match="The setting 'sly' is damaged"):
        workspace.copy_to(tmp_path / "copy.rehearse", people=People.NONE)


def test_that_half_a_character_in_a_setting_keeps_nobody_from_a_copy(tmp_path: Path) -> None:
    path = small_workspace(tmp_path / "shop.rehearse")
    row = sealed('"\\ud800 anna@example.com"')
    rewrite(path, "INSERT INTO setting VALUES ('sly', ?, ?)", row["document"], row["sha256"])
    with Workspace.open(path) as workspace:
        made = workspace.copy_to(tmp_path / "copy.rehearse", people=People.NONE)
    with Workspace.open(made) as copy:
        assert "anna" not in str(copy.settings.get("sly"))


def test_that_a_complete_copy_holds_nothing_that_was_removed(tmp_path: Path) -> None:
    path = small_workspace(tmp_path / "shop.rehearse")
    with Workspace.open(path) as workspace:
        workspace.settings.put("note", "anna lives here " * 4000)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")  # as another program may have it
        connection.execute("DELETE FROM setting WHERE key = 'note'")
    assert b"anna lives here" in path.read_bytes()
    with Workspace.open(path) as workspace:
        made = workspace.copy_to(tmp_path / "copy.rehearse")
    assert b"anna lives here" not in made.read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy.rehearse", "shop.rehearse"]


def test_that_a_removed_dataset_and_run_are_gone_from_the_bytes(tmp_path: Path) -> None:
    path = small_workspace(tmp_path / "shop.rehearse")
    with closing(sqlite3.connect(path)) as connection:
        both = "SELECT content FROM dataset_part UNION ALL SELECT content FROM run_part"
        parts = [content for (content,) in connection.execute(both)]
    pieces = [content[at : at + 24] for content in parts for at in (64, len(content) // 2)]
    assert all(piece in path.read_bytes() for piece in pieces)
    with Workspace.open(path) as workspace:
        workspace.datasets.remove("shop")
        workspace.runs.remove(workspace.runs.all()[0].id)
    content = path.read_bytes()
    assert [piece for piece in pieces if piece in content] == []
    assert [word for word in NAMING if word.encode() in content] == []
