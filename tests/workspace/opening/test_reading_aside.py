"""Workspaces that must stay as they are and cannot be read so: read in a private copy, which goes with them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from app.errors import AppError
from app.workspace.opening.reading_aside import sweep_aside
from app.workspace.store import Workspace
from tests.builders.workspaces import small_workspace
from tests.torture.crafted import COMPANIONS

FIRST = Path(__file__).parents[1] / "released" / "schema-0001.rehearse"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where private copies are made."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "rehearse" / "reading"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A workspace of the first version."""
    return Path(shutil.copy(FIRST, tmp_path / "shop.rehearse"))


@pytest.fixture
def unfinished(tmp_path: Path) -> Path:
    """A workspace in which a save was cut short."""
    made = small_workspace(tmp_path / "shop.rehearse")
    COMPANIONS["a journal of another workspace"](made)
    return made


def _beside(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in path.parent.iterdir() if each.is_file()}


def _opened(path: Path, is_of_the_window: bool) -> Workspace:
    return Workspace.open(path, read_only=not is_of_the_window, only_trusted=is_of_the_window)


def _names(workspace: Workspace) -> list[str]:
    return [info.name for info in workspace.datasets.names()]


@pytest.mark.parametrize("is_of_the_window", [False, True])
def test_that_an_earlier_version_that_is_only_read_stays_as_it_is(
    first: Path, cache: Path, is_of_the_window: bool
) -> None:
    before = _beside(first)
    with _opened(first, is_of_the_window) as workspace:
        assert workspace.read_only
        assert workspace.path == first
        assert "was made by an earlier version of Rehearse. It stays as it is" in workspace.news
        assert _names(workspace) == ["shop"]
        assert workspace.runs.load(1).tables["messages"].num_rows == 3
        assert _beside(first) == before
        assert len(list(cache.iterdir())) == 1
    assert list(cache.iterdir()) == []
    assert _beside(first) == before


def test_that_a_foreign_one_is_changed_once_it_is_trusted_and_not_before(first: Path) -> None:
    with Workspace.open(first, only_trusted=True) as workspace:
        assert workspace.is_foreign
        assert "was made elsewhere" in workspace.notice
        with pytest.raises(AppError, match="Nothing was changed"):
            workspace.settings.put("x", 1)
    with Workspace.open(first) as workspace:
        workspace.trust()
        assert "is now in this one's form" in workspace.news
    with Workspace.open(first, only_trusted=True) as workspace:
        assert (workspace.is_foreign, workspace.read_only, workspace.news) == (False, False, "")


def test_that_a_copy_of_what_is_read_aside_is_a_workspace_of_this_form(first: Path, tmp_path: Path) -> None:
    with Workspace.open(first, only_trusted=True) as workspace:
        made = workspace.copy_to(tmp_path / "copy.rehearse")
    with Workspace.open(made, only_trusted=True) as copy:
        assert not copy.read_only
        assert copy.news == ""
        assert _names(copy) == ["shop"]


@pytest.mark.parametrize("is_of_the_window", [False, True])
def test_that_a_save_that_was_cut_short_is_taken_back_in_the_copy_alone(
    unfinished: Path, is_of_the_window: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "of another user"))
    before = _beside(unfinished)
    with _opened(unfinished, is_of_the_window) as workspace:
        assert "was being saved when its program or computer stopped" in workspace.news
        assert workspace.is_foreign is is_of_the_window
        assert _names(workspace) == ["shop"]
    assert _beside(unfinished) == before


def test_that_ones_own_save_that_was_cut_short_is_taken_back_in_the_file(unfinished: Path, cache: Path) -> None:
    with Workspace.open(unfinished, only_trusted=True) as workspace:
        assert (workspace.read_only, workspace.news, workspace.file) == (False, "", unfinished)
        assert _names(workspace) == ["shop"]
    assert not unfinished.with_name("shop.rehearse-journal").exists()
    assert list(cache.iterdir()) == []


def test_that_where_no_copy_can_be_made_that_is_said_of_the_copy(first: Path, cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_text("in the way")
    with pytest.raises(AppError, match=r"reading.* could not be written"):
        Workspace.open(first, read_only=True)


def test_that_a_copy_that_a_killed_process_left_is_swept(cache: Path) -> None:
    left = cache / ".writing-0123456789abcdef"
    left.mkdir(parents=True)
    (left / "workspace").write_text("customers")
    sweep_aside()
    assert list(cache.iterdir()) == []


def test_that_a_copy_which_cannot_be_begun_is_told_in_words(
    first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = os.pathconf(tmp_path, "PC_PATH_MAX") - len(os.fsencode(tmp_path)) - len("/rehearse/reading") - 10
    names = ["x" * 200] * (room // 201)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path.joinpath(*names, "y" * (room % 201 - 1))))
    with pytest.raises(AppError, match="could not be written"):
        Workspace.open(first, read_only=True)
