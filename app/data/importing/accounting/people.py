"""How many people a file has: its rows, each customer once."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from app.data.importing.accounting.accounts import Account
from app.data.importing.accounting.row_notes import NoteColumns

STANDS_TWICE = "stands further up too"
"""What the note of a row says whose customer has one before it."""


def people_in(account: Account) -> int:
    """The customers that the imported rows of a file name."""
    return account.imported + account.repaired - _rows_again(account)


def _rows_again(account: Account) -> int:
    notes = account.notes
    if not isinstance(notes, NoteColumns):
        return sum(note.outcome == "repaired" and STANDS_TWICE in note.reason for note in notes)
    again: Any = pc.match_substring(notes.rows.column("reason"), STANDS_TWICE)
    kept: Any = pc.equal(notes.rows.column("outcome"), pa.scalar("repaired"))
    return int(pc.sum(pc.and_(again, kept)).as_py() or 0)
