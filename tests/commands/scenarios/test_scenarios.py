"""`rehearse scenario`: what it says of a workspace in which some scenarios are damaged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import run
from app.scenario.graph import ScenarioId
from tests.builders.workspaces import REMINDER, rewrite, workspace_at


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with four scenarios, of which the first and the third are damaged."""
    scenarios = [replace(REMINDER, id=ScenarioId(name), name=name) for name in ("a", "b", "c", "d")]
    path = workspace_at(tmp_path / "shop.rehearse", *scenarios)
    rewrite(path, "UPDATE scenario_revision SET document = 'not it' WHERE scenario_id IN ('a', 'c')")
    return path


def test_that_a_check_says_which_scenarios_are_damaged_and_checks_all_others(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["scenario", "check", str(workspace)]) == 1
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert [line for line in lines if not line.startswith("  ")] == [
        f"{workspace} a",
        f"{workspace} b: no problems",
        f"{workspace} c",
        f"{workspace} d: no problems",
    ]
    assert [line.split(":")[0] for line in lines if "damaged" in line] == [
        "  - Revision 1 of the scenario 'a' is damaged",
        "  - Revision 1 of the scenario 'c' is damaged",
    ]
    assert said.err == "2 problems to mend. Nothing was changed.\n"


def test_that_a_program_reads_which_scenarios_are_damaged(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scenario", "check", str(workspace), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    codes = {label: [problem["code"] for problem in found["problems"]] for label, found in document.items()}
    assert codes == {
        f"{workspace} a": ["damaged-scenario"],
        f"{workspace} b": [],
        f"{workspace} c": ["damaged-scenario"],
        f"{workspace} d": [],
    }
