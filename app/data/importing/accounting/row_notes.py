"""The listed rows of an import as columns, so that half a million of them cost nothing until one is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, overload

import pyarrow as pa

Outcome = Literal["repaired", "rejected"]
_FIELDS: list[pa.Field[Any]] = [
    pa.field("account", pa.int32()),
    pa.field("line", pa.int64()),
    pa.field("text", pa.string()),
    pa.field("reason", pa.string()),
    pa.field("outcome", pa.string()),
]
SCHEMA = pa.schema(_FIELDS)


@dataclass(frozen=True, slots=True)
class RowNote:
    """A row that was not taken as it stood: where it is, its text, and why."""

    file: str
    line: int
    text: str
    reason: str
    outcome: Outcome


class NoteColumns(Sequence[RowNote]):
    """The notes of one file: columns of `SCHEMA`, each row made a note when it is asked for."""

    def __init__(self, file: str, rows: pa.Table) -> None:
        self._file = file
        self.rows = rows

    def __len__(self) -> int:
        return int(self.rows.num_rows)

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
        line, text, reason, outcome = (self.rows.column(title)[place].as_py() for title in SCHEMA.names[1:])
        return RowNote(self._file, line, text, reason, outcome)
