"""How the command line starts: quickly, wherever it is started, and with words for a mistyped command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from app.cli import COMMANDS, run
from app.version import product_version
from tests.builders.scenarios import document

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("pyarrow", "numba", "numpy", "sqlalchemy", "pydantic", "rich", "PySide6", "matplotlib", "networkx", "jinja2")
IMPORTED = """
import json, sys
from app.cli import run
run(json.loads(sys.argv[1]))
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def _started(*arguments: str, folder: Path = ROOT, way: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, *way, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_that_no_library_is_imported_before_a_command_needs_it(arguments: list[str]) -> None:
    ended = _started(json.dumps(arguments), way=("-c", IMPORTED))
    imported = {name.split(".")[0] for name in json.loads(ended.stderr.splitlines()[-1])}
    assert imported & set(HEAVY) == set()


def test_that_an_import_loads_no_library_that_it_does_not_need() -> None:
    ended = _started(json.dumps(["import", "--help"]), way=("-c", IMPORTED))
    imported = {name.split(".")[0] for name in json.loads(ended.stderr.splitlines()[-1])}
    assert "pyarrow" in imported
    assert imported & {"networkx", "pandas", "numba", "matplotlib", "jinja2", "PySide6", "babel", "alembic"} == set()


def test_that_every_command_is_listed_and_helps(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    listed = capsys.readouterr().out
    for name in COMMANDS:
        assert f"\n  {name} " in listed
        assert run([name, "--help"]) == 0
        assert f"Usage: rehearse {name} " in capsys.readouterr().out


def test_that_every_command_is_where_it_is_said_to_be() -> None:
    for place, _ in COMMANDS.values():
        module, name = place.split(":")
        assert getattr(import_module(f"app.commands.{module}"), name)


def test_that_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"Rehearse {product_version()}\n"


def test_that_a_mistyped_command_ends_with_2_and_a_proposal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["funel", "shop.rehearse"]) == 2
    assert "No such command 'funel'. Did you mean 'funnel'?" in capsys.readouterr().err


def test_that_a_file_that_is_not_there_is_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["shop.rehearse"]) == 1
    assert "neither a command nor a workspace 'shop.rehearse'" in capsys.readouterr().err


def test_that_an_app_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("raise SystemExit('the wrong app')")
    script = Path(sys.executable).with_name("rehearse")
    assert script.exists()
    for way in ((str(script),), ("-P", "-m", "app")):
        ended = _started("--version", folder=tmp_path, way=way)
        assert (ended.stdout, ended.returncode) == (f"Rehearse {product_version()}\n", 0), ended.stderr


@pytest.mark.parametrize("arguments", [("scenario", "check"), ("run", "--customers", "people.csv")])
def test_that_a_scenario_can_come_from_standard_input(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "people.csv").write_text("customer_id,email\na,a@x.io\n")
    scenario = json.dumps(document([{"id": "n", "type": "no"}]))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-P", "-m", "app", *arguments, "-"]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, input=scenario, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "'no'" in ended.stderr


def test_that_the_shell_can_complete_commands(tmp_path: Path) -> None:
    completing = {"_REHEARSE_COMPLETE": "complete_bash", "COMP_WORDS": "rehearse fu", "COMP_CWORD": "1"}
    environment = {**os.environ, **completing, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "app"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert said.stdout.split() == ["funnel"]
