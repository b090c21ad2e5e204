"""The listed rows of an import as a table to take along: where each stood, its text, and why it was not taken so."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from app.data.importing.accounting.accounts import Account
from app.data.importing.accounting.row_notes import NoteColumns, RowNote
from app.data.importing.file_names import shown
from app.jobs.datasets.people_lists import guarded

_HEADER = ("file", "line", "outcome", "reason", "text")


def listed_rows_csv(accounts: Sequence[Account]) -> str:
    """A header and a line for each row that was repaired or rejected, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    for account in accounts:
        file = guarded(shown(account.file))
        for line, outcome, reason, text in _rows(account.notes):
            writer.writerow([file, line, outcome, guarded(reason), guarded(text)])
    return out.getvalue()


def _rows(notes: Sequence[RowNote]) -> Iterator[tuple[int, str, str, str]]:
    """Line, outcome, reason and text of each, from their columns where there are such."""
    if isinstance(notes, NoteColumns):
        yield from zip(*(notes.rows.column(name).to_pylist() for name in _HEADER[1:]), strict=True)
        return
    for note in notes:
        yield note.line, note.outcome, note.reason, note.text
