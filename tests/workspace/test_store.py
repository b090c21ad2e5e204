"""Making, opening and sharing a workspace."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import AppError
from app.workspace.opening.lock import lock_path
from app.workspace.sqlite.tables import SCHEMA_VERSION
from app.workspace.store import Workspace

HOLD = """
import sys
from pathlib import Path
from app.workspace.store import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
print(workspace.read_only, flush=True)
sys.stdin.readline()
"""


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_that_a_new_workspace_is_empty_and_can_be_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "new.rehearse"
    with Workspace.create(path) as made:
        assert (made.path, made.read_only, made.notice) == (path, False, "")
        assert (made.datasets.names(), made.scenarios.all(), made.runs.all()) == ((), (), ())
    assert files(tmp_path) == ["new.rehearse"]
    with Workspace.open(path) as opened:
        assert not opened.read_only
    assert files(tmp_path) == ["new.rehearse"]


def test_that_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.rehearse"
    path.write_text("mine")
    with pytest.raises(AppError, match=r"There is a file .* already"):
        Workspace.create(path)
    assert path.read_text() == "mine"
    assert files(tmp_path) == ["mine.rehearse"]


def test_that_a_file_is_replaced_only_where_that_is_meant_and_nobody_works_in_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.rehearse"
    with Workspace.create(path) as mine:
        mine.settings.put("kept", 1)
        with pytest.raises(AppError, match=r"is in use: process \d+ on this computer"):
            Workspace.create(path, is_replacing=True)
        assert mine.settings.get("kept") == 1
    with Workspace.open(path) as mine:
        assert mine.settings.get("kept") == 1
    with Workspace.create(path, is_replacing=True) as fresh:
        assert fresh.settings.get("kept") is None
    assert files(tmp_path) == ["mine.rehearse"]
    with pytest.raises(AppError, match="There is something"):
        Workspace.create(tmp_path, is_replacing=True)


def test_that_a_journal_that_was_left_alone_does_not_mend_a_new_workspace(tmp_path: Path) -> None:
    path = tmp_path / "new.rehearse"
    path.with_name(f"{path.name}-journal").write_bytes(b"left")
    Workspace.create(path).close()
    assert files(tmp_path) == ["new.rehearse"]


def test_that_no_workspace_can_be_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AppError, match=r"its folder is not there\. Nothing was left there\. Choose another folder"):
        Workspace.create(tmp_path / "missing" / "new.rehearse")
    assert files(tmp_path) == []


def test_that_what_a_killed_creation_left_goes_with_the_next(tmp_path: Path) -> None:
    left = tmp_path / f".rehearse-{'a' * 16}.new"
    left.write_bytes(b"half")
    left.with_name(f"{left.name}-journal").write_bytes(b"pages")
    with Workspace.create(tmp_path / "new.rehearse") as workspace:
        assert workspace.scenarios.all() == ()
    assert files(tmp_path) == ["new.rehearse"]


def test_that_a_file_that_is_no_workspace_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("customer_id\n1\n")
    with pytest.raises(AppError, match="it is a text file"):
        Workspace.open(path)
    assert files(tmp_path) == ["customers.csv"]


def test_that_a_refused_workspace_is_not_kept_locked(tmp_path: Path) -> None:
    path = tmp_path / "newer.rehearse"
    Workspace.create(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.commit()
    with pytest.raises(AppError, match="newer version"):
        Workspace.open(path)
    assert files(tmp_path) == ["newer.rehearse"]
    connection.execute("UPDATE alembic_version SET version_num = ?", (SCHEMA_VERSION,))
    connection.commit()
    connection.close()
    with Workspace.open(path) as workspace:
        assert not workspace.read_only


def test_that_the_second_to_open_reads_and_is_told_who_writes(tmp_path: Path) -> None:
    path = tmp_path / "shared.rehearse"
    with Workspace.create(path) as first, Workspace.open(path) as second:
        assert second.read_only
        assert second.notice == (
            f"shared.rehearse is open for reading only: process {os.getpid()} on this computer is working in it. "
            "Close it there to change it here."
        )
        first.settings.put("colour", "green")
        assert second.settings.get("colour") == "green"
        with pytest.raises(AppError, match=r"Nothing was changed\. shared.rehearse is open for reading only"):
            second.settings.put("colour", "red")
    with Workspace.open(path) as third:
        assert not third.read_only
        assert third.settings.get("colour") == "green"


def test_that_one_who_only_reads_holds_nobody_up(tmp_path: Path) -> None:
    path = tmp_path / "shared.rehearse"
    Workspace.create(path).close()
    with Workspace.open(path, read_only=True) as reader, Workspace.open(path) as writer:
        assert (reader.read_only, reader.notice, writer.read_only) == (True, "", False)


def test_that_a_link_to_a_workspace_shares_its_lock(tmp_path: Path) -> None:
    path, link = tmp_path / "shared.rehearse", tmp_path / "link.rehearse"
    with Workspace.create(path):
        link.symlink_to(path)
        with Workspace.open(link) as second:
            assert second.read_only


def test_that_a_killed_window_leaves_the_workspace_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "shared.rehearse"
    Workspace.create(path).close()
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "False\n"
        with Workspace.open(path) as second:
            assert f"process {process.pid}" in second.notice
        process.kill()
        process.wait()
    with Workspace.open(path) as next_one:
        assert not next_one.read_only
    assert files(tmp_path) == ["shared.rehearse"]


def test_that_a_place_that_cannot_be_written_to_opens_for_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "burned.rehearse"
    with Workspace.create(path) as workspace:
        workspace.settings.put("colour", "green")

    open_anything = os.open

    def refuse_locks(opened: Path, flags: int, mode: int = 0o777) -> int:
        if Path(opened) == lock_path(path):
            raise OSError(errno.EROFS, "Read-only file system")
        return open_anything(opened, flags, mode)

    monkeypatch.setattr("app.workspace.opening.lock.os.open", refuse_locks)
    with Workspace.open(path) as burned:
        assert burned.read_only
        assert "its place cannot be written to. Copy it elsewhere" in burned.notice
        assert burned.settings.get("colour") == "green"
    assert files(tmp_path) == ["burned.rehearse"]


def test_that_a_link_in_place_of_the_lock_is_not_written_through(tmp_path: Path) -> None:
    path, precious = tmp_path / "gift.rehearse", tmp_path / "precious"
    Workspace.create(path).close()
    precious.write_text("mine")
    lock_path(path).symlink_to(precious)
    with Workspace.open(path) as workspace:
        assert workspace.read_only
    assert precious.read_text() == "mine"


def test_that_a_copy_is_a_workspace_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "one.rehearse"
    with Workspace.create(path) as workspace:
        workspace.settings.put("n", 1)
    shutil.copy(path, tmp_path / "two.rehearse")
    with Workspace.open(path) as one, Workspace.open(tmp_path / "two.rehearse") as two:
        two.settings.put("n", 2)
        assert (one.settings.get("n"), two.settings.get("n")) == (1, 2)


def test_that_a_closed_workspace_says_so(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "new.rehearse")
    workspace.close()
    workspace.close()
    with pytest.raises(AppError, match="has been closed"):
        workspace.scenarios.all()
