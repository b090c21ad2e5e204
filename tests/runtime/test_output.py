"""A run as files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from app.bench.job import abandoned_cart, synthetic_dataset
from app.errors import AppError
from app.runtime.output import write_run
from app.runtime.rehearse import Run, RunOptions, rehearse
from app.runtime.summary import Summary
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, Nodes, scenario
from tests.runtime.plays import play, rows


@pytest.fixture(scope="module")
def run() -> Run:
    journey = scenario(
        {"in": ("entry_event", {"event": "cart"}), "mail": ("email", MESSAGE)},
        "in>mail",
        goals=[{"id": "order", "event": "purchase", "value": "amount"}],
    )
    events = [("änn", "05-01 10:00", "cart"), ("änn", "05-01 11:00", "purchase")]
    return play(journey, people([{"customer_id": "änn", "email": "a@example.com"}], events))


def test_that_parquet_gives_the_tables_back(run: Run, tmp_path: Path) -> None:
    write_run(run, tmp_path / "out", "parquet")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *(f"{name}.parquet" for name in run.tables),
        "summary.json",
    }
    for name, table in run.tables.items():
        assert pq.read_table(tmp_path / "out" / f"{name}.parquet").equals(table)


def test_that_csv_holds_instants_in_utc_with_microseconds_and_nothing_for_what_is_missing(
    run: Run, tmp_path: Path
) -> None:
    write_run(run, tmp_path, "csv")
    lines = (tmp_path / "messages.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith('"änn",1,2,"mail","email",')
    assert "2024-05-01T10:00:00.000000Z" in lines[1]
    assert lines[1].endswith('"sent",,,,,,0')
    conversions = pyarrow.csv.read_csv(tmp_path / "conversions.csv").to_pylist()
    assert conversions[0]["goal"] == "order"
    assert conversions[0]["value"] is None


def test_that_the_summary_comes_back_as_it_was(run: Run, tmp_path: Path) -> None:
    assert Summary.from_json(run.summary.to_json()) == run.summary
    write_run(run, tmp_path, "parquet")
    written = Summary.from_json((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert written.nodes == run.summary.nodes
    assert written.timings["write"] > run.summary.timings["write"]
    assert set(written.timings) == {"read", "compile", "kernel", "write"}


def test_that_a_run_that_cannot_be_written_changes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "visits.csv").write_text("mine", encoding="utf-8")
    broken = Run({**run.tables, "zzz/none": run.tables["visits"]}, run.summary)
    with pytest.raises(AppError, match=r"its folder is not there\. Nothing was written there"):
        write_run(broken, tmp_path, "csv")
    assert [path.name for path in tmp_path.iterdir()] == ["visits.csv"]
    assert (tmp_path / "visits.csv").read_text(encoding="utf-8") == "mine"


def test_that_the_files_are_the_same_bytes_on_any_number_of_partitions(tmp_path: Path) -> None:
    dataset = synthetic_dataset(3_000)
    for partitions in (1, 2, 7):
        write_run(rehearse(abandoned_cart(), dataset, RunOptions(partitions=partitions)), tmp_path / str(partitions))
    for name in ("instances", "visits", "messages", "conversions", "scores"):
        first, *others = ((tmp_path / str(partitions) / f"{name}.parquet").read_bytes() for partitions in (1, 2, 7))
        assert all(other == first for other in others), name


def test_that_no_word_stands_twice_in_a_dictionary_of_which_parquet_would_write_bytes_that_nobody_set() -> None:
    steps: Nodes = {
        "in": ("entry_event", {"event": "cart"}),
        "call": ("task", {"title": "Call"}),
        "write": ("task", {"title": "Call", "assignee": "ann"}),
        "crm": ("webhook", {"name": "crm", "payload": "{}"}),
        "chat": ("webhook", {"name": "crm", "payload": "{}"}),
        "into": ("ad_audience", {"platform": "meta", "audience": "carts", "action": "add"}),
        "code": ("voucher", {"pool": "gift", "into": "code"}),
        "mail": ("email", MESSAGE),
    }
    ways = "in>call call>write write>crm crm>chat chat>into into>code code>mail"
    data = people([{"customer_id": "a", "email": "a@example.com"}], [("a", "05-01 10:00", "cart")])
    data = replace(data, pools={"gift": pa.array(["G"], pa.string())})
    ran = play(scenario(steps, ways, exit_rules=[{"id": "call", "event": "purchase"}]), data)
    words: dict[tuple[str, str], list[str]] = {
        (name, column): table.column(column).chunk(0).dictionary.to_pylist()  # type: ignore[attr-defined]  # one of words
        for name, table in ran.tables.items()
        for column in table.column_names
        if pa.types.is_dictionary(table.column(column).type)
    }
    assert len(words) > 20
    assert [column for column, each in words.items() if len({*each}) < len(each)] == []
    assert rows(ran, "tasks", "node", "title", "assignee") == [("call", "Call", ""), ("write", "Call", "ann")]
    assert rows(ran, "webhooks", "node", "name") == [("crm", "crm"), ("chat", "crm")]
