"""What a file from anybody may make SQLite give and take."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import AppError
from app.files.copying import taken_on_disk
from app.workspace.opening.verifying import PAGES as DAMAGED_PAGES
from app.workspace.opening.verifying import damages
from app.workspace.recovery.rescuing import rescue
from app.workspace.sharing import People
from app.workspace.sqlite.bounded import MOST_HEAP
from app.workspace.sqlite.database import connect
from app.workspace.store import Workspace
from tests.builders.workspaces import rewrite, small_workspace
from tests.torture.crafted import PAGES

ROWS = 3_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "w.rehearse")


def test_that_a_statement_gives_all_that_a_file_holds_also_before_it_is_kept(path: Path) -> None:
    text = "x" * 1_000
    with closing(connect(path, read_only=False)) as connection:
        connection.execute("BEGIN")
        for number in range(ROWS):
            connection.execute("INSERT INTO setting VALUES (?, ?, '')", (f"k{number}", text))
        query = "SELECT * FROM setting WHERE key LIKE 'k%'"
        assert len(connection.execute(query).fetchall()) == ROWS
        assert sum(1 for _ in connection.execute(query)) == ROWS
        connection.execute("COMMIT")


@pytest.mark.parametrize(
    ("words", "table"),
    [("datasets", "dataset"), ("scenarios", "scenario_revision"), ("runs", "run"), ("settings", "setting")],
)
def test_that_pages_given_again_and_again_end_as_damage(path: Path, words: str, table: str) -> None:
    PAGES[f"{words} by shared children"](path)
    rows: list[tuple[object, ...]] = []
    with closing(connect(path, read_only=True)) as connection:
        with pytest.raises(sqlite3.DatabaseError) as raised:
            rows.extend(connection.execute(f"SELECT * FROM {table}"))
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute(f"SELECT * FROM {table}").fetchall()
    assert raised.value.sqlite_errorcode == sqlite3.SQLITE_CORRUPT
    assert 0 < sum(len(str(cell)) for row in rows for cell in row) < 2 * path.stat().st_size
    assert DAMAGED_PAGES in damages(path)


def test_that_pages_given_again_and_again_are_rescued_once(path: Path, tmp_path: Path) -> None:
    PAGES["settings by shared children"](path)
    found = rescue(path, tmp_path / "out")
    assert found.lost == ["Some or all settings: the table of them is damaged"]
    assert "dataset shop events.csv" in found.written


def test_that_sqlite_itself_takes_no_more_memory_than_values_need(path: Path) -> None:
    with closing(connect(path, read_only=True)) as connection:
        assert connection.execute("PRAGMA hard_heap_limit").fetchone() == (MOST_HEAP,)


@pytest.mark.parametrize("people", People)
def test_that_a_copy_of_billions_of_rows_ends_in_words_and_leaves_nothing(
    path: Path, tmp_path: Path, people: People
) -> None:
    PAGES["settings by shared children beside a free page"](path)
    with Workspace.open(path, read_only=True) as workspace, pytest.raises(AppError):
        workspace.copy_to(tmp_path / "copy.rehearse", people=people)
    assert [each.name for each in tmp_path.iterdir()] == ["w.rehearse"]


def test_that_pages_which_were_never_written_are_not_copied(path: Path, tmp_path: Path) -> None:
    PAGES["pages of ten gigabytes of nothing"](path)
    with Workspace.open(path, read_only=True) as workspace, pytest.raises(AppError, match="by far the most of it"):
        workspace.copy_to(tmp_path / "copy.rehearse")
    assert [each.name for each in tmp_path.iterdir()] == ["w.rehearse"]
    found = rescue(path, tmp_path / "out")
    assert found.lost == []
    assert sum(taken_on_disk(each) for each in (tmp_path / "out").iterdir()) < 1 << 20


def test_that_a_file_with_free_pages_is_written_anew(path: Path, tmp_path: Path) -> None:
    rewrite(path, "INSERT INTO setting VALUES ('more', hex(zeroblob(50000)), '')")
    rewrite(path, "DELETE FROM setting WHERE key = 'more'")
    with Workspace.open(path, read_only=True) as workspace:
        copy = workspace.copy_to(tmp_path / "copy.rehearse")
    assert copy.stat().st_size < path.stat().st_size
