"""The notes of all accounts as one table, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.importing.accounting.accounts import Account
from app.data.importing.accounting.row_notes import SCHEMA, NoteColumns


def note_tables(accounts: Sequence[Account], rows: int) -> Iterator[pa.Table]:
    """All notes of all accounts, so many rows at a time."""
    tables = [_of_account(account, place) for place, account in enumerate(accounts) if account.notes]
    if tables:
        together = pa.concat_tables(tables)
        for first in range(0, together.num_rows, rows):
            yield together.slice(first, rows)


def with_notes(accounts: Iterable[Account], rows: pa.Table) -> tuple[Account, ...]:
    """The accounts, each with its notes out of the table."""
    return tuple(
        replace(account, notes=NoteColumns(account.file, _of(rows, place))) if _lacks_notes(account) else account
        for place, account in enumerate(accounts)
    )


def _lacks_notes(account: Account) -> bool:
    return not account.notes and bool(account.repaired + account.rejected)


def _of(rows: pa.Table, place: int) -> pa.Table:
    return rows.filter(pc.equal(rows.column("account"), pa.scalar(place, pa.int32()))).combine_chunks()


def _of_account(account: Account, place: int) -> pa.Table:
    numbers = pa.array(np.full(len(account.notes), place, np.int32))
    if isinstance(account.notes, NoteColumns):
        return account.notes.rows.set_column(0, SCHEMA.field("account"), numbers)
    notes = account.notes
    columns = [numbers, *([getattr(note, name) for note in notes] for name in SCHEMA.names[1:])]
    return pa.table(columns, schema=SCHEMA)
