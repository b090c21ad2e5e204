"""`rehearse experiment` compares the variants of a test."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from app.cli import run

WRONG_USAGE = 2
ROWS = [f"c{k:03},{'control' if k % 2 else 'mail'},{int(k % 5 == 0)},{10 * (k % 5 == 0)}" for k in range(100)]


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    customers = tmp_path / "customers.csv"
    customers.write_text("\n".join(("customer_id,segment,conversion,spend", *ROWS)), encoding="utf-8")
    path = tmp_path / "test.rehearse"
    assert run(["import", str(path), str(customers), "--as", "customers"]) == 0
    capsys.readouterr()
    return path


def test_that_variant_outcome_and_control_are_known_from_the_data(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["experiment", str(workspace), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [(each["variant"], each["control"], each["converted"]) for each in document["variants"]] == [
        ("control", True, 10),
        ("mail", False, 10),
    ]
    assert document["sample_ratio"]["fits"] is True


def test_that_it_is_told_in_a_table_and_saved_exactly(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "test.csv"
    assert run(["experiment", str(workspace), "--control", "mail", "--value", "spend", "--out", str(out)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("The groups have the sizes they should")
    assert "control: 20% (10 of 50), 0.00 pp" in lines[1].replace("\N{NO-BREAK SPACE}", " ")
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["variant"], row["control"], row["value"]) for row in rows] == [
        ("control", "False", "2.0"),
        ("mail", "True", "2.0"),
    ]


def test_that_weights_that_are_none_are_wrong_usage(workspace: Path) -> None:
    assert run(["experiment", str(workspace), "--weights", "90,x"]) == WRONG_USAGE
    assert run(["experiment", str(workspace), "--weights", "90,0"]) == WRONG_USAGE


def test_that_what_the_experiment_is_has_to_be_named_where_the_data_does_not_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    customers = tmp_path / "customers.csv"
    customers.write_text("customer_id,city\na,Brno\nb,Praha\n", encoding="utf-8")
    assert run(["import", str(tmp_path / "w.rehearse"), str(customers), "--as", "customers"]) == 0
    assert run(["experiment", str(tmp_path / "w.rehearse")]) == 1
    assert "--variant NAME" in capsys.readouterr().err


def test_that_a_run_without_a_split_says_what_it_lacks(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["experiment", str(workspace), "--run", "7"]) == 1
    assert "7" in capsys.readouterr().err
