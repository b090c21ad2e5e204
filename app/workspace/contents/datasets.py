"""Datasets in the workspace: a document with the accounts of its files, and its columns as Parquet parts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Any, cast

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from app.data.dataset import Dataset
from app.data.importing.accounting.accounts import Account
from app.data.importing.accounting.notes import with_notes
from app.data.importing.mapping import MappingDocument
from app.data.importing.read import Imported
from app.data.list_versions import ListVersions, digests_of
from app.data.storing.parts import Kind, Part, dataset_document, dataset_from_parts, dataset_parts, list_versions_in
from app.errors import AppError
from app.progress import Progress, silent
from app.workspace.contents.notes import NOTES, note_parts, notes_from_parts
from app.workspace.sqlite import cells
from app.workspace.sqlite.clock import now_us
from app.workspace.sqlite.complaints import is_of_damage
from app.workspace.sqlite.database import Database
from app.workspace.sqlite.documents import StoredDocument, damaged, read, sealed, shown
from app.workspace.sqlite.parts import AnyPart, PartEntries, PartEntry, proven, read_parts, store_parts
from app.workspace.sqlite.tables import dataset as table
from app.workspace.sqlite.tables import dataset_part

_READING = "Reading the dataset"
_LISTED = [column for column in table.columns if column.name != "document"]


@dataclass(frozen=True, slots=True)
class DatasetInfo:
    """What lists show of a dataset; instants are microseconds UTC, None where there are no events."""

    name: str
    customers: int
    events: int
    first_at: int | None
    last_at: int | None
    fingerprint: str
    imported_at: int
    pools: Mapping[str, int] = field(default_factory=dict)
    """How many codes each voucher pool has."""


class _StoredInfo(StoredDocument):
    """`accounts` stand without their notes, which are parts; files of the first form had them here."""

    name: str
    customers: int
    events: int
    first_at: int | None
    last_at: int | None
    fingerprint: str
    imported_at: int
    accounts: tuple[Account, ...]
    pools: dict[str, int] = {}


class _StoredDataset(StoredDocument):
    info: _StoredInfo
    mapping: MappingDocument
    dataset: dict[str, Any]
    parts: PartEntries


class DatasetStore:
    """The datasets of one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def names(self) -> tuple[DatasetInfo, ...]:
        """What is known of each, by name."""
        with self._database.reading() as connection:
            infos = [_listed(row) for row in connection.execute(select(*_LISTED))]
        return tuple(sorted(infos, key=lambda info: (info.name.casefold(), info.name)))

    def save(self, imported: Imported, progress: Progress = silent) -> None:
        """Keep the dataset, in place of any of its name; cancelled or killed, everything stays as it was."""
        dataset = imported.dataset
        total = dataset.customer_count + dataset.event_count + sum(map(len, dataset.pools.values()))
        with self._database.writing() as connection:
            dataset = self._remembering(connection, dataset)
            connection.execute(delete(table).where(table.c.name == dataset.name))
            info = _info(imported)
            empty = insert(table).values(**_columns(info), document="", sha256="")
            owner = connection.execute(empty.returning(table.c.id)).scalar_one()
            entries: list[PartEntry] = []

            def look() -> None:
                progress(min(total, sum(stored.rows for stored in entries)), total, "Storing the dataset")

            look()
            parts: Iterator[AnyPart] = chain(dataset_parts(dataset, look), note_parts(imported.accounts))
            for entry in store_parts(connection, dataset_part, owner, parts):
                entries.append(entry)
                look()
            document = _StoredDataset(
                info=info,
                mapping=imported.mapping,
                dataset=dataset_document(dataset),
                parts=tuple(entries),
            )
            columns = sealed(document.model_dump_json())
            connection.execute(update(table).where(table.c.id == owner).values(columns))

    def load(self, name: str, progress: Progress = silent) -> Dataset:
        """The dataset, proven to be what was saved."""
        with self._database.reading() as connection:
            row = self._row(connection, name)
            stored = _read(row)
            entries = [entry for entry in stored.parts if entry.kind != NOTES]
            total = sum(entry.rows for entry in entries)
            look = partial(progress, total, total, _READING)
            return dataset_from_parts(stored.dataset, _parts(connection, row, entries, progress), look)

    def list_versions(self, name: str) -> ListVersions:
        """What the dataset was before its lists were changed; nothing of one that is damaged, or not there."""
        with self._database.reading() as connection:
            return self._list_versions(connection, name)

    def damage(self, name: str) -> str:
        """What is wrong with what is stored of a dataset, as a sentence; empty where all of it is what was saved."""
        with self._database.reading() as connection:
            row = self._row(connection, name)
            try:
                entries = _read(row).parts
                for _ in proven(read_parts(connection, dataset_part, row.id, entries, _what(row)), _what(row)):
                    continue
            except AppError as error:
                return error.message
            except DBAPIError as error:
                if not is_of_damage(error.orig):
                    raise
                return damaged(_what(row)).message
        return ""

    def seals(self) -> dict[str, str]:
        """What tells the revisions of each dataset apart, by name."""
        with self._database.reading() as connection:
            return {row.name: row.sha256 for row in connection.execute(select(table.c.name, table.c.sha256))}

    def mapping(self, name: str) -> MappingDocument:
        """How the files of the dataset were read."""
        with self._database.reading() as connection:
            return _read(self._row(connection, name)).mapping

    def accounts(self, name: str) -> tuple[Account, ...]:
        """What became of every row of its files; a note is read when it is looked at."""
        with self._database.reading() as connection:
            row = self._row(connection, name)
            stored = _read(row)
            entries = [entry for entry in stored.parts if entry.kind == NOTES]
            contents = proven(read_parts(connection, dataset_part, row.id, entries, _what(row)), _what(row))
            rows = notes_from_parts(contents, _what(row))
        return with_notes(stored.info.accounts, rows)

    def remove(self, name: str) -> None:
        """Forget the dataset and overwrite its bytes; the runs over it stay."""
        with self._database.writing() as connection:
            connection.execute(delete(table).where(table.c.name == name))

    def _remembering(self, connection: Connection, dataset: Dataset) -> Dataset:
        """The dataset, which also knows what the one knows in whose place it comes, if they differ in lists alone."""
        earlier = self._list_versions(connection, dataset.name)
        digests = digests_of(dataset.lists)
        return replace(dataset, list_versions=dataset.list_versions.joined(dataset.fingerprint, digests, earlier))

    def _list_versions(self, connection: Connection, name: str) -> ListVersions:
        with suppress(AppError):
            return list_versions_in(_read(self._row(connection, name)).dataset)
        return ListVersions()

    def _row(self, connection: Connection, name: str) -> Row[Any]:
        row = connection.execute(select(table).where(table.c.name == name)).one_or_none()
        if row is None:
            raise AppError(f"There is no dataset '{name}' in {self._database.path}.")
        return row


def _parts(connection: Connection, row: Row[Any], entries: Sequence[PartEntry], progress: Progress) -> Iterator[Part]:
    done, total = 0, sum(entry.rows for entry in entries)
    for entry, content in read_parts(connection, dataset_part, row.id, entries, _what(row)):
        progress(done, total, _READING)
        yield Part(cast(Kind, entry.kind), entry.position, content, entry.rows, entry.sha256)
        done += entry.rows


def _read(row: Row[Any]) -> _StoredDataset:
    stored = read(_StoredDataset, row.document, row.sha256, _what(row))
    if _columns(stored.info) != {name: row._mapping[name] for name in _columns(stored.info)}:
        raise damaged(_what(row))
    return stored


def _what(row: Row[Any]) -> str:
    return f"The dataset '{shown(row.name)}'"


def _listed(row: Row[Any]) -> DatasetInfo:
    return DatasetInfo(
        cells.text(row.name),
        cells.number(row.customers),
        cells.number(row.events),
        cells.instant_or_none(row.first_at_us),
        cells.instant_or_none(row.last_at_us),
        cells.text(row.fingerprint),
        cells.instant(row.imported_at_us),
        cells.counts(row.pools),
    )


def _columns(info: _StoredInfo) -> dict[str, object]:
    """What the document says of itself, in the columns that lists read."""
    return {
        "name": info.name,
        "customers": info.customers,
        "events": info.events,
        "first_at_us": info.first_at,
        "last_at_us": info.last_at,
        "imported_at_us": info.imported_at,
        "fingerprint": info.fingerprint,
        "pools": json.dumps(info.pools),
    }


def _info(imported: Imported) -> _StoredInfo:
    dataset = imported.dataset
    return _StoredInfo(
        name=dataset.name,
        customers=dataset.customer_count,
        events=dataset.event_count,
        first_at=dataset.reach[0] if dataset.reach else None,
        last_at=dataset.data_end,
        fingerprint=dataset.fingerprint,
        imported_at=now_us(),
        accounts=tuple(replace(account, notes=()) for account in imported.accounts),
        pools={title: len(codes) for title, codes in dataset.pools.items()},
    )
