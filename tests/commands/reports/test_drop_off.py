"""`rehearse drop-off` says where the journeys of a run lose people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run
from tests.builders.workspaces import small_workspace, workspace_at


def test_that_the_newest_run_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = small_workspace(tmp_path / "w.rehearse")
    assert run(["drop-off", str(path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [(each["id"], each["came"]) for each in document["nodes"]] == [("start", 3), ("hour", 3)]
    assert document["definition"]["within"] == "P7D"


def test_that_a_workspace_without_runs_says_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workspace_at(tmp_path / "w.rehearse")
    assert run(["drop-off", str(path)]) == 1
    assert "rehearse run" in capsys.readouterr().err


def test_that_months_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = small_workspace(tmp_path / "w.rehearse")
    assert run(["drop-off", str(path), "--within", "P1M"]) == 1
    assert "write days" in capsys.readouterr().err
