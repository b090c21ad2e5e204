"""Short ways to write a scenario and a handful of customers, and to play them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.data.dataset import Dataset
from app.data.importing.mapping import MappingDocument
from app.data.importing.rows import dataset_from_rows
from app.runtime.rehearse import Run, RunOptions, rehearse
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario

Json = dict[str, Any]
Nodes = Mapping[str, tuple[str, Json]]
PLAIN = RunOptions(compiled=False)
MESSAGE = {"subject": "Hello", "body": "Hello"}


def scenario(nodes: Nodes, edges: str, **settings: Any) -> Scenario:
    """Nodes as `id: (type, params)`, edges as `a.port>b c.port>d` (`out` where no port is named)."""
    pairs = [edge.split(">") for edge in edges.split()]
    document = {
        "format": "rehearse/scenario",
        "version": 1,
        "id": "journey",
        "name": "A journey",
        "settings": settings,
        "nodes": [
            {"id": id_, "type": type_, "label": id_, "at": [0, 0], "params": params}
            for id_, (type_, params) in nodes.items()
        ],
        "edges": [
            {"from": source.partition(".")[0], "port": source.partition(".")[2] or "out", "to": target}
            for source, target in pairs
        ],
    }
    return parse_scenario(json.dumps(document))


def people(
    customers: Sequence[Json],
    events: Sequence[tuple[str, str, str] | tuple[str, str, str, Json]],
    roles: Mapping[str, str] | None = None,
    event_roles: Mapping[str, str] | None = None,
) -> Dataset:
    """Customers as rows, events as `(customer, "05-01 10:00", name)` of 2024 in UTC, perhaps with properties."""
    mapping = {
        "customers": {
            "key": "customer_id",
            "types": {"age": "number", "agreed": "boolean", "born": "date", "email": "text", "tz": "text"},
            "roles": {"timezone": "tz", "email": "email"} | dict(roles or {}),
        },
        "events": {"types": {"amount": "number", "cart": "text"}, "roles": dict(event_roles or {})},
    }
    rows = [
        {"customer_id": event[0], "timestamp": f"2024-{event[1].replace(' ', 'T')}:00Z", "event": event[2]}
        | (event[3] if len(event) > 3 else {})
        for event in events
    ]
    return dataset_from_rows("people", MappingDocument.model_validate_json(json.dumps(mapping)), customers, rows)


def play(journey: Scenario, dataset: Dataset, options: RunOptions = PLAIN) -> Run:
    """Run without the compiler, which a handful of customers does not need."""
    return rehearse(journey, dataset, options)


def rows(run: Run, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a table, instants as `05-01 10:00`."""
    values = [[_short(value) for value in run.tables[table].column(name).to_pylist()] for name in columns]
    return list(zip(*values, strict=True))


def _short(value: Any) -> Any:
    return f"{value:%m-%d %H:%M}" if isinstance(value, datetime) else value
