"""`rehearse scores` says what a score is worth."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run

ROWS = [f"c{k:02},{k},{int(k > 20)}" for k in range(40)]


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    customers = tmp_path / "customers.csv"
    customers.write_text("\n".join(("customer_id,lead_score,converted", *ROWS)), encoding="utf-8")
    path = tmp_path / "leads.rehearse"
    assert run(["import", str(path), str(customers), "--as", "customers"]) == 0
    capsys.readouterr()
    return path


def test_that_score_and_outcome_are_known_from_the_data(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scores", str(workspace), "--threshold", "21", "--bands", "4", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["auc"]["value"] == 1.0
    assert document["threshold"] == {"score": 21.0, "customers": 19, "converted": 19}
    assert [band["converted"] for band in document["bands"]] == [10, 9, 0, 0]


def test_that_an_unknown_score_is_named(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scores", str(workspace), "--score", "nothing"]) == 1
    assert "“nothing”" in capsys.readouterr().err


def test_that_what_the_score_is_has_to_be_named_where_the_data_does_not_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    customers = tmp_path / "customers.csv"
    customers.write_text("customer_id,city\na,Brno\n", encoding="utf-8")
    assert run(["import", str(tmp_path / "w.rehearse"), str(customers), "--as", "customers"]) == 0
    assert run(["scores", str(tmp_path / "w.rehearse")]) == 1
    assert "--score NAME" in capsys.readouterr().err
