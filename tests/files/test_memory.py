"""What can never fit into memory is refused before it is read."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from app.cli import run
from app.data.files.text import content
from app.data.files.text.content import load
from app.data.storing import parts
from app.errors import AppError
from app.files import memory
from app.files.memory import free_bytes, refuse_beyond_memory
from app.progress import silent
from tests.builders.workspaces import small_workspace

ROWS = b"customer_id,timestamp,event\nanna,2024-06-01T10:00:00Z,buy\n"
SENTENCE = "There is not enough free memory for this."
COMMAND = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]) << 20, resource.RLIM_INFINITY))
from app.cli import run
raise SystemExit(run(sys.argv[2:]))
"""
LIMITED = """
import resource
from app.files import memory
from app.files.memory import free_bytes
before = free_bytes()
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, resource.RLIM_INFINITY))
assert 0 < free_bytes() < 4 << 30, free_bytes()
"""


def test_that_a_file_of_terabytes_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "huge.csv"
    path.write_bytes(ROWS)
    os.truncate(path, 1 << 43)
    assert run(["import", str(tmp_path / "w.rehearse"), str(path), "--dataset", "shop"]) == 1
    said = capsys.readouterr().err
    assert "huge.csv is too large for the free memory of this computer: it holds 8,796 GB" in said
    assert "Nothing was imported." in said
    assert list(tmp_path.iterdir()) == [path]


def test_that_what_unpacks_to_more_than_is_free_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress(ROWS * 1_000_000))
    monkeypatch.setattr(content, "free_bytes", lambda: 50 << 20)
    with pytest.raises(AppError, match="is too large for the free memory"):
        load(path, silent)


def test_that_what_fits_is_not_refused() -> None:
    refuse_beyond_memory("x", 50, 100)
    with pytest.raises(AppError, match=r"holds 1\.50 GB or more, takes about 2 times that to be read, and 2 GB"):
        refuse_beyond_memory("x", 1_500_000_000, 2_000_000_000)


def test_that_some_memory_is_free_and_no_more_than_the_process_may_take() -> None:
    assert free_bytes() > 1 << 20
    if sys.platform == "linux":
        subprocess.run([sys.executable, "-c", LIMITED], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
@pytest.mark.parametrize(("megabytes", "codes"), [(300, {1}), (600, {1}), (850, {0, 1}), (1_000, {0, 1}), (1_500, {0})])
def test_that_a_process_of_little_memory_does_its_work_or_ends_in_a_sentence(
    tmp_path: Path, megabytes: int, codes: set[int]
) -> None:
    path = small_workspace(tmp_path / "w.rehearse")
    order = [sys.executable, "-c", COMMAND, str(megabytes), "quality", str(path), "--dataset", "shop"]
    ended = subprocess.run(order, capture_output=True, text=True, check=False, timeout=300)
    assert ended.returncode in codes, ended.stderr
    assert ended.stderr.startswith(SENTENCE) == (ended.returncode == 1)
    assert "damaged" not in ended.stderr


def test_that_what_finds_no_memory_to_be_read_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise pa.ArrowMemoryError("malloc of size 4096 failed")

    path = small_workspace(tmp_path / "w.rehearse")
    monkeypatch.setattr(parts, "read_bounded", full)
    assert run(["quality", str(path), "--dataset", "shop"]) == 1
    assert SENTENCE in capsys.readouterr().err


def test_that_a_process_without_a_limit_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_left_of_limit", lambda: sys.maxsize)
    monkeypatch.delenv("ARROW_DEFAULT_MEMORY_POOL", raising=False)
    memory.keep_within_limit()
    assert "ARROW_DEFAULT_MEMORY_POOL" not in os.environ
