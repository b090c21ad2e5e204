"""What a mapping file says of an import as a whole is what the options of the command say."""

from __future__ import annotations

import json
from pathlib import Path

from app.cli import run
from app.workspace.store import Workspace


def _file(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_that_a_mapping_file_answers_all_that_options_do(tmp_path: Path) -> None:
    people = _file(tmp_path, "people.csv", "nr,mail,joined\n1,A@x.io,03/04/2024\n2,b@x.io,05/06/2024\n")
    orders = _file(
        tmp_path,
        "orders.csv",
        "order_number,buyer,created_at,currency,tax,total\n7,a@x.io,2024-05-01T10:00:00Z,USD,190,1190\n"
        "8,c@x.io,2024-05-02T10:00:00Z,USD,190,1190\n9,d@x.io,2024-05-03T10:00:00Z,USD,190,1190\n",
    )
    said = {
        "dataset": "from the mapping",
        "timezone": "Europe/Prague",
        "joins": [["mail", "buyer"]],
        "unrelated": True,
        "on_duplicate": "skip",
        "forget": True,
        "files": [
            {"file": "people.csv", "as": "customers", "day_first": True},
            {"file": "orders.csv", "as": "orders", "cents": True, "decimal": "."},
        ],
    }
    mapping = _file(tmp_path, "mapping.json", json.dumps(said))
    path = tmp_path / "shop.rehearse"
    for _ in range(2):
        assert run(["import", str(path), people, orders, "--mapping", mapping]) == 0
    with Workspace.open(path, read_only=True) as workspace:
        loaded = workspace.datasets.load("from the mapping")
    assert (loaded.customer_count, loaded.event_count, loaded.timezone) == (4, 3, "Europe/Prague")
    assert loaded.properties["total"].values.tolist() == [11.9] * 3
    assert str(loaded.attributes["joined"].values[0].astype("datetime64[D]")) == "2024-04-03"
