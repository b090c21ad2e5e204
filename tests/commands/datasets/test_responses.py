"""`rehearse responses` shows and sets the channels' default reactions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at, workspace_of_orders

RESPONSES = {"email": {"open": 0.3, "fatigue": {"per_message": 0.9, "window": "P7D"}}, "sms": {"click": 0.05}}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "shop.rehearse")


def _file(folder: Path, document: object) -> str:
    (folder / "responses.json").write_text(json.dumps(document), encoding="utf-8")
    return str(folder / "responses.json")


def test_that_reactions_are_set_shown_and_written_as_one_document(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["responses", str(workspace), "--set", _file(tmp_path, RESPONSES)]) == 0
    assert json.loads(capsys.readouterr().out) == RESPONSES
    assert run(["responses", str(workspace), "--out", str(tmp_path / "out.json")]) == 0
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == RESPONSES
    capsys.readouterr()
    assert run(["responses", str(workspace), "--set", _file(tmp_path, {})]) == 0
    said = capsys.readouterr()
    assert (json.loads(said.out), "No channel has default reactions" in said.err) == ({}, True)


def test_that_everything_wrong_is_said_at_once_and_nothing_changed(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {
        "fax": {},
        "sms": {"opn": 0.5, "click": 2},
        "email": {"open_after": {"median": "-PT1H", "sigma": 99}, "fatigue": {"per_message": 1, "window": "P0D"}},
    }
    assert run(["responses", str(workspace), "--set", _file(tmp_path, wrong)]) == 1
    said = capsys.readouterr().err
    assert "does not say how people react. Nothing was changed." in said
    for place in ("fax:", "sms.opn:", "sms.click:", "email.open_after.median:", "email.open_after.sigma:"):
        assert f"- {place}" in said
    assert "- email.fatigue.window:" in said
    with Workspace.open(workspace, read_only=True) as store:
        assert store.responses.get() == {}


@pytest.mark.parametrize("document", [[], "email", {"email": None}, {"email": [0.3]}])
def test_that_another_form_is_refused_in_words(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], document: object
) -> None:
    assert run(["responses", str(workspace), "--set", _file(tmp_path, document)]) == 1
    assert "responses.json" in capsys.readouterr().err


def test_that_a_missing_file_is_named(workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["responses", str(workspace), "--set", str(tmp_path / "none.json")]) == 1
    assert "none.json. Nothing was changed." in capsys.readouterr().err


def test_that_a_refusal_is_all_that_is_said(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["responses", str(workspace), "--out", str(workspace)]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n"), "it is a workspace" in said.err) == ("", 1, True)


def test_that_reactions_to_emails_are_measured_in_a_dataset_and_the_rest_is_said_to_be_a_guess(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = [f"c{who},2024-01-01T10:00:00Z,email_sent," for who in range(40)]
    events += [f"c{who},2024-01-01T13:00:00Z,email_opened," for who in range(10)]
    workspace = str(workspace_of_orders(tmp_path, [*events, "c1,2024-03-01T10:00:00Z,purchase,5"]))
    assert run(["responses", workspace, "--measure", "orders"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {"email": {"open": 0.25}}
    assert "10 of 40, 40 people" in said.err
    assert "Still a guess – delivered" in said.err
    with Workspace.open(Path(workspace), read_only=True) as store:
        assert store.measured_responses.get()["email"]["open"].value == 0.25
