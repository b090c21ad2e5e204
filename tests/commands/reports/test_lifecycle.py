"""`rehearse lifecycle` says how far leads came."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from app.cli import run

ROWS = ("a,2024-03-01,lead created", "a,2024-03-05,MQL", "b,2024-03-02,lead created", "c,2024-03-04,seen")


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    events = tmp_path / "events.csv"
    events.write_text("\n".join(("customer_id,date,event", *ROWS)), encoding="utf-8")
    path = tmp_path / "crm.rehearse"
    assert run(["import", str(path), str(events), "--as", "events"]) == 0
    capsys.readouterr()
    return path


def test_that_stages_are_known_by_their_names(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lifecycle", str(workspace), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    stages = document["groups"][0]["stages"]
    assert [(each["stage"], each["count"]) for each in stages] == [("lead", 2), ("mql", 1)]
    assert stages[0]["went_on"] == {"count": 1, "median_s": 345_600.0, "ninetieth_s": 345_600.0}


def test_that_stages_can_be_named_with_conditions(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(["lifecycle", str(workspace), "--stage", "visit=seen", "--stage", "lead=MQL", "--stage", "mql=", "--json"])
        == 0
    )
    stages = json.loads(capsys.readouterr().out)["groups"][0]["stages"]
    assert [(each["stage"], each["count"]) for each in stages] == [("visit", 2), ("lead", 1)]
    assert run(["lifecycle", str(workspace), "--stage", "boss=seen"]) == 2
    assert run(["lifecycle", str(workspace), "--stage", "lead=MQL where nowhere = 1"]) == 1


def test_that_cohorts_are_saved_with_exact_values(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "lifecycle.csv"
    assert run(["lifecycle", str(workspace), "--cohort", "day", "--out", str(out)]) == 0
    with out.open(encoding="utf-8") as file:
        rows = [(row["stage"], row["reached"]) for row in csv.DictReader(file)]
    assert rows == [("lead", "1"), ("mql", "1"), ("lead", "1"), ("mql", "0")]


def test_that_a_mistyped_cohort_is_wrong_usage_and_data_without_stages_is_refused(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["lifecycle", str(workspace), "--cohort", "fortnight"]) == 2
    events = tmp_path / "other.csv"
    events.write_text("customer_id,date,event\na,2024-03-01,hello\n", encoding="utf-8")
    assert run(["import", str(tmp_path / "w.rehearse"), str(events), "--as", "events"]) == 0
    assert run(["lifecycle", str(tmp_path / "w.rehearse")]) == 1
    assert "Nothing says what a lead" in capsys.readouterr().err
