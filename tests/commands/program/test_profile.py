"""`rehearse data --profile` says what each column holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run

PEOPLE = "customer_id,city,age,agreed,born\na,Brno,30,true,1990-05-01\nb,Brno,,false,1985-01-01\nc,Praha,41.5,,\n"
EVENTS = "customer_id,timestamp,event,total\na,2024-03-03T10:00:00Z,order,1200\nb,2024-03-05T11:30:00Z,visit,\n"


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "shop.rehearse"
    for name, text in (("people.csv", PEOPLE), ("events.csv", EVENTS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [str(tmp_path / "people.csv"), str(tmp_path / "events.csv")]
    assert run(["import", str(path), *files, "--dataset", "shop"]) == 0
    capsys.readouterr()
    return path


def test_that_each_column_is_described_in_words(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", str(workspace), "--profile"]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.strip()}
    assert "2 of 3 (67%)" in lines["age"]
    assert "30 to 41.5" in lines["age"]
    assert "Brno (2), Praha (1)" in lines["city"]
    assert "1985-01-01 to 1990-05-01" in lines["born"]


def test_that_json_has_values_of_their_own_types(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", str(workspace), "--profile", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    people = {column["name"]: column for column in document["customers"]}
    events = {column["name"]: column for column in document["events"]}
    assert (people["age"]["lowest"], people["age"]["filled"], people["age"]["rows"]) == (30.0, 2, 3)
    assert people["agreed"]["top"] == [{"value": False, "count": 1}, {"value": True, "count": 1}]
    assert people["born"]["highest"] == "1990-05-01"
    assert events["at (UTC)"]["highest"] == "2024-03-05T11:30:00Z"
    assert events["total"]["top"] == [{"value": 1200.0, "count": 1}]
