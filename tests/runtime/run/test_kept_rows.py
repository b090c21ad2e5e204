"""Runs whose tables lie in files for a while."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from app.bench.job import abandoned_cart, synthetic_dataset
from app.errors import Cancelled
from app.jobs.spooling import spooled_run
from app.runtime.rehearse import RunOptions, rehearse

PLAIN = RunOptions(compiled=False)


def test_that_a_spooled_run_is_the_run_itself_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    whole = rehearse(abandoned_cart(), synthetic_dataset(200), PLAIN)
    with spooled_run((abandoned_cart(),), synthetic_dataset(200), PLAIN) as run:
        assert list(tmp_path.iterdir())
        assert {name: table.to_pylist() for name, table in run.tables.items()} == {
            name: table.to_pylist() for name, table in whole.tables.items()
        }
    assert list(tmp_path.iterdir()) == []


def test_that_a_cancelled_run_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancel(done: int, total: int, what: str) -> None:
        if done and total and what:
            raise Cancelled

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(Cancelled), spooled_run((abandoned_cart(),), synthetic_dataset(2_000), PLAIN, cancel):
        pass
    assert list(tmp_path.iterdir()) == []
