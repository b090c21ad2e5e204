"""Random cases played by the machine, and how its results differ from those of the plain interpreter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from app.data.dataset import Dataset
from app.nodes.response import Response
from app.nodes.times import Moment
from app.runtime.rehearse import Run, RunOptions, rehearse
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario
from tests.builders.datasets import catalogue, from_rows
from tests.reference.cases import Rows, scenarios_of
from tests.reference.state import Json

IN_ORDER = ("visits", "scores", "tasks", "webhooks", "vouchers", "audiences", "recommendations")


def dataset_of(case: Json) -> Dataset:
    """The dataset of a case, with its lists and pools."""
    dataset = from_rows(case["customers"], case["events"], case["mapping"], case["name"])
    ids = np.array(dataset.customer_ids.to_pylist(), np.object_)
    lists = {name: np.isin(ids, members) for name, members in case.get("lists", {}).items()}
    pools = {name: pa.array(codes, pa.string()) for name, codes in case.get("pools", {}).items()}
    return replace(dataset, lists=lists, pools=pools, products=catalogue(case.get("products", {})))


def parsed(case: Json) -> tuple[Scenario, ...]:
    """The scenarios of a case."""
    return tuple(parse_scenario(json.dumps(scenario)) for scenario in scenarios_of(case))


def options_of(case: Json, **more: Any) -> RunOptions:
    """How a case is run."""
    responses = {
        channel: Response.model_validate_json(json.dumps(response))
        for channel, response in case.get("responses", {}).items()
    }
    until = Moment.parse(case["until"]).us if case.get("until") else None
    seed, replication = case.get("seed", 0), case.get("replication", 0)
    return RunOptions(until=until, seed=seed, replication=replication, responses=responses, **more)


def machine_plays(case: Json, **more: Any) -> Run:
    """The case run by the machine."""
    return rehearse(parsed(case), dataset_of(case), options_of(case, **more))


def rows_of(run: Run) -> Rows:
    """The tables as rows, instants in microseconds."""
    rows: Rows = {}
    for name, table in run.tables.items():
        columns = [_values(table.column(column)) for column in table.column_names]
        rows[name] = [list(row) for row in zip(*columns, strict=True)]
    return rows


def _values(column: pa.ChunkedArray[Any]) -> list[Any]:
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    return list(column.to_pylist())


def differences(expected: Rows, summary: Json, run: Run) -> list[str]:
    """Each row and each count in which a run differs from what is expected."""
    got = rows_of(run)
    assert set(got) == set(expected)
    found = [line for table in expected for line in _row_differences(table, got[table], expected[table])]
    return found + list(_count_differences(asdict(run.summary), summary, "summary"))


def _row_differences(table: str, got: list[list[Any]], expected: list[list[Any]]) -> Iterator[str]:
    if table not in IN_ORDER:
        got, expected = sorted(got, key=repr), sorted(expected, key=repr)
    for place in range(max(len(got), len(expected))):
        ours, theirs = got[place : place + 1], expected[place : place + 1]
        if ours != theirs:
            yield f"{table}[{place}]: machine {ours}, reference {theirs}"


def _count_differences(got: Any, expected: Any, where: str) -> Iterator[str]:
    """Counts that are not there are 0."""
    if isinstance(expected, dict):
        for key in {**expected, **(got if where != "summary" else {})}:
            yield from _count_differences(got.get(key, 0), expected.get(key, 0), f"{where}.{key}")
    elif got != pytest.approx(expected):
        yield f"{where}: machine {got}, reference {expected}"
