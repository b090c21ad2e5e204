"""Workspaces of earlier versions: brought to this one's form on a backup that stays, whatever happens meanwhile."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import AppError, Cancelled
from app.workspace.opening import migrating
from app.workspace.opening.lock import WriterLock
from app.workspace.sqlite.schema import EARLIER_VERSIONS, known_shape, shape_of
from app.workspace.sqlite.tables import SCHEMA_VERSION
from app.workspace.store import Workspace
from tests.builders.workspaces import rewrite, rewrite_document
from tests.torture.crafted import PAGES

FIRST = Path(__file__).parents[1] / "released" / "schema-0001.rehearse"
BACKUP = "shop (form 0001).rehearse"

MIGRATE_AND_STOP = """
import sys
from pathlib import Path
from app.workspace.opening import migrating

def stopping(connection):
    run(connection)
    print("halted", flush=True)
    sys.stdin.readline()

run, migrating.run_migrations = migrating.run_migrations, stopping
migrating.bring_up_to_date(Path(sys.argv[1]), None)
"""


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A workspace of the first version."""
    return Path(shutil.copy(FIRST, tmp_path / "shop.rehearse"))


def version_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


@pytest.mark.parametrize("version", EARLIER_VERSIONS)
def test_that_the_program_knows_the_shape_of_each_released_file(version: str) -> None:
    with closing(sqlite3.connect(FIRST.with_name(f"schema-{version}.rehearse"))) as connection:
        assert shape_of(connection) == known_shape(version) != known_shape()


def test_that_a_migrated_file_has_this_versions_form_and_its_listed_rows(first: Path) -> None:
    with Workspace.open(first) as workspace:
        events = workspace.datasets.accounts("shop")[1]
    assert [(note.line, note.outcome, note.reason) for note in events.notes] == [
        (7, "rejected", "The column “customer_id” is empty.")
    ]
    with closing(sqlite3.connect(first)) as connection:
        assert shape_of(connection) == known_shape()
        assert connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall() == [("run", 1)]


def test_that_the_file_as_it_was_stays_beside_it_and_is_named(first: Path) -> None:
    before = first.read_bytes()
    with Workspace.open(first) as workspace:
        assert workspace.news.endswith(f"As it was, it is kept beside it as {BACKUP}.")
        assert not workspace.read_only
    assert sorted(path.name for path in first.parent.iterdir()) == [BACKUP, "shop.rehearse"]
    assert version_of(first) == SCHEMA_VERSION
    with closing(sqlite3.connect(first.with_name(BACKUP))) as backup, closing(sqlite3.connect(":memory:")) as was:
        was.deserialize(before)
        assert list(backup.iterdump()) == list(was.iterdump())
    with Workspace.open(first) as again:
        assert again.news == ""
    assert len(list(first.parent.iterdir())) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_that_a_kill_in_the_middle_leaves_the_file_as_it_was(first: Path) -> None:
    command = [sys.executable, "-c", MIGRATE_AND_STOP, str(first)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "halted\n"
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert version_of(first) == "0001"
    with Workspace.open(first) as workspace:
        assert "(form 0001 2)" in workspace.news
        assert [info.name for info in workspace.datasets.names()] == ["shop"]
        assert workspace.runs.load(1).tables["messages"].num_rows == 3


def test_that_a_migration_that_fails_leaves_the_file_as_it_was(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(connection: object) -> None:
        raise AppError("No.")

    before = first.read_bytes()
    monkeypatch.setattr(migrating, "run_migrations", failing)
    with pytest.raises(AppError, match=r"^No\.$"):
        Workspace.open(first)
    assert first.read_bytes() == before


def test_that_a_backup_that_cannot_be_made_stops_the_migration(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.workspace.sqlite.verified._copy", full)
    before = first.read_bytes()
    with pytest.raises(AppError, match="needs a backup before it is changed, and none could be made"):
        Workspace.open(first)
    assert first.read_bytes() == before
    assert list(first.parent.iterdir()) == [first]


@pytest.mark.parametrize(
    "step", ["Making a backup", "Comparing the backup", "Bringing the workspace to this version's form"]
)
def test_that_a_migration_that_is_given_up_before_it_changes_the_file_leaves_it_as_it_was(
    step: str, first: Path
) -> None:
    def cancel(done: int, total: int, what: str) -> None:  # only the step matters
        if what == step:
            raise Cancelled

    before = first.read_bytes()
    with pytest.raises(Cancelled):
        Workspace.open(first, progress=cancel)
    assert first.read_bytes() == before
    with Workspace.open(first) as opened:
        assert not opened.read_only


def test_that_an_earlier_file_that_somebody_writes_to_is_left_alone(first: Path) -> None:
    before = first.read_bytes()
    lock = WriterLock.take(first)
    try:
        with pytest.raises(AppError, match="made by an earlier version of Rehearse and cannot be brought"):
            migrating.bring_up_to_date(first, None)
        with Workspace.open(first) as workspace:
            assert workspace.read_only
            assert [info.name for info in workspace.datasets.names()] == ["shop"]
    finally:
        lock.release()
    assert first.read_bytes() == before


def test_that_one_damaged_document_does_not_keep_the_others_from_migrating(first: Path) -> None:
    rewrite(first, "UPDATE scenario_revision SET document = '{' WHERE number = 2")
    rewrite_document(first, "run", lambda document: {**document, "info": []})
    rewrite_document(first, "dataset", lambda document: {**document, "info": {"accounts": [1], "customers": 2**70}})
    with Workspace.open(first) as workspace:
        assert [info.id for info in workspace.scenarios.all()] == ["reminder"]
        assert workspace.scenarios.load("reminder", 1).name == "Reminder"
        assert [info.id for info in workspace.runs.all()] == [1]
        for read in (
            lambda: workspace.scenarios.load("reminder", 2),
            lambda: workspace.runs.load(1),
            lambda: workspace.datasets.load("shop"),
        ):
            with pytest.raises(AppError, match="damaged"):
                read()


def test_that_gigabytes_of_nothing_are_not_copied_before_an_earlier_form_is_changed(first: Path) -> None:
    PAGES["pages of ten gigabytes of nothing"](first)
    with pytest.raises(AppError, match="by far the most of it is empty"):
        Workspace.open(first)
    assert [path.name for path in first.parent.iterdir()] == [first.name]
    assert version_of(first) == "0001"


def test_that_what_cannot_be_read_is_named_rather_than_its_backup(first: Path) -> None:
    PAGES["settings by shared children"](first)
    with pytest.raises(AppError, match=rf"none could be made\. {re.escape(str(first))} is damaged"):
        Workspace.open(first)
