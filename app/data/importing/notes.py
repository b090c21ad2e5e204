"""The listed rows of an import as a table, so that half a million of them cost nothing until one is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, overload

import pyarrow as pa
import pyarrow.compute as pc

from app.data.importing.accounts import Account, RowNote

_FIELDS: list[pa.Field[Any]] = [
    pa.field("account", pa.int32()),
    pa.field("line", pa.int64()),
    pa.field("text", pa.string()),
    pa.field("reason", pa.string()),
    pa.field("outcome", pa.string()),
]
SCHEMA = pa.schema(_FIELDS)


class StoredNotes(Sequence[RowNote]):
    """The notes of one file: columns of `SCHEMA`, each row made a note when it is asked for."""

    def __init__(self, file: str, rows: pa.Table) -> None:
        self._file = file
        self._rows = rows

    def __len__(self) -> int:
        return int(self._rows.num_rows)

    @overload
    def __getitem__(self, at: int) -> RowNote: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[RowNote, ...]: ...
    def __getitem__(self, at: int | slice) -> RowNote | tuple[RowNote, ...]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(at)
        line, text, reason, outcome = (self._rows.column(title)[place].as_py() for title in SCHEMA.names[1:])
        return RowNote(self._file, line, text, reason, outcome)


def note_tables(accounts: Sequence[Account], rows: int) -> Iterator[pa.Table]:
    """All notes of all accounts, so many rows at a time."""
    kept: list[tuple[object, ...]] = []
    for place, account in enumerate(accounts):
        for note in account.notes:
            kept.append((place, note.line, note.text, note.reason, note.outcome))
            if len(kept) == rows:
                yield _table(kept)
                kept = []
    if kept:
        yield _table(kept)


def with_notes(accounts: Iterable[Account], rows: pa.Table) -> tuple[Account, ...]:
    """The accounts, each with its notes out of the table."""
    return tuple(
        replace(account, notes=StoredNotes(account.file, _of(rows, place))) if _lacks_notes(account) else account
        for place, account in enumerate(accounts)
    )


def _lacks_notes(account: Account) -> bool:
    return not account.notes and bool(account.repaired + account.rejected)


def _of(rows: pa.Table, place: int) -> pa.Table:
    return rows.filter(pc.equal(rows.column("account"), pa.scalar(place, pa.int32()))).combine_chunks()


def _table(kept: list[tuple[Any, ...]]) -> pa.Table:
    return pa.table([list(column) for column in zip(*kept, strict=True)], schema=SCHEMA)
