"""`rehearse segment`: add, list with live counts, people, save as a list, remove."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run
from app.workspace.store import Workspace
from tests.builders.workspaces import small_workspace


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "vip.json").write_text('{"attribute": "vip", "op": "eq", "value": true}', encoding="utf-8")
    workspace = small_workspace(tmp_path / "shop.rehearse")
    assert run(["segment", "add", str(workspace), "VIP", "--condition", str(tmp_path / "vip.json")]) == 0
    return workspace


def test_that_a_segment_is_listed_with_how_many_it_holds(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["segment", "list", str(shop), "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(row["name"], row["customers"], row["of"]) for row in listed] == [("VIP", 1, 3)]


def test_that_its_people_are_named(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["segment", "people", str(shop), "VIP"]) == 0
    assert capsys.readouterr().out == "anna\n"


def test_that_it_becomes_a_list_of_the_dataset_whose_rows_and_account_stay(shop: Path) -> None:
    assert run(["segment", "save", str(shop), "VIP", "--as", "vips"]) == 0
    with Workspace.open(shop) as workspace:
        dataset = workspace.datasets.load("shop")
        assert {name: members.tolist() for name, members in dataset.lists.items()} == {"vips": [True, False, False]}
        assert (dataset.event_count, len(workspace.datasets.accounts("shop"))) == (4, 1)


def test_that_a_removed_one_is_gone_and_a_second_removal_is_a_sentence(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["segment", "remove", str(shop), "VIP"]) == 0
    assert run(["segment", "remove", str(shop), "VIP"]) == 1
    assert "There is no segment 'VIP'" in capsys.readouterr().err


@pytest.mark.parametrize("text", ['{"attribute": 1}', "no json", '{"x": 1}', "[" * 5000])
def test_that_what_is_no_condition_is_a_sentence(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "bad.json").write_text(text, encoding="utf-8")
    assert run(["segment", "add", str(shop), "Bad", "--condition", str(tmp_path / "bad.json")]) == 1
    assert "holds no condition" in capsys.readouterr().err


def test_that_a_segment_of_other_data_is_listed_without_a_count(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tall.json").write_text('{"attribute": "height", "op": "gt", "value": 2}', encoding="utf-8")
    assert run(["segment", "add", str(shop), "Tall", "--condition", str(tmp_path / "tall.json")]) == 0
    capsys.readouterr()
    assert run(["segment", "list", str(shop), "--json"]) == 0
    counts = {row["name"]: row["customers"] for row in json.loads(capsys.readouterr().out)}
    assert counts == {"VIP": 1, "Tall": None}
