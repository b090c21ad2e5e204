"""Worked cases: a scenario, a tiny dataset, and the exact tables that a replay has to yield."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pyarrow as pa

from app.data.importing.mapping import parse_mapping
from app.data.importing.rows import dataset_from_rows
from app.data.products import products_of
from app.nodes.times import Moment
from app.runtime.rehearse import Run, RunOptions, rehearse
from app.scenario.files import parse_scenario

_COLUMNS = {
    "instances": ("customer_id", "instance", "entry_node", "entered_at", "ended_at", "end_reason", "end_detail"),
    "visits": ("customer_id", "instance", "visit", "node", "arrived_at", "left_at", "port"),
    "messages": ("customer_id", "instance", "visit", "node", "channel", "at", "outcome"),
    "conversions": ("customer_id", "instance", "goal", "at", "value"),
    "scores": ("customer_id", "at", "score", "delta", "total"),
    "recommendations": (
        *("customer_id", "instance", "visit", "node", "at", "rank", "product", "basis", "anchor", "support", "of"),
    ),
    "audiences": (*("customer_id", "instance", "visit", "node", "at", "platform", "audience", "action", "outcome"),),
}
_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a case yielded, in the form of its `expected`, and each row in which that differs; none: it passed."""

    name: str
    got: dict[str, list[list[Any]]]
    differences: tuple[str, ...]


def run_case(document: Mapping[str, Any], *, compiled: bool | None = None) -> CaseResult:
    """Run a case, as its file holds it, and compare; an AppError if scenario or rows cannot be read.

    `pools` may hold codes of vouchers by the name of their pool, `products` the catalogue: a row by roles for each id.
    """
    mapping = parse_mapping(json.dumps(document["mapping"]), "of the case")
    dataset = dataset_from_rows(document["name"], mapping, document["customers"], document["events"])
    pools = {name: pa.array(codes, pa.string()) for name, codes in document.get("pools", {}).items()}
    dataset = replace(dataset, pools=pools, products=products_of(document.get("products", {})))
    scenario = parse_scenario(json.dumps(document["scenario"]), document["name"])
    until = Moment.parse(document["until"]).us if "until" in document else None
    got = _rows(rehearse(scenario, dataset, RunOptions(until=until, compiled=compiled)))
    expected = {table: [tuple(row) for row in document["expected"][table]] for table in document["expected"]}
    differences = [
        line for table in expected for line in _differences(table, list(map(tuple, got[table])), expected[table])
    ]
    return CaseResult(document["name"], got, tuple(differences))


def _rows(run: Run) -> dict[str, list[list[Any]]]:
    rows = {}
    for table, columns in _COLUMNS.items():
        values = [run.tables[table].column(column).to_pylist() for column in columns]
        rows[table] = [[_plain(value) for value in row] for row in zip(*values, strict=True)]
    return rows


def _plain(value: Any) -> Any:
    return f"{value:%Y-%m-%dT%H:%M:%S.%fZ}" if isinstance(value, datetime) else value


def _differences(table: str, got: list[_Row], expected: list[_Row]) -> Iterator[str]:
    """Scores are compared in order for each customer, the other tables as sets of rows."""
    if table == "scores":
        got, expected = _numbered(got), _numbered(expected)
    ours, theirs = Counter(got), Counter(expected)
    for row in sorted(ours - theirs, key=str):
        yield f"{table}: not expected: {row}"
    for row in sorted(theirs - ours, key=str):
        yield f"{table}: missing: {row}"


def _numbered(rows: list[_Row]) -> list[_Row]:
    """Each row with its number among those of its customer."""
    seen: Counter[Any] = Counter()
    numbered = []
    for row in rows:
        seen[row[0]] += 1
        numbered.append((*row, seen[row[0]]))
    return numbered
