"""Only ordinary files are read, and only so much of them."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import AppError
from app.files.reading import name_of, open_file, read_document


def test_that_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"{}")
    assert read_document(path) == b"{}"
    with open_file(path) as stream:
        assert stream.read() == b"{}"


def test_that_devices_pipes_folders_and_links_to_them_are_refused_at_once(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("/dev/zero")
    for path in (pipe, link, Path("/dev/zero")):
        with pytest.raises(AppError, match="it is a device or a pipe, no ordinary file"):
            read_document(path)
    with pytest.raises(AppError, match="it is a folder, no ordinary file"):
        read_document(tmp_path)


def test_that_what_is_missing_or_no_name_is_told(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="There is no file"):
        read_document(tmp_path / "missing")
    with pytest.raises(AppError, match="is no name of a file"):
        read_document(tmp_path / "a\0b")
    with pytest.raises(AppError, match="File name too long"):
        read_document(tmp_path / ("n" * 300))


def test_that_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # takes no place on the disk
    with pytest.raises(AppError, match="is larger than 8 MB"):
        read_document(path)


def test_that_a_hyphen_is_standard_input() -> None:
    program = "from pathlib import Path; from app.files.reading import read_document; print(read_document(Path('-')))"
    said = subprocess.run([sys.executable, "-c", program], input=b"{}", capture_output=True, check=True).stdout
    assert said == b"b'{}'\n"


def test_that_a_name_of_other_bytes_can_be_shown() -> None:
    shown = name_of(Path(os.fsdecode(b"caf\xe9.csv")))
    assert shown == "caf�.csv"
    io.StringIO().write(shown.encode().decode())
