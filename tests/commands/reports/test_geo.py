"""`rehearse geo` counts a workspace's customers by country."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run

ROWS = ("a,a@x.de,Deutschland", "b,b@x.jp,日本", "c,c@x.xx,Narnia")


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    customers = tmp_path / "customers.csv"
    customers.write_text("\n".join(("customer_id,email,country", *ROWS)), encoding="utf-8")
    path = tmp_path / "shop.rehearse"
    assert run(["import", str(path), str(customers), "--as", "customers"]) == 0
    capsys.readouterr()
    return path


def test_that_customers_are_counted_by_country(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["geo", str(workspace), "--json"]) == 0
    places = json.loads(capsys.readouterr().out)["places"]
    assert [(place["code"], place["name"], place["customers"]) for place in places] == [
        ("DE", "Germany", 1), ("JP", "Japan", 1), ("", "Narnia", 1),
    ]  # fmt: skip


def test_that_what_cannot_be_counted_is_named(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["geo", str(workspace), "--country", "planet"]) == 1
    assert "planet" in capsys.readouterr().err
    assert run(["geo", str(workspace), "--measure", "revenue"]) == 1
    assert "Name the property that is revenue" in capsys.readouterr().err
