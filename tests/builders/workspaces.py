"""Workspaces for tests: a small whole one, and the same with content that somebody crafted under hashes that fit."""

from __future__ import annotations

import hashlib
import io
import json
import re
import secrets
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from app.data.assembling.fingerprint import signed
from app.data.importing.accounting.accounts import Account
from app.data.importing.accounting.row_notes import RowNote
from app.data.importing.mapping import MappingDocument
from app.data.importing.read import Imported, Source, import_files
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import Scenario, ScenarioId
from app.workspace.opening.trust import trust
from app.workspace.store import Workspace
from tests.builders.datasets import from_rows
from tests.builders.scenarios import kind, scenario

MAPPING = MappingDocument.model_validate(
    {
        "customers": {
            "key": "customer_id",
            "types": {"mail": "text", "age": "number", "vip": "boolean", "born": "date", "since": "instant"},
            "roles": {"email": "mail"},
        },
        "events": {"key": "customer_id", "at": "timestamp", "name": "event", "types": {"amount": "number"}},
        "timezone": "Europe/Prague",
    }
)
CUSTOMERS = [
    {"customer_id": "anna", "mail": "anna@example.com", "age": "31", "vip": "true", "born": "1990-05-17"},
    {"customer_id": "béla", "mail": "bela@example.com", "vip": "false", "since": "2020-01-01T00:00:00Z"},
    {"customer_id": "cyril"},
]
EVENTS = [
    {"customer_id": who, "timestamp": f"2024-05-0{day}T10:00:00Z", "event": event, "amount": str(day)}
    for who, event, day in (("anna", "cart", 1), ("anna", "buy", 2), ("béla", "cart", 3), ("cyril", "cart", 4))
]
NOTE = RowNote("events.csv", 5, ";;buy", "There is no customer.", "rejected")
ACCOUNTS = (Account("events.csv", "events", 5, 4, 0, 1, (NOTE,)),)
REMINDER = replace(
    scenario(
        [kind("start", "entry_event", event="cart"), kind("hour", "wait", for_="PT1H")],
        "start>hour",
        goals=[{"id": "order", "event": "buy"}],
    ),
    id=ScenarioId("reminder"),
    name="Reminder",
)


def imported(
    name: str = "shop", customers: Sequence[Mapping[str, Any]] = CUSTOMERS, events: Sequence[Mapping[str, Any]] = EVENTS
) -> Imported:
    """A dataset of three customers and four events, or of these rows; a row was rejected."""
    return Imported(from_rows(customers, events, MAPPING, name), MAPPING, ACCOUNTS)


def workspace_at(path: Path, *scenarios: Scenario, datasets: Sequence[Imported] = ()) -> Path:
    """A new workspace with just this, opened by nobody."""
    with Workspace.create(path) as workspace:
        for dataset in datasets:
            workspace.datasets.save(dataset)
        for each in scenarios:
            workspace.scenarios.save(each)
    return path


def workspace_of_orders(folder: Path, events: Sequence[str], customers: Sequence[str] = ()) -> Path:
    """A workspace with the dataset "orders" of a file of events, and of one of customers that has its header."""
    files = [_file(folder / "events.csv", ("customer_id,timestamp,event,amount", *events))]
    sources = [Source(files[0], "events")]
    if customers:
        sources.insert(0, Source(_file(folder / "customers.csv", customers), "customers"))
    return workspace_at(folder / "office.rehearse", datasets=[import_files("orders", sources)])


def _file(path: Path, lines: Sequence[str]) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def small_workspace(path: Path, *dataset_names: str) -> Path:
    """A workspace with these datasets (shop if none is named), a scenario and a run of it over the first one."""
    return placed(_small(dataset_names or ("shop",)), path)


@cache
def _small(dataset_names: Sequence[str]) -> bytes:
    datasets = [imported(name) for name in dataset_names]
    first = datasets[0].dataset
    with TemporaryDirectory() as folder:
        path = workspace_at(Path(folder) / "small.rehearse", REMINDER, datasets=datasets)
        with Workspace.open(path) as workspace:
            workspace.runs.save(rehearse(REMINDER, signed(first), RunOptions(compiled=False)), REMINDER, first.name)
        return path.read_bytes()


def placed(content: bytes, path: Path) -> Path:
    """A new workspace of a made one's content: with an identity of its own, and known as made here."""
    identity = secrets.token_hex(16)
    value = f'"{identity}"'.encode()
    row = b"identity" + value + _hash(value).encode()
    mine, found = re.subn(rb'identity"[0-9a-f]{32}"[0-9a-f]{64}', row, content)
    assert found == 1
    with path.open("xb") as file:
        file.write(mine)
    trust(path, identity)
    return path


def rewrite(path: Path, statement: str, *values: object) -> None:
    """Change a workspace past the program."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement, values)


def rewrite_document(path: Path, table: str, change: Callable[[Any], Any], row: int = 1) -> None:
    """Store what `change` makes of a document, under the hash it then has."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        ((text,),) = connection.execute(f"SELECT document FROM {table} WHERE rowid = ?", (row,))
        changed = json.dumps(change(json.loads(text)))
        connection.execute(
            f"UPDATE {table} SET document = ?, sha256 = ? WHERE rowid = ?", (changed, _hash(changed.encode()), row)
        )


def rewrite_part(
    path: Path, owner: str, kind: str, change: Callable[[pa.Table], pa.Table], position: int = 0, row: int = 1
) -> None:
    """Store what `change` makes of a part of a dataset or a run, under the hashes and rows it then has."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        where = f"{owner}_id = ? AND kind = ? AND position = ?"
        ((content,),) = connection.execute(f"SELECT content FROM {owner}_part WHERE {where}", (row, kind, position))
        table = change(pq.read_table(pa.BufferReader(content)))
        buffer = io.BytesIO()
        pq.write_table(table, buffer, compression="zstd", write_statistics=False)
    replace_part(path, owner, kind, buffer.getvalue(), table.num_rows, position, row)


def replace_part(path: Path, owner: str, kind: str, content: bytes, rows: int, position: int = 0, row: int = 1) -> None:
    """Store other bytes as a part, under the hashes they then have."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(
            f"UPDATE {owner}_part SET content = ?, rows = ?, sha256 = ? "
            f"WHERE {owner}_id = ? AND kind = ? AND position = ?",
            (content, rows, _hash(content), row, kind, position),
        )

    def listed(document: Any) -> Any:
        for entry in document["parts"]:
            if (entry["kind"], entry["position"]) == (kind, position):
                entry.update(rows=rows, sha256=_hash(content))
        return document

    rewrite_document(path, owner, listed, row)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
