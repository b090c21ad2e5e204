"""Transactions on a workspace file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app.errors import AppError
from app.workspace.sqlite import database as module
from app.workspace.sqlite.complaints import complaint
from app.workspace.sqlite.database import Database, connect
from app.workspace.sqlite.tables import dataset_part, setting

ROW = {"key": "k", "document": "1", "sha256": "s"}


def keys(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(setting.c.key)).scalars())


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        ("journal_mode", "delete"),
        ("synchronous", 3),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("temp_store", 2),
        ("query_only", 0),
    ],
)
def test_that_a_writer_is_set_up_for_safety(empty: Path, pragma: str, expected: object) -> None:
    connection = connect(empty, read_only=False)
    assert connection.execute(f"PRAGMA {pragma}").fetchone() == (expected,)
    connection.close()


def test_that_a_reader_can_change_nothing(empty: Path) -> None:
    connection = connect(empty, read_only=True)
    assert connection.execute("PRAGMA query_only").fetchone() == (1,)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM setting")
    with pytest.raises(sqlite3.OperationalError, match="too many attached"):
        connection.execute("ATTACH DATABASE ':memory:' AS other")
    connection.close()


def test_that_no_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="could not be opened"), Database(tmp_path / "none").reading():
        pass
    assert list(tmp_path.iterdir()) == []


def test_that_a_transaction_is_kept_whole_or_not_at_all(empty: Path) -> None:
    database = Database(empty)
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(insert(setting), [{**ROW, "key": "first"}, ROW, ROW])
    assert keys(database) == []
    with database.writing() as connection:
        connection.execute(insert(setting).values(ROW))
    assert keys(database) == ["k"]


def test_that_a_part_needs_its_owner(empty: Path) -> None:
    orphan = {"dataset_id": 1, "kind": "events", "position": 0, "rows": 1, "sha256": "", "content": b""}
    with pytest.raises(IntegrityError), Database(empty).writing() as connection:
        connection.execute(insert(dataset_part).values(orphan))


def test_that_a_view_stays_the_same_while_it_is_read(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAIT_FOR_LOCK_S", 0.05)
    reader, writer = Database(empty, read_only=True), Database(empty)
    with reader.reading() as view:
        assert view.execute(select(setting.c.key)).all() == []
        with pytest.raises(AppError, match="being saved by another"), writer.writing() as connection:
            connection.execute(insert(setting).values(ROW))
        assert view.execute(select(setting.c.key)).all() == []
    assert keys(writer) == []


def test_that_a_read_only_workspace_says_why_it_cannot_be_changed(empty: Path) -> None:
    with pytest.raises(AppError, match="opened for reading only"), Database(empty, read_only=True).writing():
        pass
    noticed = Database(empty, read_only=True, notice="Process 7 is working in it.")
    with pytest.raises(AppError, match=r"Nothing was changed\. Process 7 is working in it\."), noticed.writing():
        pass


def test_that_a_closed_workspace_says_so(empty: Path) -> None:
    database = Database(empty)
    database.close()
    with pytest.raises(AppError, match="has been closed"), database.reading():
        pass


def test_that_a_full_disk_is_said_in_words() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(sqlite3.OperationalError) as raised:
        connection.execute("CREATE TABLE t (x)")
    assert "is full. Nothing of this step was kept, and what was saved before is safe" in str(
        complaint(Path("w"), raised.value)
    )
    connection.close()


def test_that_a_mistake_of_ours_is_no_complaint() -> None:
    connection = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.OperationalError) as raised:
        connection.execute("SELECT * FROM nothing")
    assert complaint(Path("w"), raised.value) is None
    assert complaint(Path("w"), ValueError()) is None
    connection.close()
