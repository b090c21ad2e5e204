"""`rehearse compare` lays two runs of a workspace side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run
from app.data.assembling.fingerprint import signed
from app.runtime.rehearse import RunOptions, rehearse
from app.workspace.store import Workspace
from tests.builders.workspaces import REMINDER, imported, small_workspace


def test_that_two_runs_are_compared_by_figure_and_by_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = small_workspace(tmp_path / "w.rehearse")
    with Workspace.open(path) as workspace:
        again = rehearse(REMINDER, signed(imported().dataset), RunOptions(compiled=False, until=1_714_600_000_000_000))
        workspace.runs.save(again, REMINDER, "shop")
    assert run(["compare", str(path), "1", "2", "--json"]) == 0
    figures = {each["figure"]: each["difference"] for each in json.loads(capsys.readouterr().out)["figures"]}
    assert figures["Journeys"] == 2
    assert run(["compare", str(path), "1", "2", "--paths", "--json"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert [(each["other"], each["journeys"]) for each in changes] == [("did not enter", 2)]


def test_that_a_run_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = small_workspace(tmp_path / "w.rehearse")
    assert run(["compare", str(path), "1", "9"]) == 1
    assert "9" in capsys.readouterr().err
