"""Rows that are kept until somebody wants them as tables."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

import pytest

from app.bench.job import abandoned_cart, synthetic_dataset
from app.errors import AppError, Cancelled
from app.runtime.rehearse import RunOptions, play, rehearse
from app.runtime.run import kept_rows
from app.runtime.run.kept_rows import KeptRows
from app.runtime.run.tables import run_tables

PLAIN = RunOptions(compiled=False)


@pytest.mark.parametrize("bytes_in_memory", [0, 30_000, 1 << 30])
def test_that_a_run_that_was_played_has_the_tables_of_the_run_as_often_as_one_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bytes_in_memory: int
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(kept_rows.KeptRows.__init__, "__defaults__", (bytes_in_memory,))
    whole = rehearse(abandoned_cart(), synthetic_dataset(200), PLAIN)
    with play((abandoned_cart(),), synthetic_dataset(200), PLAIN) as played:
        for _ in range(2):
            assert run_tables(list(played.in_parts())) == whole.tables
        assert played.row_count == whole.row_count
        assert (played.summary.nodes, played.summary.goals) == (whole.summary.nodes, whole.summary.goals)
        assert list(tmp_path.iterdir()) == []


def test_that_a_cancelled_run_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancel(done: int, total: int, what: str) -> None:
        if done and total and what:
            raise Cancelled

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(Cancelled):
        play((abandoned_cart(),), synthetic_dataset(2_000), PLAIN, cancel)
    assert list(tmp_path.iterdir()) == []


def test_that_rows_for_which_there_is_no_room_are_missed_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(prefix: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    rows = KeptRows(bytes_in_memory=0)
    whole = rehearse(abandoned_cart(), synthetic_dataset(20), PLAIN)
    with pytest.raises(AppError, match=r"do not fit into the folder for temporary files.*No space left"):
        rows.append({"visits": {"visit": whole.tables["visits"]["visit"].to_numpy()}})
