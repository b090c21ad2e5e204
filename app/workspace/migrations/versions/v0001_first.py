"""The first form of a workspace: datasets, scenarios, runs and settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table("dataset", *_numbered(), sa.Column("name", sa.Text, nullable=False, unique=True), *_document())
    op.create_table("dataset_part", _owner("dataset"), *_part())
    op.create_table(
        "scenario_revision",
        sa.Column("scenario_id", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("saved_at_us", sa.Integer, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        *_document(),
    )
    op.create_table(
        "run", *_numbered(), sa.Column("scenario_id", sa.Text, nullable=False), *_document(), sqlite_autoincrement=True
    )
    op.create_table("run_part", _owner("run"), *_part())
    op.create_table("setting", sa.Column("key", sa.Text, primary_key=True), *_document())


def _numbered() -> list[sa.Column[int]]:
    return [sa.Column("id", sa.Integer, primary_key=True)]


def _document() -> list[sa.Column[str]]:
    return [sa.Column("document", sa.Text, nullable=False), sa.Column("sha256", sa.Text, nullable=False)]


def _owner(table: str) -> sa.Column[int]:
    return sa.Column(f"{table}_id", sa.Integer, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=True)


def _part() -> list[sa.Column[object]]:
    return [
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    ]
