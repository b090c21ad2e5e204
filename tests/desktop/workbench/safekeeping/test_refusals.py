"""A workspace that cannot be opened: what can be done about it is offered, and nothing that is not there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from app.workspace.opening.lock import WriterLock
from tests.builders.workspaces import small_workspace
from tests.desktop.conftest import Sit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "shop.rehearse")


def damage(path: Path) -> None:
    """Make the list of its tables unreadable."""
    content = bytearray(path.read_bytes())
    content[100:200] = bytes(100)
    path.write_bytes(content)


def test_that_a_damaged_workspace_is_refused_and_its_backup_restored(sit: Sit, path: Path) -> None:
    person = sit(path)
    person.rest()
    person.bench.desk.close()
    damage(path)
    person.bench.open(path)
    person.rest()
    person.click("refusal_restore")
    person.rest()
    person.click("backup_restore")
    person.rest()
    assert person.bench.desk.workspace is not None
    assert [info.name for info in person.bench.desk.workspace.scenarios.all()] == ["Reminder"]


def test_that_without_a_backup_only_what_can_be_read_is_offered(sit: Sit, path: Path, tmp_path: Path) -> None:
    damage(path)
    person = sit(path)
    box = person.find(QMessageBox, "message")
    assert not box.findChildren(QPushButton, "refusal_restore")
    assert box.text().endswith(
        "Rehearse has no backup of it. Save what can be read… writes whatever is still sound into files."
    )
    person.click("refusal_rescue")
    dialog = person.find(QFileDialog, "rescue_dialog")
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    person.rest()
    assert person.messages


def test_that_of_what_is_no_workspace_nothing_is_offered(sit: Sit, tmp_path: Path) -> None:
    other = tmp_path / "text.rehearse"
    other.write_text("a text")
    person = sit(other)
    box = person.find(QMessageBox, "message")
    assert "it is a text file" in box.text()
    assert not box.findChildren(QPushButton, "refusal_rescue")


def test_that_all_of_it_is_offered_for_a_file_named_from_its_folder(
    sit: Sit, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = sit(path)
    person.rest()
    person.bench.desk.close()
    damage(path)
    monkeypatch.chdir(path.parent)
    person.bench.open(Path(path.name))
    person.rest()
    assert person.find(QPushButton, "refusal_restore").isVisible()
    person.click("refusal_rescue")
    dialog = person.find(QFileDialog, "rescue_dialog")
    dialog.fileSelected.emit(str(tmp_path / "away"))
    dialog.close()
    person.rest()
    assert person.messages[-1].startswith(("Not everything", f"Nothing of {path}"))


def test_that_of_a_workspace_with_damaged_lists_nothing_is_held_and_the_open_one_stays(
    sit: Sit, path: Path, tmp_path: Path
) -> None:
    other = small_workspace(tmp_path / "other.rehearse")
    with closing(sqlite3.connect(other)) as connection:
        ((page,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'run'")
        ((size,),) = connection.execute("PRAGMA page_size")
    content = bytearray(other.read_bytes())
    content[(page - 1) * size : (page - 1) * size + 8] = b"\xff" * 8
    other.write_bytes(content)
    person = sit(path)
    person.rest()
    person.bench.open(other)
    person.rest()
    assert "is damaged" in person.messages[0]
    person.find(QMessageBox, "message").close()
    assert person.bench.desk.workspace is not None
    assert person.bench.desk.workspace.path == path
    WriterLock.take(other).release()


@pytest.mark.parametrize("where", ["moved", "moved over another's place"])
def test_that_a_damaged_workspace_finds_its_backups_wherever_it_was_moved(
    sit: Sit, path: Path, tmp_path: Path, where: str
) -> None:
    person = sit(path)
    person.rest()
    moved = tmp_path / "elsewhere" / "other.rehearse"
    moved.parent.mkdir()
    if where != "moved":
        person.bench.open(small_workspace(moved, "another"))
        person.rest()
    person.bench.desk.close()
    path.replace(moved)
    damage(moved)
    person.bench.open(moved)
    person.rest()
    person.click("refusal_restore")
    person.rest()
    person.click("backup_restore")
    person.rest()
    workspace = person.bench.desk.workspace
    assert workspace is not None
    assert workspace.path == moved
    assert [info.name for info in workspace.datasets.names()] == ["shop"]
