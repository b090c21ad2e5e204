"""Bytes are copied as they are, and what was never written takes no room in the copy either."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.files.copying import copy_bytes, taken_on_disk


@settings(max_examples=max(settings().max_examples // 5, 20))
@given(pieces=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20_000)), max_size=4), end=st.integers(0, 300_000))
def test_that_a_copy_is_the_file_wherever_it_has_holes(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[tuple[int, int]], end: int
) -> None:
    folder = tmp_path_factory.mktemp("copy")
    source, target = folder / "source", folder / "target"
    with source.open("wb") as file:
        for place, size in pieces:
            file.seek(place * 65_536)
            file.write(b"x" * size)
        file.truncate(max(end, file.tell()))
    target.write_bytes(b"what was there" * 9_999)
    told = list(copy_bytes(source, target))
    assert target.read_bytes() == source.read_bytes()
    assert taken_on_disk(target) <= taken_on_disk(source) + 65_536
    assert all(done <= total == source.stat().st_size for done, total in told)


def test_that_gigabytes_of_nothing_take_no_room(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(b"begin")
    os.truncate(source, 30 << 30)
    list(copy_bytes(source, target))
    assert target.stat().st_size == 30 << 30
    assert taken_on_disk(target) < 1 << 20


def test_that_a_disk_without_room_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source"
    source.write_bytes(bytes(range(256)) * 64)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=4_096))
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        list(copy_bytes(source, tmp_path / "target"))
    assert (tmp_path / "target").read_bytes() == b""
