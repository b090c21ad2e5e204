"""`rehearse flow` follows the customers of a workspace from event to event."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from app.cli import run

WRONG_USAGE = 2
ROWS = ("a,2024-03-01,see", "a,2024-03-02,cart", "a,2024-03-03,buy", "b,2024-03-01,see", "b,2024-03-02,see")


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    events = tmp_path / "events.csv"
    events.write_text("\n".join(("customer_id,date,event", *ROWS)), encoding="utf-8")
    path = tmp_path / "shop.rehearse"
    assert run(["import", str(path), str(events), "--as", "events"]) == 0
    capsys.readouterr()
    return path


def test_that_everybody_is_at_each_step(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["flow", str(workspace), "--start", "see", "--steps", "2", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["customers"] == 2
    assert [[(each["event"], each["count"]) for each in step] for step in document["steps"]] == [
        [("see", 2)], [("cart", 1), ("(other)", 0), ("(ended)", 1)], [("buy", 1), ("(other)", 0), ("(ended)", 1)],
    ]  # fmt: skip
    assert {"step": 2, "from": "cart", "to": "buy", "count": 1} in document["ways"]


def test_that_what_led_to_an_event_is_saved(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "flow.csv"
    assert run(["flow", str(workspace), "--end", "buy", "--steps", "1", "--out", str(out)]) == 0
    with out.open(encoding="utf-8") as file:
        rows = [(row["step"], row["from"], row["event"], row["count"]) for row in csv.DictReader(file)]
    assert ("1", "buy", "cart", "1") in rows


def test_that_a_start_and_an_end_exclude_one_another(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["flow", str(workspace), "--start", "see", "--end", "buy"]) == WRONG_USAGE
    assert run(["flow", str(workspace), "--start", "sold"]) == 1
    assert "sold" in capsys.readouterr().err
