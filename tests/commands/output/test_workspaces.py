"""Workspaces of earlier versions on the command line: brought to this one's form, and their backups named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.cli import run

FIRST = Path(__file__).parents[2] / "workspace" / "released" / "schema-0001.rehearse"
CODES = "code\nA1\nA2\n"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A workspace of the first version."""
    return Path(shutil.copy(FIRST, tmp_path / "shop.rehearse"))


@pytest.mark.parametrize(
    "command",
    [
        ["data", "WORKSPACE"],
        ["responses", "WORKSPACE"],
        ["scenario", "list", "WORKSPACE"],
        ["scenario", "check", "WORKSPACE"],
        ["funnel", "WORKSPACE", "--steps", "add_to_cart,purchase"],
        ["import", "WORKSPACE", "--pool", "codes=CODES"],
        ["report", "WORKSPACE", "--out", "REPORT"],
    ],
    ids=" ".join,
)
def test_that_a_command_names_the_backup_of_an_earlier_workspace_once(
    first: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    codes = first.with_name("codes.csv")
    codes.write_text(CODES)
    places = {"WORKSPACE": str(first), "codes=CODES": f"codes={codes}", "REPORT": str(first.with_name("r.html"))}
    arguments = [places.get(word, word) for word in command]
    assert run(arguments) == 0, capsys.readouterr()
    backup = "shop (form 0001).rehearse"
    assert f"As it was, it is kept beside it as {backup}." in capsys.readouterr().err
    assert first.with_name(backup).exists()
    run(arguments)
    assert backup not in capsys.readouterr().err


def test_that_the_remark_leaves_what_a_program_reads_alone(first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scenario", "list", str(first), "--json"]) == 0
    said = capsys.readouterr()
    assert isinstance(json.loads(said.out), list)
    assert said.err.count("\n") == 1
