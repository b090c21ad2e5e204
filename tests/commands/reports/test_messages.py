"""`rehearse messages` says what a stored run sent."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from app.cli import run
from app.runtime.rehearse import RunOptions, rehearse
from app.workspace.store import Workspace
from tests.builders.scenarios import kind, scenario
from tests.builders.workspaces import imported, small_workspace, workspace_at

WRONG_USAGE = 2


def test_that_the_newest_run_says_what_became_of_its_messages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = scenario(
        [kind("start", "entry_event", event="cart"), kind("mail", "email", subject="S", body="B")], "start>mail",
        goals=[{"id": "order", "event": "buy"}],
    )  # fmt: skip
    data = imported()
    path = workspace_at(tmp_path / "shop.rehearse", made, datasets=[data])
    with Workspace.open(path) as workspace:
        played = rehearse(made, workspace.datasets.load("shop"), RunOptions(compiled=False))
        workspace.runs.save(played, made, "shop")
    assert run(["messages", str(path), "--json"]) == 0
    (message,) = json.loads(capsys.readouterr().out)["messages"]
    assert message["sent"] == {"count": 2, "of": 3, "rate": 2 / 3}
    assert message["skipped"] == {"no_address": 1}
    assert message["converted"] == {"count": 1, "of": 2, "rate": 0.5}
    assert run(["messages", str(path), "--run", "1", "--out", str(tmp_path / "messages.csv")]) == 0
    assert (tmp_path / "messages.csv").read_text(encoding="utf-8").startswith("title,channel,decided,sent")

    asked = ["--run", "1", "--series", "events:run: sent", "--period", "year", "--out", str(tmp_path / "sent.csv")]
    assert run(["trend", str(path), *asked]) == 0
    with (tmp_path / "sent.csv").open(encoding="utf-8") as file:
        assert [row["value"] for row in csv.DictReader(file)] == ["2"]
    assert run(["trend", str(path), "--run", "1", "--dataset", "shop"]) == WRONG_USAGE


def test_that_a_run_without_messages_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["messages", str(small_workspace(tmp_path / "shop.rehearse"))]) == 1
    assert "sends no messages" in capsys.readouterr().err
