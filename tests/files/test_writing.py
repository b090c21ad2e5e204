"""Files that somebody asked for: whole or not at all, and never over what must not go."""

from __future__ import annotations

import errno
import os
import resource as limits
import stat
from pathlib import Path

import pytest

from app.errors import AppError
from app.files.staging import StagedFolder
from app.files.writing import make_folder, write_whole
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace under a name that does not tell."""
    return workspace_at(tmp_path / "figures.json")


def test_that_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.json", "ä")
    write_whole(tmp_path / "a.json", b"second")
    assert (names(tmp_path), (tmp_path / "a.json").read_bytes()) == (["a.json"], b"second")


def test_that_a_file_keeps_its_rights_and_its_links(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("before")
    real.chmod(0o640)
    link.symlink_to(real)
    write_whole(link, "after")
    assert (link.is_symlink(), real.read_text(), stat.S_IMODE(real.stat().st_mode)) == (True, "after", 0o640)


def test_that_a_new_file_has_the_rights_that_every_program_gives(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        assert stat.S_IMODE(write_whole(tmp_path / "new", "").stat().st_mode) == 0o644
    finally:
        os.umask(mask)


def test_that_a_workspace_is_refused_whatever_its_name(workspace: Path) -> None:
    before = workspace.read_bytes()
    link = workspace.with_name("link")
    link.symlink_to(workspace)
    for path in (workspace, link):
        with pytest.raises(AppError, match="it is a workspace, and all in it would be lost"):
            write_whole(path, "{}")
    assert workspace.read_bytes() == before


def test_that_a_workspace_that_is_open_is_refused_without_being_touched(workspace: Path) -> None:
    with Workspace.open(workspace), pytest.raises(AppError, match="it is a workspace"):
        write_whole(workspace, "{}")


@pytest.mark.parametrize("end", ["-lock", "-journal", "-wal"])
def test_that_nothing_is_written_in_the_place_of_a_workspaces_companions(workspace: Path, end: str) -> None:
    with pytest.raises(AppError, match="it belongs to the workspace beside it"):
        write_whole(workspace.with_name(f"{workspace.name}{end}"), "{}")
    assert write_whole(workspace.with_name(f"other{end}"), "{}").exists()


def test_that_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="it is a folder"):
        write_whole(tmp_path, "{}")


def test_that_devices_pipes_and_links_to_them_are_refused(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("/dev/null")
    for path in (Path("/dev/full"), pipe, link):
        with pytest.raises(AppError, match="it is a device or a pipe"):
            write_whole(path, "{}")
    assert names(tmp_path) == ["link", "pipe"]


def test_that_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="its folder is not there"):
        write_whole(tmp_path / "missing" / "a.json", "{}")


def test_that_names_that_cannot_be_are_told(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="its name is too long"):
        write_whole(tmp_path / ("n" * 300), "{}")
    with pytest.raises(AppError, match="is no name of a file"):
        write_whole(tmp_path / "a\0b", "{}")


def test_that_a_full_disk_is_called_full_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_text("before")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AppError, match="the disk is full"):
        write_whole(path, "after")
    assert (names(tmp_path), path.read_text()) == (["a.json"], "before")


def test_that_a_file_that_outgrows_its_place_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("before")
    _, hard = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(AppError, match="a file of this size is not allowed there"):
            write_whole(path, "x" * 100_000)
        with pytest.raises(AppError, match="a file of this size"), StagedFolder(tmp_path / "run") as folder:
            folder.write("visits.csv", "x" * 100_000)
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, (hard, hard))
    assert (names(tmp_path), path.read_text()) == (["a.json"], "before")


def test_that_a_folder_is_filled_whole_or_not_at_all(tmp_path: Path) -> None:
    with StagedFolder(tmp_path / "run") as folder:
        folder.write("a.json", "{}")
    assert names(tmp_path) == []
    with StagedFolder(tmp_path / "run") as folder:
        folder.write("a.json", "{}")
        folder.write("b.json", "[]")
        folder.finish()
    assert names(tmp_path / "run") == ["a.json", "b.json"]


def test_that_a_workspace_among_the_places_stops_the_whole_folder(tmp_path: Path) -> None:
    workspace_at(tmp_path / "summary.json")
    before = (tmp_path / "summary.json").read_bytes()
    with StagedFolder(tmp_path) as folder:
        folder.write("a.json", "{}")
        folder.write("summary.json", "{}")
        with pytest.raises(AppError, match="it is a workspace"):
            folder.finish()
    assert (names(tmp_path), (tmp_path / "summary.json").read_bytes()) == (["summary.json"], before)


def test_that_the_folders_are_named_whose_names_a_power_cut_could_take_away(tmp_path: Path) -> None:
    assert make_folder(tmp_path / "a" / "b", 0o700) == [tmp_path / "a", tmp_path]
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
    assert make_folder(tmp_path / "a" / "b") == []


def _failing_folders(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Have each flush of a folder fail in this way."""
    flush = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        flush(handle)

    monkeypatch.setattr(os, "fsync", fsync)


def test_that_a_disk_that_fails_to_keep_a_name_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _failing_folders(monkeypatch, errno.EIO)
    with pytest.raises(AppError, match="is there, but a loss of power may still take it away"):
        write_whole(tmp_path / "a.json", "{}")
    assert (tmp_path / "a.json").read_text() == "{}"


def test_that_a_drive_that_keeps_no_names_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _failing_folders(monkeypatch, errno.EINVAL)
    write_whole(tmp_path / "a.json", "{}")
    assert (tmp_path / "a.json").read_text() == "{}"


def test_that_it_is_told_which_files_of_a_folder_are_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "b":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with StagedFolder(tmp_path) as made:
        for name in "abc":
            made.write(name, "x")
        with pytest.raises(AppError, match="1 of 3 are new and the others are as they were"):
            made.finish()
    assert names(tmp_path) == ["a"]
