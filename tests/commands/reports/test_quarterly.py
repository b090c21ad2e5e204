"""`rehearse quarterly` audits leads and opportunities quarter by quarter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run

ROWS = ("a,2024-02-01,lead created,", "b,2024-05-01,lead created,", "b,2024-04-30,visit,spring")


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    events = tmp_path / "events.csv"
    events.write_text("\n".join(("customer_id,date,event,utm_campaign", *ROWS)), encoding="utf-8")
    path = tmp_path / "crm.rehearse"
    assert run(["import", str(path), str(events), "--as", "events"]) == 0
    capsys.readouterr()
    return path


def test_that_the_audited_quarter_stands_beside_the_one_before(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["quarterly", str(workspace), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["quarters"], document["open"]) == (["Q1 2024", "Q2 2024"], True)
    lines = {line["key"]: line for line in document["lines"]}
    assert [value["rate"] for value in lines["without_source"]["values"]] == [1, 0]
    assert lines["without_source"]["change"] == -1
    assert run(["quarterly", str(workspace), "--on", "2024-03-31"]) == 0
    assert "Q2" not in capsys.readouterr().out


def test_that_a_mistyped_outcome_is_wrong_usage_and_data_without_leads_is_refused(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["quarterly", str(workspace), "--outcome", "fame"]) == 2
    events = tmp_path / "other.csv"
    events.write_text("customer_id,date,event\na,2024-03-01,hello\n", encoding="utf-8")
    assert run(["import", str(tmp_path / "w.rehearse"), str(events), "--as", "events"]) == 0
    assert run(["quarterly", str(tmp_path / "w.rehearse")]) == 1
    assert "Nothing says what a lead is" in capsys.readouterr().err
