"""`rehearse audit` looks through the scenarios of a workspace."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import run
from app.scenario.graph import ScenarioId
from app.workspace.store import Workspace
from tests.builders.scenarios import kind, scenario
from tests.builders.workspaces import small_workspace

DRAFT = replace(
    scenario([kind("start", "entry_event", event="cart"), kind("alone", "wait", for_="P1D")]), id=ScenarioId("draft")
)


def test_that_every_scenario_is_audited_with_its_newest_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = small_workspace(tmp_path / "w.rehearse")
    with Workspace.open(path) as workspace:
        workspace.scenarios.save(replace(DRAFT, name="Draft"))
    assert run(["audit", str(path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert sorted(document["definition"]["scenarios"]) == ["Draft", "Reminder"]
    assert document["definition"]["with_runs"] == ["Reminder"]
    assert ("Draft", "unreachable", "alone") in [
        (each["scenario"], each["code"], each["node"]) for each in document["findings"]
    ]
