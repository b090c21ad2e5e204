"""The key columns of files that are to be joined."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from app.data.files.source_table import SourceTable
from app.data.importing.file_plan import FilePlan
from app.data.importing.recognition.headers import KEYS, ranked
from app.data.importing.recognition.joining import KeyColumns, key_columns

JOINABLE = ("customers", "events", "orders", "list")
"""What names customers."""
_MOST_KEY_COLUMNS = 6


def columns_of_files(files: Sequence[FilePlan], sources: Sequence[SourceTable | None]) -> list[KeyColumns]:
    """The columns of each file that can name customers."""
    return [
        _key_columns(place, file, source.table)
        for place, (file, source) in enumerate(zip(files, sources, strict=True))
        if file.kind in JOINABLE and source is not None
    ]


def columns_called(
    files: Sequence[FilePlan], sources: Sequence[SourceTable | None], names: Sequence[str]
) -> list[KeyColumns]:
    """The columns of these names in each file, though nothing says that they are keys."""
    found = []
    for place, (file, source) in enumerate(zip(files, sources, strict=True)):
        if source is not None and file.kind in JOINABLE:
            there = [name for name in dict.fromkeys(names) if name in source.table.column_names]
            found.append(key_columns(place, source.table, there, is_people=file.kind == "customers"))
    return found


def _key_columns(place: int, file: FilePlan, table: pa.Table) -> KeyColumns:
    own = [key.column for key in file.keys]
    if file.is_given_key:
        return key_columns(place, table, own, is_people=file.kind == "customers")
    roles = [file.roles[role] for role in ("email", "phone") if role in file.roles]
    named = ranked([name for name in table.column_names if name not in file.leave_out], KEYS)
    names = list(dict.fromkeys([*own, *roles, *named]))[:_MOST_KEY_COLUMNS]
    return key_columns(place, table, names, is_people=file.kind == "customers")
