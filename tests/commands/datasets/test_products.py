"""`rehearse products` lists what was sold, and says what the catalogue does not cover."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run

ORDERS = """order_id,customer_id,timestamp,sku,quantity,unit_price
1,ada,2024-03-01T10:00:00Z,A-1,2,€600.25
1,ada,2024-03-01T10:00:00Z,B-2,1,€5
2,bob,2024-03-02T10:00:00Z,A-1,1,€600.25
"""
CATALOGUE = "sku,name,category,price\nA-1,Lamp,Light,600.25\nC-3,Chair,Seats,80\n"


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "shop.rehearse"
    for name, kind, text in (("orders.csv", "orders", ORDERS), ("catalogue.csv", "products", CATALOGUE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert run(["import", str(path), str(tmp_path / name), "--as", kind, "--dataset", "shop"]) == 0
    capsys.readouterr()
    return path


def test_that_products_are_listed_by_revenue_with_what_the_catalogue_knows(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["products", str(workspace)]) == 0
    said = capsys.readouterr().out
    assert said.index("A-1") < said.index("B-2") < said.index("C-3")
    assert "€1,800.75" in said
    assert "Products of the catalogue that events name: 50% (1 of 2)." in said
    assert "Events with a product that the catalogue has: 67% (2 of 3)." in said


def test_that_json_has_every_product_unformatted(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["products", str(workspace), "--most", "1", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [(each["id"], each["sold"], each["revenue"]) for each in document["products"]] == [
        ("A-1", 3.0, 1800.75),
        ("B-2", 1.0, 5.0),
        ("C-3", None, None),
    ]
    assert document["products"][0]["recent"] == {"days": 90, "sold": 3.0, "customers": 2}
    assert [each["cover_days"] for each in document["products"]] == [None, None, None]
    assert (document["catalogue"], document["catalogue_named"], document["events_known"]) == (2, 1, 2)


def test_that_a_short_list_says_how_many_are_left_out(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["products", str(workspace), "--most", "1"]) == 0
    assert "… and 2 products more" in capsys.readouterr().out


def test_that_data_without_products_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, events = tmp_path / "bare.rehearse", tmp_path / "events.csv"
    events.write_text("customer_id,timestamp,event\nada,2024-03-01T10:00:00Z,visit\n", encoding="utf-8")
    assert run(["import", str(path), str(events), "--as", "events"]) == 0
    assert run(["products", str(path)]) == 0
    assert "has no products" in capsys.readouterr().out
