"""One writer per workspace."""

from __future__ import annotations

import errno
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import AppError
from app.workspace.opening.lock import (
    ForeignLockError,
    HeldError,
    Holder,
    WriterLock,
    holder_of,
    is_held_here,
    lock_path,
)
from app.workspace.store import Workspace

TAKE_AND_WAIT = """
import sys
from collections.abc import Callable
from pathlib import Path
from app.errors import AppError
from app.workspace.opening.lock import WriterLock
lock = WriterLock.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "shop.rehearse"


def test_that_the_second_is_told_who_holds_the_lock(place: Path) -> None:
    lock = WriterLock.take(place)
    assert is_held_here(place)
    with pytest.raises(HeldError) as raised:
        WriterLock.take(place)
    assert raised.value.holder == Holder(os.getpid(), platform.node())
    assert raised.value.holder.in_words() == f"process {os.getpid()} on this computer"
    lock.release()


def test_that_a_released_lock_leaves_no_file_and_can_be_taken_again(place: Path) -> None:
    WriterLock.take(place).release()
    assert list(place.parent.iterdir()) == []
    WriterLock.take(place).release()
    assert not is_held_here(place)


def test_that_a_killed_process_lets_go(place: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", TAKE_AND_WAIT, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(HeldError) as raised:
            WriterLock.take(place)
        assert raised.value.holder is not None
        assert raised.value.holder.pid == process.pid
        process.kill()
        process.wait()
    assert lock_path(place).exists()
    WriterLock.take(place).release()


def test_that_a_longer_name_in_an_old_lock_does_not_spoil_the_new_one(place: Path) -> None:
    lock_path(place).write_text('{"pid": 1, "host": "' + "h" * 500 + '"}')
    lock = WriterLock.take(place)
    assert holder_of(place) == Holder(os.getpid(), platform.node())
    lock.release()


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"pid": "x", "host": 1}', '{"pid": 1}', "\xff"])
def test_that_a_lock_with_nonsense_in_it_names_nobody(place: Path, text: str) -> None:
    lock_path(place).write_bytes(text.encode("latin-1"))
    assert holder_of(place) is None
    assert not is_held_here(place)


def test_that_a_holder_elsewhere_is_named_with_its_computer() -> None:
    assert Holder(7, "another-computer").in_words() == "process 7 on another-computer"


def test_that_a_place_without_a_folder_has_no_lock(place: Path) -> None:
    with pytest.raises(OSError, match="No such file") as raised:
        WriterLock.take(place.parent / "missing" / "shop.rehearse")
    assert raised.value.errno == errno.ENOENT


def _pipe(lock: Path) -> None:
    os.mkfifo(lock)


def _link(lock: Path) -> None:
    (lock.parent / "diary.txt").write_text("dear diary")
    lock.symlink_to(lock.parent / "diary.txt")


def _second_name(lock: Path) -> None:
    (lock.parent / "diary.txt").write_text("dear diary")
    os.link(lock.parent / "diary.txt", lock)


def _link_to_a_device(lock: Path) -> None:
    lock.symlink_to("/dev/zero")


def _long_text(lock: Path) -> None:
    lock.write_text("dear diary\n" * 1_000)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in the file system are POSIX's")
@pytest.mark.parametrize("lay", [_pipe, Path.mkdir, _link, _second_name, _link_to_a_device, _long_text])
def test_that_what_is_no_lock_of_ours_is_neither_waited_for_nor_written_to(
    place: Path, lay: Callable[[Path], None]
) -> None:
    lay(lock_path(place))
    before = {path.name: path.lstat() for path in place.parent.iterdir()}
    assert holder_of(place) is None
    with pytest.raises(ForeignLockError):
        WriterLock.take(place)
    with pytest.raises(AppError, match="which Rehearse did not make and did not touch"):
        Workspace.create(place)
    after = {path.name: path.lstat() for path in place.parent.iterdir()}
    assert {name: (status.st_ino, status.st_size, status.st_mtime_ns) for name, status in after.items()} == {
        name: (status.st_ino, status.st_size, status.st_mtime_ns) for name, status in before.items()
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in the file system are POSIX's")
def test_that_a_workspace_beside_a_foreign_lock_is_read_and_says_why_it_is_not_changed(place: Path) -> None:
    Workspace.create(place).close()
    _pipe(lock_path(place))
    with Workspace.open(place) as workspace:
        assert workspace.read_only
        assert "beside it lies shop.rehearse-lock, which Rehearse did not make" in workspace.notice


def test_that_a_lock_that_finds_no_room_leaves_nothing_and_is_told_as_a_full_disk(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workspace.create(place).close()

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("app.workspace.opening.lock.os.write", full)
    with Workspace.open(place) as workspace:
        assert workspace.read_only
        assert "the disk is full. Make room there, and try again" in workspace.notice
    with pytest.raises(AppError, match=r"No workspace can be made at .*: the disk is full\."):
        Workspace.create(place.with_name("new.rehearse"))
    assert [path.name for path in place.parent.iterdir()] == [place.name]
