"""`rehearse trend` counts a workspace's events over time."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import run
from tests.commands.reports.conftest import Shop

WRONG_USAGE = 2
ROWS = (
    "a,2024-03-01T10:00:00Z,visit,google,",
    "a,2024-03-02T10:00:00Z,bought,mail,30",
    "b,2024-03-04T10:00:00Z,visit,mail,",
    "b,2024-03-04T11:00:00Z,bought,,12",
)


@pytest.fixture
def workspace(shop: Shop) -> Path:
    return shop(ROWS)


def counted(capsys: pytest.CaptureFixture[str], *options: str) -> Any:
    assert run(["trend", *options, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_that_a_trend_begins_with_revenue(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = counted(capsys, str(workspace))
    assert document["lines"] == [
        {"title": "bought: amount", "values": [0.0, 30.0, 0.0, 12.0], "before": [None] * 4, "rolling": [None] * 4}
    ]
    assert document["buckets"][-1] == {"begin": "2024-03-04T00:00:00+00:00", "complete": False}


def test_that_series_make_a_formula_and_can_be_broken_down(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = ("--series", "customers:bought", "--series", "customers", "--formula", "A/B", "--period", "month")
    assert counted(capsys, str(workspace), *named)["lines"][0]["values"] == [1.0]
    by = ("--series", "events", "--by", "utm_source", "--period", "year", "--top", "1")
    assert [(line["title"], line["values"]) for line in counted(capsys, str(workspace), *by)["lines"]] == [
        ("mail", [2]), ("(other)", [2]),
    ]  # fmt: skip


def test_that_a_span_is_compared_with_the_one_before(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "trend.csv"
    span = ("--from", "2024-03-03", "--until", "2024-03-04", "--previous", "--rolling", "2")
    assert run(["trend", str(workspace), "--series", "events", *span, "--period", "day", "--out", str(out)]) == 0
    with out.open(encoding="utf-8") as file:
        rows = [(row["value"], row["before"], row["rolling"], row["complete"]) for row in csv.DictReader(file)]
    assert rows == [("0", "1", "", "True"), ("2", "1", "", "False")]


def test_that_a_trend_is_compared_with_a_year_earlier(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = tmp_path / "before.csv"
    more.write_text("customer_id,timestamp,event\na,2023-03-02T10:00:00Z,visit\na,2023-03-09T10:00:00Z,visit", "utf-8")
    path = tmp_path / "two.rehearse"
    events = tmp_path / "events.csv"
    assert run(["import", str(path), str(events), str(more), "--as", "events"]) == 0
    capsys.readouterr()
    named = ("--series", "events", "--period", "month", "--from", "2024-03-01", "--year-earlier")
    document = counted(capsys, str(path), *named)
    assert document["lines"][0] | {"rolling": 0} == {
        "title": "Any event: events",
        "values": [4],
        "before": [2],
        "rolling": 0,
    }
    assert "a year earlier" in document["definition"]["words"]
    assert run(["trend", str(path), "--year-earlier", "--previous"]) == WRONG_USAGE


def test_that_what_cannot_be_counted_is_named(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trend", str(workspace), "--series", "money"]) == WRONG_USAGE
    assert run(["trend", str(workspace), "--by", "shoe size"]) == 1
    assert "shoe size" in capsys.readouterr().err
    assert run(["trend", str(workspace), "--formula", "A/0/("]) == 1
    assert "is not a formula" in capsys.readouterr().err
