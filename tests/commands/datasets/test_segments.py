"""`rehearse segment`: add, list with live counts, people, save as a list, remove."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run
from app.workspace.settings.kept_reports import KeptReport
from app.workspace.store import Workspace
from tests.builders.scenarios import document, kind
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


def test_that_a_funnel_is_counted_for_a_segment_alone(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts, definitions = [], []
    for of in ([], ["--segment", "VIP"]):
        capsys.readouterr()
        assert run(["funnel", str(shop), "--steps", "cart,buy", "--json", *of]) == 0
        document = json.loads(capsys.readouterr().out)
        counts.append([step["count"] for step in document["steps"]])
        definitions.append(document["definition"].get("segment"))
    assert counts == [[3, 1], [1, 1]]
    assert definitions == [None, {"name": "VIP", "who": "vip is true"}]
    assert run(["funnel", str(shop), "--steps", "cart,buy", "--segment", "none such"]) == 1
    assert "The segments are: VIP." in capsys.readouterr().err


def test_that_a_segment_that_a_kept_report_counts_is_not_removed(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(shop) as workspace:
        workspace.kept_reports.put("Of VIPs", KeptReport(report="trend", dataset="shop", changes=(("segment", "VIP"),)))
    assert run(["segment", "remove", str(shop), "VIP"]) == 1
    assert "the kept report “Of VIPs” uses it" in capsys.readouterr().err


def test_that_a_segment_that_a_scenario_or_another_uses_is_not_removed(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "not.json").write_text('{"not": {"segment": "VIP"}}', encoding="utf-8")
    assert run(["segment", "add", str(shop), "Others", "--condition", str(tmp_path / "not.json")]) == 0
    capsys.readouterr()
    assert run(["segment", "people", str(shop), "Others"]) == 0
    assert capsys.readouterr().out == "béla\ncyril\n"
    assert run(["segment", "remove", str(shop), "VIP"]) == 1
    assert "“VIP” cannot be removed: the segment “Others” uses it." in capsys.readouterr().err


def test_that_a_run_asks_for_what_the_segment_means_then(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = kind("start", "entry_event", event="cart", condition={"segment": "VIP"})
    (tmp_path / "s.json").write_text(json.dumps(document([entry], id="s")), encoding="utf-8")
    assert run(["scenario", "add", str(shop), str(tmp_path / "s.json")]) == 0
    entered = []
    for condition in ('{"attribute": "vip", "op": "eq", "value": true}', '{"all": []}'):
        (tmp_path / "vip.json").write_text(condition, encoding="utf-8")
        assert run(["segment", "add", str(shop), "VIP", "--condition", str(tmp_path / "vip.json")]) == 0
        capsys.readouterr()
        assert run(["run", "s", "--workspace", str(shop), "--json"]) == 0
        entered.append(json.loads(capsys.readouterr().out)["instances"])
    assert entered == [1, 3]


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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"not": {"event": "buy", "since": "entry"}}', "what was done “since entry”"),
        ('{"sequence": [{"event": "buy"}], "since": "arrival"}', "what was done “since arrival here”"),
        ('{"entry": "total", "op": "eq", "value": 1}', "a property of the entry event"),
        ('{"any": [{"message": "m", "state": "sent"}]}', "the outcome of a message"),
    ],
)
def test_that_what_only_a_scenario_knows_is_no_segment(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    (tmp_path / "on_the_way.json").write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run(["segment", "add", str(shop), "Way", "--condition", str(tmp_path / "on_the_way.json")]) == 1
    assert capsys.readouterr().err == (
        f"A segment cannot ask for {said}: that means something only inside a scenario. Nothing was changed.\n"
    )


def test_that_a_segment_of_other_data_is_listed_without_a_count(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tall.json").write_text('{"attribute": "height", "op": "gt", "value": 2}', encoding="utf-8")
    assert run(["segment", "add", str(shop), "Tall", "--condition", str(tmp_path / "tall.json")]) == 0
    capsys.readouterr()
    assert run(["segment", "list", str(shop), "--json"]) == 0
    counts = {row["name"]: row["customers"] for row in json.loads(capsys.readouterr().out)}
    assert counts == {"VIP": 1, "Tall": None}


def test_that_a_wrong_condition_is_told_with_its_place(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.json").write_text('{"attribute": "city", "op": "=", "value": "x"}', encoding="utf-8")
    assert run(["segment", "add", str(shop), "Bad", "--condition", str(tmp_path / "bad.json")]) == 1
    assert "at “op”. Nothing was changed." in capsys.readouterr().err
