"""One writer per workspace."""

from __future__ import annotations

import errno
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from app.workspace.lock import HeldError, Holder, WriterLock, holder_of, is_held_here, lock_path

TAKE_AND_WAIT = """
import sys
from pathlib import Path
from app.workspace.lock import WriterLock
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
