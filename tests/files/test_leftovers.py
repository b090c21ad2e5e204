"""What a killed process left half-written: gone with the next write into its place, and nothing else with it."""

from __future__ import annotations

import errno
import fcntl
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.files.leftovers import sweep, sweep_temporary, temporary_folder
from app.files.staging import StagedFolder
from app.files.writing import made_beside, write_whole

STAGE_AND_STOP = """
import sys
from pathlib import Path
from app.files.staging import StagedFolder

with StagedFolder(Path(sys.argv[1])) as folder:
    folder.write("visits.csv", "customer-1")
    print("halted", flush=True)
    sys.stdin.readline()
"""
WRITE_AND_STOP = """
import os, sys
from pathlib import Path
from app.files.writing import write_whole

def stopping(handle):
    print("halted", flush=True)
    sys.stdin.readline()

os.fsync = stopping
write_whole(Path(sys.argv[1], "report.html"), "customer-1")
"""


TEMPORARY_AND_STOP = """
import sys, tempfile
from app.files.leftovers import temporary_folder

tempfile.tempdir = sys.argv[1]
with temporary_folder() as folder:
    (folder / "copy.rehearse").write_text("customer-1")
    print("halted", flush=True)
    sys.stdin.readline()
"""


DATABASE_AND_STOP = """
import sqlite3, sys
from pathlib import Path
from app.files.writing import made_beside

with made_beside(Path(sys.argv[1], "shop.rehearse")) as made:
    connection = sqlite3.connect(made)
    connection.execute("CREATE TABLE customer (id)")
    connection.execute("INSERT INTO customer VALUES ('customer-1')")
    print("halted", flush=True)
    sys.stdin.readline()
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def halted(script: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in the middle of writing, killed in the end."""
    command = [sys.executable, "-c", script, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == b"halted\n"
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


def write_file(folder: Path) -> None:
    write_whole(folder / "a.json", "{}")


def write_folder(folder: Path) -> None:
    with StagedFolder(folder) as staged:
        staged.write("a.json", "{}")
        staged.finish()


@pytest.mark.parametrize("script", [STAGE_AND_STOP, WRITE_AND_STOP])
@pytest.mark.parametrize("write", [write_file, write_folder])
def test_that_the_next_write_removes_what_a_killed_process_left(
    tmp_path: Path, script: str, write: Callable[[Path], None]
) -> None:
    with halted(script, tmp_path):
        (living,) = names(tmp_path)
        write(tmp_path)
        assert names(tmp_path) == sorted([living, "a.json"])
    write(tmp_path)
    assert names(tmp_path) == ["a.json"]


def test_that_what_is_being_written_takes_its_place_in_spite_of_other_writes(tmp_path: Path) -> None:
    for script in (STAGE_AND_STOP, WRITE_AND_STOP):
        with halted(script, tmp_path) as process:
            write_file(tmp_path)
            process.communicate(b"\n")
            assert process.returncode == 0
    assert names(tmp_path) == ["a.json", "report.html"]


def test_that_a_killed_copy_of_a_database_goes_with_its_journal(tmp_path: Path) -> None:
    with halted(DATABASE_AND_STOP, tmp_path):
        living = names(tmp_path)
        assert [name.rpartition(".")[2] for name in living] == ["new", "new-journal"]
        sweep(tmp_path)
        assert names(tmp_path) == living
    sweep(tmp_path)
    assert names(tmp_path) == []


def test_that_where_a_lock_keeps_its_owner_from_writing_none_is_kept_and_nothing_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.files.leftovers._is_advisory", lambda _path, _locked: False)
    left = tmp_path / f".rehearse-{'a' * 16}.new"
    left.write_text("whose")
    with made_beside(tmp_path / "a.json") as made, made.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert names(tmp_path) == [left.name]


def test_that_a_disk_that_fails_while_that_is_tried_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_handle: int, _length: int) -> None:
        raise OSError(errno.EIO, "it fails")

    monkeypatch.setattr("os.ftruncate", fail)
    with pytest.raises(OSError, match="it fails"), made_beside(tmp_path / "a.json"):
        pass
    assert names(tmp_path) == []


def test_that_links_and_what_only_looks_alike_stay(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "diary.txt").write_text("dear")
    here = tmp_path / "here"
    here.mkdir()
    (here / f".writing-{'a' * 16}").symlink_to(own)
    (here / f".rehearse-{'a' * 16}.new").symlink_to(own / "diary.txt")
    (here / f".rehearse-{'b' * 16}.new").hardlink_to(own / "diary.txt")
    (here / f".rehearse-{'f' * 16}.new-journal").symlink_to(own / "diary.txt")
    (here / f".rehearse-{'0' * 16}.new-journal").hardlink_to(own / "diary.txt")
    (here / f".writing-{'c' * 16}" / "folder").mkdir(parents=True)
    (here / f".writing-{'d' * 16}").write_text("a file")
    (here / f".rehearse-{'e' * 16}.new").mkdir()
    (here / ".writing-projects").mkdir()
    (here / f".writing-{'f' * 16}").mkdir()
    (here / f".writing-{'f' * 16}" / "link").symlink_to(own / "diary.txt")
    before = names(here)
    write_file(here)
    assert (names(here), names(own), (own / "diary.txt").read_text()) == (
        sorted([*before, "a.json"]),
        ["diary.txt"],
        "dear",
    )


def test_that_a_killed_rescue_leaves_no_customers_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with halted(TEMPORARY_AND_STOP, tmp_path):
        sweep_temporary()
        assert len(names(tmp_path)) == 1
    with temporary_folder() as folder:
        assert names(tmp_path) == [folder.name]
    assert names(tmp_path) == []
