"""`rehearse recommendations` tests what would have been recommended, and says where it is no better than popularity."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run


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


def test_that_data_without_products_says_what_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = imported(tmp_path, capsys, "customer_id,date,event", ["a,2024-03-01,hello"])
    assert run(["recommendations", str(workspace)]) == 1
    assert "the property with the role product" in " ".join(capsys.readouterr().err.split())
    assert run(["recommendations", str(workspace), "--within", "soon", "--event", "hello"]) == 1
