"""`rehearse scenario`: what it says of a workspace in which some scenarios are damaged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import run
from app.scenario.graph import ScenarioId
from tests.builders.scenarios import kind, scenario
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


def test_that_of_many_problems_the_first_are_said_and_all_to_a_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nodes = [
        kind("start", "entry_event", event="cart"),
        *(kind(f"n{at}", "list", list="", action="add") for at in range(120)),
    ]
    path = workspace_at(tmp_path / "shop.rehearse", scenario(nodes))
    assert run(["scenario", "check", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert run(["scenario", "check", str(path), "--json"]) == 1
    ((_, found),) = json.loads(capsys.readouterr().out).items()
    assert len(found["problems"]) > 100
    assert sum(line.startswith("  - ") for line in lines) == 50
    assert f"  and {len(found['problems']) - 50} more problems; --json tells all" in lines


def test_that_of_many_scenarios_the_first_are_said_and_how_many_more_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenarios = [replace(REMINDER, id=ScenarioId(f"s{at:03}"), name=f"{at}") for at in range(105)]
    path = workspace_at(tmp_path / "shop.rehearse", *scenarios)
    rewrite(path, "UPDATE scenario_revision SET document = 'not it' WHERE scenario_id < 's051'")
    assert run(["scenario", "check", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert sum("is damaged" in line for line in lines) == 20
    assert sum(line.endswith(": no problems") for line in lines) == 20
    assert lines[-2:] == [
        "And 31 more scenarios with problems; --json tells of each.",
        "And 34 more scenarios without problems; --json tells of each.",
    ]
