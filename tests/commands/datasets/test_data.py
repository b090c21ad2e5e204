"""`rehearse data`: what is in a workspace; a damaged dataset says so, and keeps nobody from the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run
from tests.builders.workspaces import rewrite, small_workspace

DAMAGES = {
    "a part is another": "UPDATE dataset_part SET content = x'00' WHERE dataset_id = 1 AND kind = 'events'",
    "a part is gone": "DELETE FROM dataset_part WHERE dataset_id = 1 AND kind = 'customers'",
    "the document is another": "UPDATE dataset SET document = '{}' WHERE id = 1",
}


@pytest.fixture(params=DAMAGES.values(), ids=list(DAMAGES))
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A workspace with two datasets, of which the first is damaged."""
    path = small_workspace(tmp_path / "small.rehearse", "bakery", "shop")
    rewrite(path, request.param)
    return path


def test_that_a_listing_says_which_dataset_is_damaged(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", str(workspace)]) == 1
    said = capsys.readouterr()
    assert "bakery (damaged)" in said.out
    assert "shop" in said.out
    assert "shop (damaged)" not in said.out
    assert said.err.count("is damaged") == 1
    assert "The dataset 'bakery' is damaged" in said.err


def test_that_a_dataset_whose_pages_are_lost_is_told_apart_from_the_others_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small_workspace(tmp_path / "small.rehearse", "bakery", "shop")
    rewrite(path, "UPDATE dataset_part SET content = zeroblob(60000) WHERE dataset_id = 1 AND kind = 'events'")
    content = bytearray(path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    content[-3 * size : -2 * size] = b"\xa5" * size  # says of the next page of that part that it is far behind the end
    path.write_bytes(content)
    assert run(["data", str(path)]) == 1
    said = capsys.readouterr()
    assert "bakery (damaged)" in said.out
    assert "shop (damaged)" not in said.out
    assert "The dataset 'bakery' is damaged" in said.err


def test_that_a_program_reads_which_dataset_is_damaged(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", str(workspace), "--json"]) == 1
    bakery, shop = json.loads(capsys.readouterr().out)
    assert "is damaged" in bakery["damage"]
    assert "damage" not in shop


def test_that_a_sound_workspace_is_listed_without_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = small_workspace(tmp_path / "small.rehearse", "bakery", "shop")
    assert run(["data", str(path)]) == 0
    said = capsys.readouterr()
    assert "damaged" not in said.out + said.err
    assert run(["data", str(path), "--quality", "--profile"]) == 1
    assert "Give either --quality or --profile, not both." in capsys.readouterr().err


def test_that_lists_and_products_of_a_dataset_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = {
        "people": "customer_id,email\n1,a@x.io\n2,b@x.io\n",
        "VIP": "customer_id\n1\n",
        "stock": "product_id,name,price\nP1,Dress,5\nP2,Belt,3\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    path = str(tmp_path / "w.rehearse")
    assert run(["import", path, *(str(tmp_path / f"{name}.csv") for name in texts), "--dataset", "shop"]) == 0
    capsys.readouterr()
    assert run(["data", path, "--dataset", "shop"]) == 0
    said = capsys.readouterr().out
    assert "shop: 2 customers, 0 events, 2 products" in said
    assert ["VIP", "1"] in [line.split() for line in said.splitlines()]
    assert run(["data", path, "--dataset", "shop", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["lists"], document["products"]) == ({"VIP": 1}, 2)
