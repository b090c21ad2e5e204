"""`rehearse rfm` sorts the customers of a workspace by what they bought."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from app.cli import run

ROWS = ("a,2024-03-01,bought,10", "a,2024-03-03,bought,30", "b,2024-03-02,bought,20", "c,2024-03-04,seen,")


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    events = tmp_path / "events.csv"
    events.write_text("\n".join(("customer_id,date,event,amount", *ROWS)), encoding="utf-8")
    path = tmp_path / "shop.rehearse"
    assert run(["import", str(path), str(events), "--as", "events"]) == 0
    capsys.readouterr()
    return path


def test_that_who_bought_is_scored_and_who_did_not_is_left_out(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rfm", str(workspace), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["customers"] == 2
    assert sum(segment["orders"] for segment in document["segments"]) == 3
    assert document["definition"]["on"] == "2024-03-04"


def test_that_an_earlier_day_leaves_out_what_came_after_it(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "rfm.csv"
    assert run(["rfm", str(workspace), "--on", "2024-03-02", "--out", str(out)]) == 0
    with out.open(encoding="utf-8") as file:
        rows = {row["customer"]: (row["days_since"], row["orders"], row["amount"]) for row in csv.DictReader(file)}
    assert rows == {"a": ("1", "1", "10.0"), "b": ("0", "1", "20.0")}


def test_that_what_buying_is_has_to_be_named_where_the_data_does_not_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = tmp_path / "events.csv"
    events.write_text("customer_id,date,event\na,2024-03-01,hello\n", encoding="utf-8")
    assert run(["import", str(tmp_path / "w.rehearse"), str(events), "--as", "events"]) == 0
    assert run(["rfm", str(tmp_path / "w.rehearse")]) == 1
    assert "--purchase EVENT --amount PROPERTY" in capsys.readouterr().err
