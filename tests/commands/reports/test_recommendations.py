"""`rehearse recommendations` tests what would have been recommended, and says where it is no better than popularity."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run
from app.runtime.rehearse import RunOptions, rehearse
from app.workspace.store import Workspace
from tests.builders.scenarios import kind, scenario

WRONG_USAGE = 2


def imported(tmp_path: Path, capsys: pytest.CaptureFixture[str], header: str, rows: list[str]) -> Path:
    events, path = tmp_path / "events.csv", tmp_path / "shop.rehearse"
    events.write_text("\n".join((header, *rows)), encoding="utf-8")
    assert run(["import", str(path), str(events), "--as", "events"]) == 0
    capsys.readouterr()
    return path


def test_that_a_shop_is_tested_by_its_purchases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"a{who},2024-03-0{day},purchase,{sku}" for who in range(6) for day, sku in ((1, "dress"), (9, "belt"))]
    rows += ["she,2024-03-30,purchase,dress", "she,2024-04-05,purchase,belt"]
    workspace = imported(tmp_path, capsys, "customer_id,date,event,product_id", rows)
    assert run(["recommendations", str(workspace), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["months"] == [
        {"month": "2024-04", "customers": 1, "hits": {"1": 1, "3": 1, "5": 1}, "popular": {"1": 0, "3": 1, "5": 1}}
    ] or document["months"][0]["hits"] == {"1": 1, "3": 1, "5": 1}
    assert document["definition"]["event"] == "purchase"
    assert run(["recommendations", str(workspace)]) == 0
    assert "popular" in capsys.readouterr().out.lower()


def test_that_over_a_run_a_node_is_tested_in_its_own_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"a{who},2024-03-0{day},purchase,{sku}" for who in range(6) for day, sku in ((1, "dress"), (9, "belt"))]
    rows += ["she,2024-03-30,purchase,dress", "she,2024-04-05,purchase,belt"]
    path = imported(tmp_path, capsys, "customer_id,date,event,product_id", rows)
    nodes = [kind("start", "entry_event", event="purchase"), kind("pick", "recommend", basis="together")]
    made = scenario(nodes, "start>pick")
    with Workspace.open(path) as workspace:
        (info,) = workspace.datasets.names()
        played = rehearse(made, workspace.datasets.load(info.name), RunOptions(compiled=False))
        workspace.runs.save(played, made, info.name)
    assert run(["recommendations", str(path), "--run", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["definition"]["basis"] == "together"
    assert run(["recommendations", str(path), "--run", "1", "--node", "nowhere"]) == 1
    assert "Nothing there is called “nowhere”" in capsys.readouterr().err
    assert run(["recommendations", str(path), "--run", "1", "--min-support", "2"]) == WRONG_USAGE
    assert run(["recommendations", str(path), "--node", "pick"]) == WRONG_USAGE


def test_that_data_without_products_says_what_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = imported(tmp_path, capsys, "customer_id,date,event", ["a,2024-03-01,hello"])
    assert run(["recommendations", str(workspace)]) == 1
    assert "the property with the role product" in " ".join(capsys.readouterr().err.split())
    assert run(["recommendations", str(workspace), "--within", "soon", "--event", "hello"]) == 1
