"""The listed rows of imports as parts beside the dataset's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from app.data.importing.accounting.accounts import Account
from app.data.importing.accounting.notes import note_tables
from app.data.importing.accounting.row_notes import SCHEMA
from app.workspace.contents.run_tables import TablePart, table_from_parts, table_parts
from app.workspace.sqlite.documents import damaged

NOTES = "notes"
_ROWS = 1 << 16


def note_parts(accounts: Sequence[Account]) -> Iterator[TablePart]:
    """All notes of all accounts."""
    return table_parts({NOTES: table} for table in note_tables(accounts, _ROWS))


def notes_from_parts(contents: Iterable[bytes], what: str) -> pa.Table:
    """One table out of the parts; AppError that names `what` they are of if they hold anything else."""
    there = list(contents)
    if not there:
        return SCHEMA.empty_table()
    table = table_from_parts(there, what)
    if not table.schema.equals(SCHEMA) or any(column.null_count for column in table.columns):
        raise damaged(what)
    return table
