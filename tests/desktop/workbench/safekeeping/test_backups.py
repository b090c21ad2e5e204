"""Backups in the window: made without asking, looked into, restored; and what is said of a damaged workspace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QListWidget

from app.workspace.backups.backup_folder import backups_of
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER, rewrite, small_workspace
from tests.desktop.conftest import Sit
from tests.person.person import Person
from tests.torture.crafted import PAGES


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "shop.rehearse")


def looked_after(person: Person) -> Workspace:
    person.qtbot.waitUntil(lambda: not person.bench.desk.upkeep.is_busy, timeout=60_000)
    workspace = person.bench.desk.workspace
    assert workspace is not None
    return workspace


def test_that_an_opened_workspace_is_backed_up_once_and_the_backup_is_restored_from_the_menu(
    sit: Sit, path: Path
) -> None:
    person = sit(path)
    workspace = looked_after(person)
    assert len(backups_of(workspace.identity)) == 1
    workspace.scenarios.save(replace(REMINDER, name="Spoilt"))
    person.bench.desk.scenarios_changed.emit()
    looked_after(person)
    assert len(backups_of(workspace.identity)) == 1  # not before an hour has gone
    person.pick("file_menu", "Restore a &backup…")
    person.rest()
    preview = person.find(QLabel, "backup_preview").text()
    assert "1 scenario\n  Reminder, revision 1, saved " in preview
    assert "1 dataset\n  shop, 3 customers, 4 events, imported " in preview
    assert "1 run\n  Reminder over shop, " in preview
    person.click("backup_restore")
    person.rest()
    assert [info.name for info in looked_after(person).scenarios.all()] == ["Reminder"]
    assert person.window.statusBar().currentMessage().endswith("What was there before is kept as a backup.")
    person.pick("file_menu", "Restore a &backup…")
    person.rest()
    listed = person.find(QListWidget, "backup_list")
    assert listed.count() == 2
    person.click("backup_delete")
    assert listed.count() == 2
    person.click("confirm_yes")
    person.rest()
    assert listed.count() == 1
    person.find(QDialog, "backup_dialog").close()
    assert person.messages == []


def test_that_a_new_workspace_is_backed_up_as_soon_as_it_holds_something(sit: Sit, tmp_path: Path) -> None:
    person = sit(None)
    person.bench.desk.create(tmp_path / "new.rehearse")
    person.rest()
    workspace = looked_after(person)
    assert backups_of(workspace.identity) == ()
    workspace.scenarios.save(REMINDER)
    person.bench.desk.look_again()
    person.rest()
    looked_after(person)
    assert len(backups_of(workspace.identity)) == 1


def test_that_damage_is_told_on_opening_and_is_not_backed_up(sit: Sit, path: Path) -> None:
    rewrite(path, "UPDATE dataset_part SET content = zeroblob(9) WHERE kind = 'events'")
    person = sit(path)
    workspace = looked_after(person)
    (said,) = person.messages
    assert "something is not what was saved: The dataset 'shop'." in said
    assert "Rehearse has no backup of it." in said
    assert backups_of(workspace.identity) == ()
    person.click("refusal_rescue")
    person.find(QFileDialog, "rescue_dialog").close()


def test_that_damage_which_only_a_backup_finds_is_told_once(sit: Sit, path: Path) -> None:
    PAGES["free pages in a circle"](path)
    person = sit(path)
    workspace = looked_after(person)
    workspace.settings.put("changed", "since")
    person.bench.desk.runs_changed.emit()
    person.rest()
    looked_after(person)
    (said,) = person.messages
    assert "something is not what was saved: The file's pages." in said
    assert backups_of(workspace.identity) == ()


def test_that_a_workspace_for_reading_is_checked_and_not_backed_up(sit: Sit, path: Path) -> None:
    with Workspace.open(path):
        person = sit(path)
        workspace = looked_after(person)
        assert workspace.read_only
        assert backups_of(workspace.identity) == ()
    assert person.messages == []
