"""`rehearse cohorts` counts who came back, by the calendar or from each start, or what they were worth."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    events = tmp_path / "events.csv"
    rows = ("a,2024-04-29T20:00:00Z,buy,10", "a,2024-04-30T06:00:00Z,buy,5", "b,2024-05-09T11:00:00Z,buy,1")
    events.write_text("\n".join(("customer_id,timestamp,event,amount", *rows)), encoding="utf-8")
    path = tmp_path / "shop.rehearse"
    assert run(["import", str(path), str(events), "--as", "events"]) == 0
    capsys.readouterr()
    return path


@pytest.mark.parametrize(
    ("options", "key", "expected"),
    [
        ([], "count", [1, 1]),
        (["--cut", "rolling"], "count", [1, 0]),
        (["--measure", "cumulative", "--value", "amount"], "per_customer", [10, 15]),
    ],
)
def test_that_cohorts_take_all_that_their_definition_has(
    workspace: Path, options: list[str], key: str, expected: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["cohorts", str(workspace), "--start", "buy", "--return", "buy", "--period", "day", "--zone", "UTC"]
    assert run([*command, *options, "--json"]) == 0
    cells = json.loads(capsys.readouterr().out)["cohorts"][0]["cells"]
    assert [cell[key] for cell in cells[:2]] == expected


def test_that_weeks_begin_on_the_day_that_is_named(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["cohorts", str(workspace), "--start", "buy", "--return", "buy", "--period", "week", "--zone", "UTC"]
    assert run([*command, "--week-start", "sun", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cohorts"][0]["start"] == "2024-04-28"


def test_that_cohorts_end_with_the_day_that_is_named(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["cohorts", str(workspace), "--start", "buy", "--return", "buy", "--period", "day", "--zone", "UTC"]
    assert run([*command, "--data-end", "2024-04-30", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["cohorts"][0]["start"], document["cohorts"][0]["size"]) == ("2024-04-29", 1)
    assert sum(each["size"] for each in document["cohorts"]) == 1
    assert all(cell["complete"] for cell in document["cohorts"][0]["cells"])
    assert document["definition"]["data_end"] == "2024-04-30"
