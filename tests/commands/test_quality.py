"""`rehearse quality` and `rehearse data --quality`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run


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
