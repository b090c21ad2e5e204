"""Backups beside the user's state: proven when they are made, thinned, looked into, and restored."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import AppError, Cancelled
from app.workspace.backups import backup_folder
from app.workspace.backups.backup_folder import back_up, backups_of, identity_by_place, is_due, remove
from app.workspace.backups.restoring import contents_of, restore
from app.workspace.opening.verifying import damages
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER, rewrite, small_workspace

NOW = datetime(2024, 6, 15, 12, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "shop.rehearse")


@pytest.fixture
def identity(path: Path) -> str:
    with Workspace.open(path, read_only=True) as workspace:
        return workspace.identity


def rename(path: Path, name: str) -> None:
    with Workspace.open(path) as workspace:
        workspace.scenarios.save(replace(REMINDER, name=name))


def names(path: Path) -> list[str]:
    with Workspace.open(path, read_only=True) as workspace:
        return [info.name for info in workspace.scenarios.all()]


def test_that_a_backup_holds_what_the_workspace_held(path: Path, identity: str) -> None:
    with Workspace.open(path) as workspace:
        backup = back_up(path, identity, NOW)
        held = (workspace.scenarios.all(), workspace.datasets.names(), workspace.runs.all())
    contents = contents_of(backup.path)
    assert (contents.scenarios, contents.datasets, contents.runs) == held
    (listed,) = backups_of(identity)
    assert (listed.path, listed.made_at, listed.size) == (backup.path, NOW, backup.size)
    assert identity_by_place(path) == identity
    assert identity_by_place(path.with_name("other")) == ""


def test_that_a_backup_is_due_once_an_hour_and_only_after_a_change(path: Path, identity: str) -> None:
    assert is_due(path, identity, NOW)
    assert not is_due(path, "", NOW)
    back_up(path, identity, NOW)
    assert not is_due(path, identity, NOW + timedelta(hours=2))
    rename(path, "Later")
    assert not is_due(path, identity, NOW + timedelta(minutes=59))
    assert is_due(path, identity, NOW + timedelta(minutes=60))


def test_that_a_clock_that_was_set_back_stops_no_backups_and_takes_no_place(path: Path, identity: str) -> None:
    back_up(path, identity, NOW)
    rename(path, "Later")
    before = NOW - timedelta(days=3)
    assert is_due(path, identity, before)
    back_up(path, identity, before)
    rename(path, "Later still")
    assert not is_due(path, identity, before + timedelta(minutes=30))
    assert is_due(path, identity, before + timedelta(hours=1))
    back_up(path, identity, before)
    made = [backup.made_at for backup in backups_of(identity)]
    assert made == [NOW, before + timedelta(seconds=1)]


def test_that_another_file_in_the_place_of_a_workspace_is_not_backed_up_as_it(
    path: Path, identity: str, tmp_path: Path
) -> None:
    small_workspace(tmp_path / "other.rehearse").replace(path)
    with pytest.raises(AppError, match="Another file was put in the place"):
        back_up(path, identity, NOW)
    assert backups_of(identity) == ()


def test_that_a_damaged_workspace_is_not_backed_up_over_good_ones(path: Path, identity: str) -> None:
    good = back_up(path, identity, NOW)
    rewrite(path, "UPDATE dataset_part SET content = zeroblob(100) WHERE kind = 'events'")
    with pytest.raises(AppError, match=r"something is not what was saved: The dataset 'shop'\."):
        back_up(path, identity, NOW + timedelta(hours=2))
    assert [backup.path for backup in backups_of(identity)] == [good.path]
    assert [file.name for file in good.path.parent.iterdir() if file.suffix == ".new"] == []


def test_that_a_stopped_backup_leaves_nothing(path: Path, identity: str) -> None:
    def stop(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        back_up(path, identity, NOW, stop)
    assert backups_of(identity) == ()


def test_that_a_full_disk_is_said_and_leaves_nothing(
    path: Path, identity: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(path)._replace(free=1 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(AppError, match="is nearly full"):
        back_up(path, identity, NOW)
    assert backups_of(identity) == ()


def test_that_old_backups_are_thinned_and_all_stay_within_their_room(
    path: Path, identity: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hours in (40, 39, 38, 3, 2):
        rename(path, f"{hours} hours ago")
        back_up(path, identity, NOW - timedelta(hours=hours))
    back_up(path, identity, NOW)
    ages = [round((NOW - backup.made_at) / timedelta(hours=1)) for backup in backups_of(identity)]
    assert ages == [0, 2, 3, 38]
    monkeypatch.setattr(backup_folder, "MOST_BYTES_OF_ONE", 2 * path.stat().st_size)
    backup_folder.thin(identity, NOW)
    assert len(backups_of(identity)) == 2


def test_that_a_restored_backup_takes_the_place_and_the_present_file_is_kept(path: Path, identity: str) -> None:
    backup = back_up(path, identity, NOW)
    rename(path, "Later")
    present = restore(path, identity, backup, NOW + timedelta(minutes=5))
    assert names(path) == ["Reminder"]
    assert present is not None
    assert names(present.path) == ["Later"]
    assert [listed.is_replaced for listed in backups_of(identity)] == [True, False]
    back = restore(path, identity, present, NOW + timedelta(minutes=6))
    assert back is not None
    assert names(path) == ["Later"]


def test_that_a_damaged_present_file_is_kept_byte_for_byte(path: Path, identity: str) -> None:
    backup = back_up(path, identity, NOW)
    content = bytearray(path.read_bytes())
    content[4096:8192] = bytes(4096)
    path.write_bytes(content)
    path.with_name(f"{path.name}-journal").write_bytes(b"no journal")
    present = restore(path, identity, backup, NOW)
    assert present is not None
    assert present.path.read_bytes() == content
    assert names(path) == ["Reminder"]
    assert not path.with_name(f"{path.name}-journal").exists()


def test_that_a_missing_file_is_restored_too(path: Path, identity: str) -> None:
    backup = back_up(path, identity, NOW)
    path.unlink()
    assert restore(path, identity, backup, NOW) is None
    assert names(path) == ["Reminder"]


def test_that_a_workspace_in_use_and_a_damaged_backup_are_left_alone(path: Path, identity: str) -> None:
    backup = back_up(path, identity, NOW)
    before = path.read_bytes()
    with Workspace.open(path), pytest.raises(AppError, match="is in use"):
        restore(path, identity, backup, NOW)
    rewrite(backup.path, "UPDATE setting SET document = '\"x\"'")
    with pytest.raises(AppError, match="something is not what was saved: The setting 'identity'"):
        restore(path, identity, backup, NOW)
    assert path.read_bytes() == before
    remove(backup)
    assert backups_of(identity) == ()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE setting SET document = '1' WHERE key = 'identity'", "The setting 'identity'"),
        ("UPDATE setting SET document = '1' WHERE key = 'authors'", "The setting 'authors'"),
        ("UPDATE scenario_revision SET document = document || ' '", "Revision 1 of the scenario 'reminder'"),
        ("UPDATE dataset SET document = '{}'", "The dataset 'shop'"),
        ("DELETE FROM dataset_part WHERE kind = 'customers' AND position = 1", "The dataset 'shop'"),
        ("UPDATE dataset_part SET content = 'text' WHERE kind = 'customers'", "The dataset 'shop'"),
        ("UPDATE run_part SET content = x'00'", "Run 1"),
        ("UPDATE run SET document = x'00'", "Run 1"),
    ],
)
def test_that_whatever_is_not_what_was_saved_is_named(path: Path, statement: str, found: str) -> None:
    assert damages(path) == damages(path, is_whole=True) == ()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)
    assert damages(path) == (found,)


def test_that_a_check_can_be_stopped(path: Path) -> None:
    def stop(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        damages(path, stop)
