"""Workspaces of earlier versions on the command line: read as they are, and changed on backups that are named."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.cli import run
from tests.builders.workspaces import small_workspace

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
        ["report", "WORKSPACE", "--out", "REPORT"],
    ],
    ids=" ".join,
)
def test_that_a_command_that_reads_leaves_an_earlier_workspace_as_it_is(
    first: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = first.read_bytes()
    places = {"WORKSPACE": str(first), "REPORT": str(first.with_name("r.html"))}
    assert run([places.get(word, word) for word in command]) == 0, capsys.readouterr()
    assert "was made by an earlier version of Rehearse. It stays as it is" in capsys.readouterr().err
    assert first.read_bytes() == before
    assert {path.name for path in first.parent.iterdir() if path.is_file()} <= {first.name, "r.html"}


def test_that_a_command_that_writes_names_the_backup_of_an_earlier_workspace_once(
    first: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = first.with_name("codes.csv")
    codes.write_text(CODES)
    arguments = ["import", str(first), "--pool", f"codes={codes}"]
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


def test_that_a_workspace_in_which_rows_may_be_missed_is_told_and_not_written_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small_workspace(tmp_path / "shop.rehearse")
    with closing(sqlite3.connect(path)) as connection:
        ((root, size),) = connection.execute(
            "SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = 'setting'"
        )
    content = bytearray(path.read_bytes())
    content[(root - 1) * size + 3 : (root - 1) * size + 5] = b"\0\0"  # its leaf says that it has no rows
    path.write_bytes(content)
    assert run(["scenario", "list", str(path)]) == 0
    said = capsys.readouterr()
    assert "reminder" in said.out
    assert "something is not what was saved: The file's pages" in said.err
    scenario = tmp_path / "s.json"
    assert run(["scenario", "export", str(path), "reminder", "--out", str(scenario)]) == 0
    before = path.read_bytes()
    assert run(["scenario", "add", str(path), str(scenario)]) == 1
    assert "Nothing was changed. In shop.rehearse something is not what was saved" in capsys.readouterr().err
    assert path.read_bytes() == before
