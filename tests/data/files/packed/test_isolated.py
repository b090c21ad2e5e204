"""Readers in processes of their own: what they say counts once they have ended well."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.data.files.packed.isolated import read_isolated
from app.errors import AppError, Cancelled
from app.progress import silent
from tests.data.files.ends_late import ASKED, SAID


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "some.bin").write_bytes(b"any")
    return tmp_path / "some.bin"


@pytest.mark.skipif(sys.platform == "win32", reason="sched_yield is POSIX's")
def test_that_a_reader_that_ends_some_time_after_its_last_word_is_not_killed(file: Path) -> None:
    def ask_once_said(done: int, total: int, what: str) -> None:
        if (file.parent / SAID).exists():
            (file.parent / ASKED).touch()

    answer = read_isolated("tests.data.files.ends_late", file, ask_once_said, str(file.parent))
    assert answer.content == b"all"


@pytest.mark.skipif(sys.platform == "win32", reason="sched_yield is POSIX's")
def test_that_a_reader_that_never_ends_is_given_up_when_the_user_says_so(file: Path) -> None:
    def cancel_once_said(done: int, total: int, what: str) -> None:
        if (file.parent / SAID).exists():
            raise Cancelled

    with pytest.raises(Cancelled):
        read_isolated("tests.data.files.ends_late", file, cancel_once_said, str(file.parent))


def test_that_a_reader_that_ends_badly_is_told_as_a_damaged_file(file: Path) -> None:
    with pytest.raises(AppError, match=r"some\.bin is damaged, or needs far more memory or time"):
        read_isolated("tests.data.files.no_reader", file, silent)
