"""What can never fit into memory is refused before it is read."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import run
from app.data.files import content
from app.data.files.content import load
from app.errors import AppError
from app.files.memory import free_bytes, refuse_beyond_memory
from app.progress import silent

ROWS = b"customer_id,timestamp,event\nanna,2024-06-01T10:00:00Z,buy\n"
LIMITED = """
import resource
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
