"""Another file in the place of an open workspace is neither read nor written as if it were that workspace."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import AppError
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER, rewrite, small_workspace, workspace_at


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "shop.rehearse")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    made = tmp_path / "other.rehearse"
    workspace_at(made)
    return made


@pytest.mark.parametrize("is_moved", [True, False])
def test_that_another_workspace_in_its_place_is_not_written_to(path: Path, other: Path, is_moved: bool) -> None:
    with Workspace.open(path) as workspace:
        if is_moved:
            other.replace(path)
        else:
            path.write_bytes(other.read_bytes())
        before = path.read_bytes()
        for act in (
            lambda: workspace.scenarios.save(REMINDER, "again"),
            workspace.scenarios.all,
            lambda: workspace.copy_to(path.with_name("copy.rehearse")),
        ):
            with pytest.raises(AppError, match="Another file was put in the place"):
                act()
        assert path.read_bytes() == before
        assert not path.with_name("copy.rehearse").exists()


def test_that_a_file_of_another_program_in_its_place_is_not_read(path: Path) -> None:
    with Workspace.open(path, read_only=True) as workspace:
        path.unlink()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE scenario_revision (number)")
        with pytest.raises(AppError, match="Another file was put in the place"):
            workspace.scenarios.all()


def test_that_tables_are_looked_at_again_where_the_file_is_another_of_the_same_workspace(path: Path) -> None:
    with Workspace.open(path) as workspace:
        changed = path.with_name("changed.rehearse")
        shutil.copyfile(path, changed)
        rewrite(changed, "CREATE TRIGGER sly AFTER INSERT ON setting BEGIN DELETE FROM dataset; END")
        changed.replace(path)
        with pytest.raises(AppError, match="Another file was put in the place"):
            workspace.scenarios.save(REMINDER, "again")


def test_that_a_workspace_that_was_away_goes_on_when_it_is_back(path: Path) -> None:
    with Workspace.open(path) as workspace:
        away = path.with_name("away.rehearse")
        path.rename(away)
        with pytest.raises(AppError, match="could not be opened: it was moved"):
            workspace.scenarios.save(REMINDER, "again")
        shutil.copyfile(away, path)
        assert workspace.scenarios.save(REMINDER, "again").number == 2
