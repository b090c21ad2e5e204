"""The schema of a workspace: made by the migrations, compared object by object with what a file holds."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import connect

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateTable

from app.files.signature import APPLICATION_ID
from app.workspace.sqlite.tables import SCHEMA_VERSION, metadata, schema_version

MIGRATIONS = Path(__file__).parents[1] / "migrations"
EARLIER_VERSIONS = ("0001",)

Shape = frozenset[tuple[object, ...]]

_TOKEN = re.compile(r"""'(?:[^']|'')*'|"[^"]*"|\w+|[^\w\s]""")


def make_schema(connection: Connection) -> None:
    """Make an empty file a workspace of this version's form, in the transaction that is open.

    It is what all migrations make of it, without loading them: a third of a second, and only old files need it.
    """
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in _statements():
        connection.exec_driver_sql(statement)
    connection.execute(schema_version.insert().values(version_num=SCHEMA_VERSION))


def run_migrations(connection: Connection) -> None:
    """Bring a file of any earlier version to this one's form, in the transaction that is open."""
    from alembic import command  # a third of a second, and only old files need it
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")


def shape_of(connection: SqliteConnection) -> Shape:
    """Every object of the schema with its definition, which holds checks, collations and what foreign keys do.

    Definitions are compared by their words: blanks and the quotes around plain names do not count.
    """
    objects = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
    columns = [
        (name, *column)
        for kind, name, _, _ in objects
        if kind == "table"
        for column in connection.execute("SELECT * FROM pragma_table_xinfo(?)", (name,))
    ]
    return frozenset([*((*named, _words(sql)) for *named, sql in objects), *columns])


@cache
def known_shape(version: str = SCHEMA_VERSION) -> Shape:
    """The shape of a file of that version, which is this one's or an earlier one."""
    connection = connect(":memory:")
    try:
        connection.executescript(_definition(version))
        return shape_of(connection)
    finally:
        connection.close()


def _definition(version: str) -> str:
    if version != SCHEMA_VERSION:
        return (MIGRATIONS / f"schema_{version}.sql").read_text(encoding="utf-8")
    return ";".join(_statements())


@cache
def _statements() -> tuple[str, ...]:
    """What makes this version's schema."""
    tables = (*metadata.sorted_tables, schema_version)
    return tuple(str(CreateTable(table).compile(dialect=dialect())) for table in tables)


def _words(sql: object) -> tuple[str, ...] | None:
    """The words of a definition; None for what SQLite made by itself."""
    if not isinstance(sql, str):
        return None
    return tuple(word[1:-1] if word.startswith('"') else word for word in _TOKEN.findall(sql))
