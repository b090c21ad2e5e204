"""`rehearse quality` and `rehearse data --quality`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from app.cli import run
from app.data.dataset import Dataset
from app.workspace.store import Workspace

WRONG_USAGE = 2


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text("id,email\na,ann@example.com\nb,bob@example\n", encoding="utf-8")
    workspace = tmp_path / "shop.rehearse"
    assert run(["import", str(workspace), str(tmp_path / "people.csv"), "--as", "customers", "--dataset", "shop"]) == 0
    return workspace


def test_that_findings_are_said_with_an_example_and_an_advice(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["quality", str(shop)], ["data", str(shop), "--dataset", "shop", "--quality"]):
        capsys.readouterr()
        assert run(command) == 0
        said = capsys.readouterr().out
        assert "! 1 e-mail address cannot be right. [emails-invalid]" in said
        assert "For example: bob@example" in said


def test_that_the_customers_of_a_finding_can_be_listed(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["quality", str(shop), "--people", "emails-invalid"]) == 0
    assert capsys.readouterr().out == "b\n"


def test_that_a_program_reads_counts_with_their_denominators(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["quality", str(shop), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    found = {finding["key"]: (finding["count"], finding["of"]) for finding in report["findings"]}
    assert found["emails-invalid"] == (1, 2)


def test_that_a_finding_that_is_not_there_is_a_sentence(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["quality", str(shop), "--people", "nothing"]) == 1
    assert "There is no finding 'nothing'" in capsys.readouterr().err


@pytest.fixture
def club(tmp_path: Path) -> Path:
    rows = "id,email,other,state\na,ann@example.com,,Active\nb,,bob@example.com,Cold\n"
    (tmp_path / "club.csv").write_text(rows, encoding="utf-8")
    workspace = tmp_path / "club.rehearse"
    assert run(["import", str(workspace), str(tmp_path / "club.csv"), "--as", "customers", "--dataset", "club"]) == 0
    return workspace


def _stored(path: Path) -> Dataset:
    with Workspace.open(path, read_only=True) as workspace:
        return workspace.datasets.load(workspace.datasets.names()[0].name)


def test_that_missing_addresses_are_taken_from_the_column_that_is_named(club: Path) -> None:
    assert run(["quality", str(club), "--mend", "emails-missing", "--column", "other"]) == 0
    assert _stored(club).attributes["email"].filled.all()


def test_that_who_agreed_is_said_by_a_column_and_its_values(club: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["quality", str(club)]) == 0
    assert "columns such as “state” (Active, Cold)" in capsys.readouterr().out
    mend = ["quality", str(club), "--mend", "email_consent-unknown", "--column", "state"]
    assert run(mend) == 1
    assert "what the values of “state” mean: “Active” (1), “Cold” (1)." in capsys.readouterr().err
    assert run([*mend, "--yes", "Active", "--no", "Cold"]) == 0
    mended = _stored(club)
    assert mended.attributes[mended.roles.attributes["email_consent"]].values.tolist() == [1, 0]


def test_that_the_second_of_what_is_offered_is_said_and_done(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["quality", str(shop)]) == 0
    assert "--mend emails-invalid --way 2: Leave these customers out" in capsys.readouterr().out
    assert run(["quality", str(shop), "--mend", "emails-invalid", "--way", "3"]) == 1
    assert "no way 3" in capsys.readouterr().err
    assert run(["quality", str(shop), "--mend", "emails-invalid", "--way", "2"]) == 0
    assert _stored(shop).customer_ids.to_pylist() == ["a"]


def test_that_the_customers_of_a_finding_are_kept_as_a_list(club: Path) -> None:
    assert run(["quality", str(club), "--people", "emails-missing", "--save-as", "no address"]) == 0
    assert _stored(club).lists["no address"].tolist() == [False, True]


@pytest.mark.parametrize(
    "odd",
    [
        ["--column", "other"],
        ["--way", "2"],
        ["--mend", "emails-missing", "--column", "other", "--way", "1"],
        ["--mend", "emails-missing", "--yes", "x"],
        ["--save-as", "x"],
    ],
)
def test_that_options_that_do_not_go_together_are_wrong_usage(club: Path, odd: list[str]) -> None:
    assert run(["quality", str(club), *odd]) == 2


def test_that_findings_and_their_customers_are_saved(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, document, people = (tmp_path / name for name in ("found.csv", "found.json", "people.csv"))
    assert run(["quality", str(shop), "--out", str(table)]) == 0
    assert f"Written to {table}." in capsys.readouterr().out
    with table.open(encoding="utf-8") as file:
        found = {row["key"]: (row["count"], row["of"], row["customers"]) for row in csv.DictReader(file)}
    assert found["emails-invalid"] == ("1", "2", "1")
    assert run(["quality", str(shop), "--json", "--out", str(document)]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(document.read_text(encoding="utf-8"))
    assert run(["quality", str(shop), "--people", "emails-invalid", "--out", str(people)]) == 0
    assert people.read_text(encoding="utf-8") == "customer_id\nb\n"


def test_that_findings_are_saved_only_in_formats_there_are(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["quality", str(shop), "--out", str(tmp_path / "found.txt")]) == 1
    assert "should end in .csv or .json. Nothing was written." in capsys.readouterr().err
    assert run(["quality", str(shop), "--mend", "x", "--out", str(tmp_path / "found.csv")]) == WRONG_USAGE
    assert not list(tmp_path.glob("found.*"))


def test_that_no_text_of_a_saved_list_is_a_formula(tmp_path: Path) -> None:
    workspace, source, people = tmp_path / "w.rehearse", tmp_path / "p.csv", tmp_path / "people.csv"
    source.write_text("id,email\n=1+1,ann@example\nb,bob@example.com\nc,c@example.com\n", encoding="utf-8")
    assert run(["import", str(workspace), str(source), "--as", "customers"]) == 0
    assert run(["quality", str(workspace), "--people", "emails-invalid", "--out", str(people)]) == 0
    assert people.read_text(encoding="utf-8") == "customer_id\n'=1+1\n"
