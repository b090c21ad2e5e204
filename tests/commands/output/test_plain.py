"""What is printed of a file's content does nothing to the terminal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli import run
from app.commands.output.plain import plain, plain_json
from app.errors import LONGEST_LINE, shortened
from app.scenario.graph import Scenario, ScenarioId
from app.workspace.store import Workspace
from tests.builders.scenarios import kind, scenario
from tests.builders.workspaces import imported, workspace_at

NASTY = "shop\x1b[31m\x9b2J\u202e\x07"


def test_that_no_control_character_is_left_but_tabs_and_new_lines() -> None:
    assert plain("a\tb\r\nc\x1b[2J\x9b\u202ed\ud800") == "a\tb\nc\ufffd[2J\ufffd\ufffdd?"


def test_that_json_stays_the_same_json() -> None:
    text = json.dumps({"name": NASTY}, ensure_ascii=False)
    assert json.loads(plain_json(text)) == {"name": NASTY}
    assert plain(plain_json(text)) == plain_json(text)


@pytest.mark.parametrize("more", [[], ["--json"], ["--dataset", NASTY], ["--dataset", f"not {NASTY}"]])
def test_that_the_names_in_a_workspace_send_nothing_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    path = tmp_path / "w.rehearse"
    with Workspace.open(workspace_at(path)) as workspace:
        workspace.datasets.save(imported(NASTY))
    run(["data", str(path), *more])
    said = "".join(capsys.readouterr())
    assert "shop" in said
    assert not set(said) & set("\x1b\x9b\u202e\x07")


ENDLESS = "endless " * 2_500


def _endless() -> Scenario:
    """A scenario whose name, event and node are called endlessly, and which has problems and remarks."""
    entry, wait = kind("start", "entry_event", event=ENDLESS), kind("hour", "wait", for_="PT0H")
    made = scenario([entry, wait], "start>hour", goals=[{"id": "order", "event": f"{ENDLESS}2"}])
    return replace(made, id=ScenarioId("endless"), name=ENDLESS)


@pytest.mark.parametrize(
    ("command", "more"),
    [
        ("scenario check", []),
        ("scenario check", ["--dataset", ENDLESS]),
        ("scenario list", []),
        ("data", []),
        ("data", ["--dataset", "other"]),
        ("quality", ["--dataset", ENDLESS]),
        ("run endless", ["--dataset", ENDLESS]),
        ("run other", ["--dataset", ENDLESS]),
    ],
)
def test_that_no_message_is_as_long_as_a_name_that_it_tells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, more: list[str]
) -> None:
    path = str(workspace_at(tmp_path / "w.rehearse", _endless(), datasets=[imported(ENDLESS)]))
    words = command.split()
    run([*words, "--workspace", path, *more] if words[0] == "run" else [*words, path, *more])
    said = "".join(capsys.readouterr())
    assert "endless" in said or words[-1] == "other"
    assert max(map(len, said.splitlines())) <= LONGEST_LINE
    assert len(said) < len(ENDLESS) / 2


def test_that_a_document_is_printed_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(workspace_at(tmp_path / "w.rehearse", _endless()))
    assert run(["scenario", "export", path, "endless"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == ENDLESS


@given(st.text(alphabet="ab\n", max_size=60), st.integers(6, 20))
def test_that_what_is_shortened_keeps_its_beginning_its_end_and_its_lines(text: str, most: int) -> None:
    lines, short = text.split("\n"), shortened(text, most).split("\n")
    assert len(lines) == len(short)
    for line, told in zip(lines, short, strict=True):
        assert len(told) <= most
        assert told == line if len(line) <= most else line.startswith(told.split(" … ")[0])
        assert line.endswith(told.split(" … ")[-1])
