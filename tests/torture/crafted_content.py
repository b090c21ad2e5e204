"""Workspaces whose content somebody crafted, under hashes that fit where hashes are not the point."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from app.workspace.sqlite.documents import sha256_of
from tests.builders.workspaces import replace_part, rewrite, rewrite_document, rewrite_part
from tests.torture.crafted import Maker

TABLES = ("dataset", "dataset_part", "scenario_revision", "run", "run_part", "setting")
DOCUMENTS = ("dataset", "scenario_revision", "run", "setting")
ODD_NAME = "../../‮<b>$x^2$</b>\n=1+1\x1b[31m %s {0}" + "n" * 300


def _each_column(of: str, value: object) -> Maker:
    """The value in every column of that type, in the last row of each table."""

    def make(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for table in TABLES:
                for _, column, type_, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
                    if type_ == of and column not in ("id", "document", "sha256"):
                        connection.execute(
                            f"UPDATE OR IGNORE {table} SET {column} = ? WHERE rowid = (SELECT max(rowid) FROM {table})",
                            (value,),
                        )

    return make


def _invalid_texts(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table in TABLES:
            for _, column, type_, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
                if type_ == "TEXT":
                    connection.execute(f"UPDATE OR IGNORE {table} SET {column} = CAST(x'c328ff' AS TEXT)")


def _documents(text: str | bytes) -> Maker:
    """Every document is this text, and its hash fits."""

    def make(path: Path) -> None:
        content = text if isinstance(text, bytes) else text.encode()
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for table in DOCUMENTS:
                connection.execute(
                    f"UPDATE {table} SET document = CAST(? AS TEXT), sha256 = ?", (content, sha256_of(content))
                )

    return make


def _within(table: str, change: Callable[[Any], Any], row: int = 1) -> Maker:
    return lambda path: rewrite_document(path, table, change, row)


def _setting(key: str, value: object) -> Maker:
    def make(path: Path) -> None:
        text = json.dumps(value)
        rewrite(
            path,
            "INSERT OR REPLACE INTO setting (key, document, sha256) VALUES (?, ?, ?)",
            key,
            text,
            sha256_of(text.encode()),
        )

    return make


def _scenario(change: Callable[[dict[str, Any]], object], **columns: str) -> Maker:
    def changed(document: dict[str, Any]) -> dict[str, Any]:
        change(document)
        return document

    def make(path: Path) -> None:
        rewrite_document(path, "scenario_revision", changed)
        for column, value in columns.items():
            rewrite(path, f"UPDATE scenario_revision SET {column} = ?", value)

    return make


def _wide(document: dict[str, Any]) -> None:
    nodes = [{"id": f"n{number}", "type": "wait", "params": {"for": "PT1H"}} for number in range(3_000)]
    edges = [{"from": f"n{number}", "port": "out", "to": f"n{number + 1}"} for number in range(2_999)]
    document["nodes"] += nodes
    document["edges"] += [{"from": "hour", "port": "out", "to": "n0"}, *edges]


def _message(body: str) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        document["nodes"].append({"id": "mail", "type": "email", "params": {"subject": body, "body": body}})
        document["edges"].append({"from": "hour", "port": "out", "to": "mail"})

    return change


def _many_scenarios(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000) "
            "INSERT INTO scenario_revision "
            "SELECT 's' || x, 1, saved_at_us, message, name || x, description, sha256, document "
            "FROM scenario_revision, n WHERE scenario_id = 'reminder'"
        )


def _named_oddly(path: Path) -> None:
    rewrite_document(path, "dataset", lambda document: _renamed(document))
    rewrite(path, "UPDATE dataset SET name = ?", ODD_NAME)


def _renamed(document: dict[str, Any]) -> dict[str, Any]:
    document["info"]["name"] = document["dataset"]["name"] = ODD_NAME
    return document


def _with(column: str, values: pa.Array) -> Callable[[pa.Table], pa.Table]:  # type: ignore[type-arg]  # of any type
    return lambda table: table.set_column(table.column_names.index(column), column, values)


def _part(owner: str, kind: str, change: Callable[[pa.Table], pa.Table]) -> Maker:
    return lambda path: rewrite_part(path, owner, kind, change)


def _packed(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", write_statistics=False)
    return sink.getvalue().to_pybytes()


def _bomb(owner: str, kind: str, column: str, rows: int) -> Maker:
    """A part of a few kilobytes that unpacks to gigabytes."""

    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            query = f"SELECT content FROM {owner}_part WHERE kind = ? AND position = 0"
            ((content,),) = connection.execute(query, (kind,))
        table = pq.read_table(pa.BufferReader(content))
        table = table.slice(0, 1).take(np.zeros(rows, np.int64))
        if pa.types.is_string(table.schema.field(column).type):
            table = table.set_column(
                table.column_names.index(column), column, pa.array(["y" * 400]).take(np.zeros(rows, np.int64))
            )
        replace_part(path, owner, kind, _packed(table), rows)

    return make


def _bytes_of_part(owner: str, kind: str, content: bytes) -> Maker:
    return lambda path: replace_part(path, owner, kind, content, 3)


def _huge_blob(path: Path) -> None:
    rewrite(path, "UPDATE dataset_part SET content = zeroblob(300000000) WHERE kind = 'events' AND position = 0")


def _hashes(path: Path) -> None:
    for table in TABLES:
        rewrite(path, f"UPDATE {table} SET sha256 = '0'")


EXTREMES = pa.array(np.array([-(2**63), 2**63 - 1, 0, 1], np.int64))
DEEP = "[" * 200_000 + "]" * 200_000

DAMAGED: dict[str, Maker] = {
    "giant numbers in every column": _each_column("INTEGER", 2**63 - 1),
    "negative numbers in every column": _each_column("INTEGER", -(2**63)),
    "reals in every column": _each_column("INTEGER", 1e308),
    "infinity in every column": _each_column("INTEGER", math.inf),
    "texts in every column of numbers": _each_column("INTEGER", "1; DROP TABLE run"),
    "blobs in every column of texts": _each_column("TEXT", b"\xff\xfe\x00"),
    "numbers in every column of texts": _each_column("TEXT", 7),
    "empty texts in every column": _each_column("TEXT", ""),
    "endless texts in every column": _each_column("TEXT", "x" * 5_000_000),
    "texts that are no UTF-8 in every column": _invalid_texts,
    "texts for parts": _each_column("BLOB", "text"),
    "hashes of something else": _hashes,
    "no parts of datasets": lambda path: rewrite(path, "DELETE FROM dataset_part"),
    "no parts of runs": lambda path: rewrite(path, "DELETE FROM run_part"),
    "parts in each other's place": lambda path: rewrite(
        path, "UPDATE dataset_part SET content = (SELECT content FROM run_part LIMIT 1)"
    ),
    "a part of 300 MB": _huge_blob,
    "parts of nobody": lambda path: rewrite(path, "UPDATE dataset_part SET dataset_id = 99"),
}
"""Cells that are not what they were."""

CRAFTED: dict[str, Maker] = {
    "deep documents": _documents(DEEP),
    "documents of 40 MB": _documents('{"x": "' + "y" * 40_000_000 + '"}'),
    "documents with 60,000 keys twice": _documents("{" + ",".join(f'"k{n}":1,"k{n}":2' for n in range(60_000)) + "}"),
    "documents that are NaN": _documents('{"x": NaN, "y": Infinity}'),
    "documents that are no text": _documents(b"\xff\xfe{}"),
    "documents of digits": _documents("9" * 100_000),
    "a dataset with an odd name": _named_oddly,
    "a scenario with an odd id": _scenario(lambda d: d.update(id=ODD_NAME), scenario_id=ODD_NAME),
    "a scenario with an odd name": _scenario(lambda d: d.update(name=ODD_NAME), name=ODD_NAME),
    "a scenario of 3,000 nodes": _scenario(_wide),
    "a scenario in a circle": _scenario(lambda d: d["edges"].append({"from": "hour", "port": "out", "to": "hour"})),
    "a scenario far away": _scenario(lambda d: d["nodes"][0].update(at=[1e300, -1e300])),
    "a template that never ends": _scenario(
        _message("{% for a in range(999999999) %}{{ 'x' * 999999999 }}{% endfor %}")
    ),
    "a template that reaches out": _scenario(
        _message("{{ ''.__class__.__mro__[1].__subclasses__() }}{% include '/etc/passwd' %}")
    ),
    "two thousand scenarios": _many_scenarios,
    "segments that hold one another": _setting(
        "segments", {"a": {"segment": "b"}, "b": {"segment": "a"}, "c": {"not": {"segment": "c"}}}
    ),
    "segments of another kind": _setting("segments", [DEEP[:2_000]]),
    "reactions of another kind": _setting("responses", {"email": {"open": "1e999"}}),
    "an identity that is a path": _setting("identity", "../../precious"),
    "counts that wrap around": _part(
        "dataset", "customers", _with("events", pa.array(np.array([2**62, 2**62, -(2**63) + 4], np.int64)))
    ),
    "negative counts": _part("dataset", "customers", _with("events", pa.array(np.array([-1, 5, 0], np.int64)))),
    "codes without words": _part("dataset", "events", _with("name", pa.array([0, 10**9, -5, 1], pa.int32()))),
    "instants at the ends of time": _part("dataset", "events", _with("at", EXTREMES)),
    "customers twice": _part("dataset", "customers", _with("id", pa.array(["b", "a", "a"]))),
    "columns less": _part("dataset", "events", lambda table: table.select(table.column_names[:1])),
    "columns twice": _part("dataset", "events", lambda table: table.append_column("at", table.column(0))),
    "nested columns": _part(
        "dataset", "events", lambda table: table.append_column("more", pa.array([[1]] * table.num_rows))
    ),
    "a run's instants at the ends of time": _part(
        "run",
        "visits",
        lambda table: _with(
            "arrived_at",
            pa.array(np.resize(np.array([-(2**63), 2**63 - 1], np.int64), table.num_rows)).view(
                pa.timestamp("us", "UTC")
            ),
        )(table),
    ),
    "a run's columns less": _part("run", "visits", lambda table: table.select(["customer_id"])),
    "parts that are no Parquet": _bytes_of_part("dataset", "customers", b"PAR1" + bytes(100) + b"PAR1"),
    "parts with a footer of 2 GB": _bytes_of_part(
        "dataset", "customers", b"PAR1" + bytes(64) + b"\xff\xff\xff\x7fPAR1"
    ),
    "a bomb of customers": _bomb("dataset", "customers", "id", 4_000_000),
    "a bomb of events": _bomb("dataset", "events", "at", 40_000_000),
    "a bomb of visits": _bomb("run", "visits", "customer_id", 4_000_000),
    "a summary of another kind": _within("run", lambda document: {**document, "summary": "{}"}),
    "a forecast of another kind": _within("run", lambda document: {**document, "forecast": DEEP}),
    "parts that are listed endlessly": _within(
        "dataset", lambda document: {**document, "parts": document["parts"] * 20_000}
    ),
}
"""Content that somebody made up."""
