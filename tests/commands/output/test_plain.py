"""What is printed of a file's content does nothing to the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run
from app.commands.output.plain import plain, plain_json
from app.workspace.store import Workspace
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
