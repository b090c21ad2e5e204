"""What lists show in small columns before the documents, and the listed rows of imports as Parquet parts."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NOTES_IN_A_PART = 1 << 16
_OTHER_FORM = (KeyError, TypeError, AttributeError, ValueError, OverflowError)
_FIELDS: list[pa.Field[Any]] = [
    pa.field("account", pa.int32()),
    pa.field("line", pa.int64()),
    pa.field("text", pa.string()),
    pa.field("reason", pa.string()),
    pa.field("outcome", pa.string()),
]
_NOTE_SCHEMA = pa.schema(_FIELDS)


def upgrade() -> None:
    """Make each table that is listed anew beside the old one, fill it, and let it take the old one's place."""
    connection = op.get_bind()
    _make_datasets(connection)
    _make_revisions(connection)
    _make_runs(connection)


def _make_datasets(connection: sa.Connection) -> None:
    op.create_table(
        "dataset_new",
        _number("id", primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        *(_number(name) for name in ("customers", "events")),
        sa.Column("first_at_us", sa.Integer),
        sa.Column("last_at_us", sa.Integer),
        _number("imported_at_us"),
        *(_text(name) for name in ("fingerprint", "pools", "sha256", "document")),
    )
    for owner, name, text, seal in connection.execute(sa.text("SELECT id, name, document, sha256 FROM dataset")):
        document = _document(text, seal)
        info = _object(document.get("info"))
        with suppress(*_OTHER_FORM):  # the document stays as it is, and says so when it is opened
            text, seal = _without_notes(connection, owner, document, info)
        row = {
            "id": owner,
            "name": name,
            **{key: _whole(info.get(key)) for key in ("customers", "events")},
            "first_at_us": _whole(info.get("first_at"), None),
            "last_at_us": _whole(info.get("last_at"), None),
            "imported_at_us": _whole(info.get("imported_at")),
            "fingerprint": _line(info.get("fingerprint")),
            "pools": json.dumps(_object(info.get("pools"))),
            "document": text,
            "sha256": seal,
        }
        _insert(connection, "dataset_new", row)
    _take_place("dataset")


def _without_notes(
    connection: sa.Connection, owner: int, document: dict[str, Any], info: dict[str, Any]
) -> tuple[str, str]:
    """Store the notes as parts, and the document without them."""
    notes: list[tuple[object, ...]] = []
    for place, account in enumerate(info.get("accounts", ())):
        notes += [(place, note["line"], note["text"], note["reason"], note["outcome"]) for note in account["notes"]]
        account["notes"] = []
    for position, start in enumerate(range(0, len(notes), _NOTES_IN_A_PART)):
        rows = notes[start : start + _NOTES_IN_A_PART]
        table = pa.table([list(column) for column in zip(*rows, strict=True)], schema=_NOTE_SCHEMA)
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd", write_statistics=False)
        content = sink.getvalue().to_pybytes()
        entry = {"kind": "notes", "position": position, "rows": len(rows), "sha256": _sha256(content)}
        document["parts"].append(entry)
        _insert(connection, "dataset_part", {"dataset_id": owner, **entry, "content": content})
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text, _sha256(text.encode())


def _make_revisions(connection: sa.Connection) -> None:
    op.create_table(
        "scenario_revision_new",
        sa.Column("scenario_id", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        _number("saved_at_us"),
        *(_text(name) for name in ("message", "name", "description", "sha256", "document")),
    )
    chosen = "SELECT scenario_id, number, saved_at_us, message, document, sha256 FROM scenario_revision"
    for row in connection.execute(sa.text(chosen)).mappings():
        document = _document(row["document"], row["sha256"])
        name = _line(document.get("name"), row["scenario_id"])
        listed = {**row, "name": name, "description": _line(document.get("description"))}
        _insert(connection, "scenario_revision_new", listed)
    _take_place("scenario_revision")


def _make_runs(connection: sa.Connection) -> None:
    op.create_table(
        "run_new",
        _number("id", primary_key=True),
        *(_text(name) for name in ("scenario_id", "further_ids", "scenario_name", "dataset_name")),
        _text("dataset_fingerprint"),
        _number("ran_at_us"),
        _text("seed"),
        *(_number(name) for name in ("customers", "instances", "visits", "is_forecast")),
        *(_text(name) for name in ("sha256", "document")),
        sqlite_autoincrement=True,
    )
    last = connection.execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'run'")).scalar_one_or_none()
    for row in connection.execute(sa.text("SELECT id, scenario_id, document, sha256 FROM run")).mappings():
        info = _object(_document(row["document"], row["sha256"]).get("info"))
        listed = {
            **row,
            "further_ids": " ".join(map(_line, _list(info.get("further_ids")))),
            "scenario_name": _line(info.get("scenario_name"), row["scenario_id"]),
            "dataset_name": _line(info.get("dataset_name")),
            "dataset_fingerprint": _line(info.get("dataset_fingerprint")),
            "ran_at_us": _whole(info.get("ran_at")),
            "seed": str(info.get("seed")) if isinstance(info.get("seed"), int) else "0",
            **{key: _whole(info.get(key)) for key in ("customers", "instances", "visits")},
            "is_forecast": int(info.get("forecast") is True),
        }
        _insert(connection, "run_new", listed)
    _take_place("run")
    connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'run'"))
    if last is not None:  # a removed run's number is never given to another
        connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('run', :last)"), {"last": last})


def _take_place(table: str) -> None:
    op.drop_table(table)
    op.rename_table(f"{table}_new", table)


def _document(text: object, seal: object) -> dict[str, Any]:
    """The document; empty where it is damaged, which stays to be said when it is opened."""
    if not isinstance(text, str) or _sha256(text.encode()) != seal:
        return {}
    try:
        return _object(json.loads(text))
    except (ValueError, RecursionError):
        return {}


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _line(value: object, otherwise: Any = "") -> Any:
    """A text that can be stored."""
    return value.encode(errors="replace").decode() if isinstance(value, str) else otherwise


def _whole(value: object, otherwise: int | None = 0) -> int | None:
    """A number that can be stored."""
    return int(value) if isinstance(value, int) and abs(value) < 1 << 63 else otherwise


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _insert(connection: sa.Connection, table: str, row: dict[str, Any]) -> None:
    columns = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    connection.execute(sa.text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), row)


def _number(name: str, *, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=primary_key, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)
