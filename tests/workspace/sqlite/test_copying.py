"""A copy of a workspace: whole, consistent, and never over what somebody is working in."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AppError, Cancelled
from app.progress import silent
from app.scenario.graph import ScenarioId
from app.workspace.sharing import People
from app.workspace.sqlite.copying import copy_database
from app.workspace.sqlite.database import connect
from app.workspace.store import Workspace
from tests.builders.scenarios import placed
from tests.builders.workspaces import workspace_at

SCENARIO = replace(placed({}), id=ScenarioId("welcome"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "office.rehearse", SCENARIO)


def test_that_a_read_only_workspace_can_be_copied_and_the_copy_changed(path: Path, tmp_path: Path) -> None:
    with Workspace.open(path), Workspace.open(path, read_only=True) as reader:
        made = reader.copy_to(tmp_path / "copy.rehearse")
    with Workspace.open(made) as copy:
        assert not copy.read_only
        assert copy.scenarios.load("welcome") == SCENARIO
        copy.scenarios.save(SCENARIO, "A second revision")


def test_that_a_copy_never_takes_the_place_of_what_is_in_use(path: Path, tmp_path: Path) -> None:
    other = workspace_at(tmp_path / "other.rehearse")
    with Workspace.open(path) as workspace, Workspace.open(other):
        with pytest.raises(AppError, match="in use"):
            workspace.copy_to(other)
        with pytest.raises(AppError, match="the workspace itself"):
            workspace.copy_to(path)
    with Workspace.open(other) as kept:
        assert kept.scenarios.all() == ()


def test_that_a_stopped_copy_leaves_what_was_there(path: Path, tmp_path: Path) -> None:
    target = workspace_at(tmp_path / "earlier.rehearse")
    before = target.read_bytes()

    def stop(done: int, total: int, what: str) -> None:
        raise Cancelled

    with Workspace.open(path) as workspace, pytest.raises(Cancelled):
        workspace.copy_to(target, stop)
    assert target.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["earlier.rehearse", "office.rehearse"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("people", People)
def test_that_a_copy_that_finds_no_room_is_named_in_what_is_said(path: Path, tmp_path: Path, people: People) -> None:
    import resource

    target = tmp_path / "copy.rehearse"
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Workspace.open(path) as workspace:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
        try:
            with pytest.raises(AppError) as raised:
                workspace.copy_to(target, people=people)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert str(raised.value).startswith(f"{target} could not be read or written")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["office.rehearse"]


def test_that_what_its_disk_can_neither_finish_nor_take_back_is_taken_back_in_a_copy(
    path: Path, tmp_path: Path
) -> None:
    journal = tmp_path / "office.rehearse-journal"
    with Workspace.open(path) as workspace:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA cache_size = 1")  # so that pages are written before the end
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE scenario_revision SET document = zeroblob(100000)")
            half, how_it_was = path.read_bytes(), journal.read_bytes()
            connection.execute("ROLLBACK")
        journal.write_bytes(how_it_was)
        path.write_bytes(half)
        made = workspace.copy_to(tmp_path / "copy.rehearse")
        assert journal.read_bytes() == how_it_was
    with Workspace.open(made) as copy:
        assert copy.scenarios.load("welcome") == SCENARIO
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "copy.rehearse", "office.rehearse", "office.rehearse-journal",
    ]  # fmt: skip


def test_that_a_copy_beside_which_no_file_can_be_made_names_the_copy(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.rehearse"
    target.touch()

    def opened(place: Path, *, read_only: bool) -> sqlite3.Connection:
        made = connect(place, read_only=read_only)
        if place == target:
            (tmp_path / "copy.rehearse-journal").mkdir()
        return made

    monkeypatch.setattr("app.workspace.sqlite.copying.connect", opened)
    with pytest.raises(AppError) as raised:
        copy_database(path, target, silent)
    assert str(raised.value).startswith(f"{target} could not be written: no further file can be made in its folder.")
