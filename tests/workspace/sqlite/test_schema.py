"""The schema that migrations make, and the one the program reads and writes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from app.files.signature import APPLICATION_ID
from app.workspace.sqlite.database import Database
from app.workspace.sqlite.schema import MIGRATIONS, known_shape, run_migrations, shape_of
from app.workspace.sqlite.tables import SCHEMA_VERSION


def test_that_a_new_file_is_exactly_what_the_migrations_make_of_an_empty_one(empty: Path, tmp_path: Path) -> None:
    (migrated := tmp_path / "migrated.rehearse").touch()
    database = Database(migrated)
    with database.writing() as connection:
        run_migrations(connection)
    database.close()
    for path in (empty, migrated):
        with closing(sqlite3.connect(path)) as opened:
            assert shape_of(opened) == known_shape()
            assert opened.execute("SELECT version_num FROM alembic_version").fetchall() == [(SCHEMA_VERSION,)]


def test_that_the_version_the_program_knows_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA_VERSION]


def test_that_a_new_file_carries_the_application_and_the_version(empty: Path) -> None:
    assert int.from_bytes(empty.read_bytes()[68:72], "big") == APPLICATION_ID
    connection = sqlite3.connect(empty)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(SCHEMA_VERSION,)]
    connection.close()
