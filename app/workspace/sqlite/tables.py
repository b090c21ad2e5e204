"""The tables of a workspace file. Documents are JSON with their sha256 beside them, rows of data are Parquet parts.

What lists show stands in small columns before the document: SQLite reads a row from its beginning, and so never comes
to the pages of a long document that nobody asked for.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, String, Table, Text

SCHEMA_VERSION = "0002"

metadata = MetaData()

dataset = Table(
    "dataset",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("customers", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("first_at_us", Integer),
    Column("last_at_us", Integer),
    Column("imported_at_us", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("pools", Text, nullable=False),  # a small JSON object: how many codes each has
    Column("sha256", Text, nullable=False),
    Column("document", Text, nullable=False),
)

dataset_part = Table(
    "dataset_part",
    metadata,
    Column("dataset_id", Integer, ForeignKey("dataset.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

scenario_revision = Table(
    "scenario_revision",
    metadata,
    Column("scenario_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("saved_at_us", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("document", Text, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scenario_id", Text, nullable=False),
    Column("further_ids", Text, nullable=False),  # of the other scenarios, with blanks between them
    Column("scenario_name", Text, nullable=False),
    Column("dataset_name", Text, nullable=False),
    Column("dataset_fingerprint", Text, nullable=False),
    Column("ran_at_us", Integer, nullable=False),
    Column("seed", Text, nullable=False),  # up to 2 ** 64 - 1, which no integer of SQLite's holds
    Column("customers", Integer, nullable=False),
    Column("instances", Integer, nullable=False),
    Column("visits", Integer, nullable=False),
    Column("is_forecast", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("document", Text, nullable=False),
    sqlite_autoincrement=True,  # a removed run's number is never given to another
)

run_part = Table(
    "run_part",
    metadata,
    Column("run_id", Integer, ForeignKey("run.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("sha256", Text, nullable=False),
)

schema_version = Table(  # alembic's own
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
