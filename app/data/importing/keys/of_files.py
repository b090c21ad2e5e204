"""The key columns of files that are to be joined."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pyarrow as pa

from app.data.columns.column import ColumnType
from app.data.columns.texts import Texts, encode
from app.data.dataset import Dataset
from app.data.files.source_table import SourceTable
from app.data.importing.file_plan import FilePlan
from app.data.importing.keys.joining import KeyColumns, key_columns
from app.data.importing.values.phones import NOWHERE, Phones, region_of
from app.data.vocabulary.headers import KEYS, PHONES, ranked
from app.data.vocabulary.roles import ATTRIBUTE_ROLES

JOINABLE = ("customers", "events", "orders", "list")
"""What names customers."""
_MOST_KEY_COLUMNS = 6


def columns_of_files(
    files: Sequence[FilePlan], sources: Sequence[SourceTable | None], phones: Phones = NOWHERE
) -> list[KeyColumns]:
    """The columns of each file that can name customers."""
    return [
        _key_columns(place, file, source.table, phones)
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


def phones_of(
    files: Sequence[FilePlan], sources: Sequence[SourceTable | None], dataset: Dataset | None, zone: str
) -> Phones:
    """What says from which country the numbers are that name none: all numbers of files and dataset, else the zone."""
    found = [
        encode(source.table.column(name))
        for file, source in zip(files, sources, strict=True)
        if file.kind in JOINABLE and source is not None
        for name in _phone_columns(file, source.table)
    ]
    stored = dataset.attribute_of("phone") if dataset else None
    if stored is not None and stored.type is ColumnType.TEXT:
        found.append(Texts(stored.words, stored.values))
    return region_of(found, zone) if found else NOWHERE


def country_column(file: FilePlan, table: pa.Table) -> str | None:
    """The column with the country of each row's customer."""
    role = file.roles.get("country")
    named = [role] if role else ranked(table.column_names, ATTRIBUTE_ROLES["country"].known, people=True)
    return next((name for name in named if name in table.column_names), None)


def _phone_columns(file: FilePlan, table: pa.Table) -> list[str]:
    role = file.roles.get("phone")
    named = ranked(table.column_names, PHONES, people=True)
    return [name for name in dict.fromkeys([*([role] if role else []), *named]) if name in table.column_names]


def _key_columns(place: int, file: FilePlan, table: pa.Table, phones: Phones) -> KeyColumns:
    own = [key.column for key in file.keys]
    known = partial(key_columns, is_people=file.kind == "customers", phones=phones, country=country_column(file, table))
    if file.is_given_key:
        return known(place, table, own)
    roles = [file.roles[role] for role in ("email", "phone") if role in file.roles]
    named = ranked([name for name in table.column_names if name not in file.leave_out], KEYS)
    called = [name for name in _phone_columns(file, table)[:1] if name not in file.leave_out]
    names = list(dict.fromkeys([*own, *roles, *called, *named]))[:_MOST_KEY_COLUMNS]
    return known(place, table, names)
