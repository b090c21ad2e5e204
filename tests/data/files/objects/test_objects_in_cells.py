"""JSON objects in the cells of a delimited file become columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data.files.delimited.csv import read_file
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan


def _written(folder: Path, *cells: str) -> Path:
    path = folder / "events.csv"
    quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
    rows = "".join(f"e{row},{cell},2026-01-05\n" for row, cell in enumerate(quoted))
    path.write_text(f"event,properties,timestamp\n{rows}", encoding="utf-8")
    return path


def test_that_what_objects_hold_stands_in_columns_with_its_digits(tmp_path: Path) -> None:
    path = _written(tmp_path, '{"plan": "pro", "amount": 19.90, "at": {"city": "Łódź"}}', "", '{"event": "x", "n": 1}')
    table = read_file(path).table
    assert table.column_names == ["event", "plan", "amount", "city", "properties.event", "n", "timestamp"]
    assert table.to_pylist()[0]["amount"] == "19.9"
    assert [row["plan"] for row in table.to_pylist()] == ["pro", "", ""]
    assert [row["properties.event"] for row in table.to_pylist()] == ["", "", "x"]
    assert table.to_pylist()[0]["city"] == "Łódź"


@pytest.mark.parametrize("cell", ["{broken", '{"a": 1} and more', '{"a": 1,}', "{}\n{}", "[1]", "{name}"])
def test_that_cells_that_are_no_objects_stay_as_they_stand(cell: str, tmp_path: Path) -> None:
    path = _written(tmp_path, '{"a": 1}', cell)
    table = read_file(path).table
    assert table.column_names == ["event", "properties", "timestamp"]
    assert table.column("properties").to_pylist() == ['{"a": 1}', cell]


def test_that_an_export_of_events_with_properties_in_json_gives_them_roles(tmp_path: Path) -> None:
    rows = "".join(
        f'01-{n},purchase,"{{""$browser"":""Chrome"",""amount"":{n}.5,""currency"":""EUR""}}",'
        f"2026-01-0{1 + n % 9}T10:00:00+00:00,u{n % 7}\n"
        for n in range(40)
    )
    (tmp_path / "posthog.csv").write_text(f"uuid,event,properties,timestamp,distinct_id\n{rows}", encoding="utf-8")
    dataset = import_plan(propose([tmp_path / "posthog.csv"]), "t").dataset
    assert (dataset.customer_count, dataset.event_count) == (7, 40)
    assert dataset.roles.properties == {"amount": "amount", "currency": "currency"}
    assert float(dataset.properties["amount"].values.sum()) == 20 + sum(range(40))
