"""The schema of a workspace: made by the migrations, compared object by object with what a file holds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import connect

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateTable

from app.files.signature import APPLICATION_ID
from app.workspace.tables import metadata, schema_version

MIGRATIONS = Path(__file__).parent / "migrations"

Shape = frozenset[tuple[object, ...]]


def make_schema(connection: Connection) -> None:
    """Mark an empty file as a workspace and run all migrations on it, in the transaction that is open."""
    from alembic import command  # a third of a second, and only new files need it
    from alembic.config import Config

    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")


def shape_of(connection: SqliteConnection) -> Shape:
    """Every object of the schema and every column of its tables, generated and hidden ones too."""
    objects = connection.execute("SELECT type, name, tbl_name FROM sqlite_schema").fetchall()
    columns = [
        (name, *column)
        for kind, name, _ in objects
        if kind == "table"
        for column in connection.execute("SELECT * FROM pragma_table_xinfo(?)", (name,))
    ]
    return frozenset([*objects, *columns])


@cache
def known_shape() -> Shape:
    """The shape of a file of the current schema."""
    connection = connect(":memory:")
    try:
        for table in (*metadata.sorted_tables, schema_version):
            connection.execute(str(CreateTable(table).compile(dialect=dialect())))
        return shape_of(connection)
    finally:
        connection.close()
