"""Workspaces made elsewhere: read only until they are trusted, once for each file and each download."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.files.origin import host_in
from app.workspace.opening.recent import remember
from app.workspace.store import Workspace
from tests.builders.workspaces import rewrite, workspace_at


def opened(path: Path) -> tuple[bool, bool]:
    """Whether the window's way of opening yields it read-only, and foreign."""
    with Workspace.open(path, only_trusted=True) as workspace:
        return workspace.read_only, workspace.is_foreign


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "shop.rehearse")


@pytest.fixture
def elsewhere(path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same file for a user who did not make it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("other")))
    return path


def test_that_what_the_user_made_is_trusted_wherever_it_is_moved(path: Path, tmp_path: Path) -> None:
    assert opened(path) == (False, False)
    moved = path.rename(tmp_path / "moved.rehearse")
    assert opened(moved) == (False, False)


def test_that_a_file_made_elsewhere_is_read_only_until_it_is_trusted(elsewhere: Path) -> None:
    before = elsewhere.read_bytes()
    with Workspace.open(elsewhere, only_trusted=True) as workspace:
        assert workspace.is_foreign
        assert workspace.notice.startswith("shop.rehearse was made elsewhere, so it is open for reading only.")
        with Workspace.open(elsewhere) as by_command:  # nobody holds its lock
            assert not by_command.read_only
            by_command.trust()
    assert elsewhere.read_bytes() == before
    assert opened(elsewhere) == (False, False)


def test_that_a_copy_made_by_the_user_is_trusted_and_the_original_is_not(elsewhere: Path, tmp_path: Path) -> None:
    with Workspace.open(elsewhere, only_trusted=True) as workspace:
        workspace.copy_to(tmp_path / "copy.rehearse")
    assert opened(tmp_path / "copy.rehearse") == (False, False)
    assert opened(elsewhere) == (True, True)


def test_that_an_earlier_file_without_identity_is_ones_own_only_if_it_was_open_here(path: Path) -> None:
    rewrite(path, "DELETE FROM setting")
    assert opened(path) == (True, True)
    remember(path)
    assert opened(path) == (False, False)


@pytest.mark.skipif(sys.platform != "linux", reason="extended attributes of Linux")
def test_that_a_download_of_ones_own_file_is_asked_about_again(path: Path) -> None:
    try:
        os.setxattr(path, "user.xdg.origin.url", b"https://files.example.com/shop.rehearse?token=1")
    except OSError:
        pytest.skip("no extended attributes here")
    with Workspace.open(path, only_trusted=True) as workspace:
        assert workspace.is_foreign
        assert "made elsewhere and downloaded from files.example.com, so" in workspace.notice
        workspace.trust()
    assert opened(path) == (False, False)


@pytest.mark.parametrize(
    ("mark", "host"),
    [
        ("", ""),
        ("no address", ""),
        ("https://me:secret@shop.example/x", "shop.example"),
        ("[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://a.example/f\r\n", "a.example"),
    ],
)
def test_that_only_the_host_of_a_mark_is_shown(mark: str, host: str) -> None:
    assert host_in(mark) == host
