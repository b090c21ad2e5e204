"""Datasets in the workspace: a document with the accounts of its files, and its columns as Parquet parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Row, delete, insert, select, update

from app.data.dataset import Dataset
from app.data.importing.accounts import Account
from app.data.importing.mapping import MappingDocument
from app.data.importing.read import Imported
from app.data.parts import Kind, Part, dataset_document, dataset_from_parts, dataset_parts
from app.errors import AppError
from app.progress import Progress, silent
from app.workspace.clock import now_us
from app.workspace.database import Database
from app.workspace.documents import StoredDocument, read, sealed
from app.workspace.parts import PartEntry, read_parts, store_parts
from app.workspace.tables import dataset as table
from app.workspace.tables import dataset_part


class DatasetInfo(StoredDocument):
    """What is known of a dataset without loading it; instants are microseconds UTC, None where there are no events."""

    name: str
    customers: int
    events: int
    first_at: int | None
    last_at: int | None
    fingerprint: str
    imported_at: int
    accounts: tuple[Account, ...]
    pools: dict[str, int] = {}
    """How many codes each voucher pool has."""


class _StoredDataset(StoredDocument):
    info: DatasetInfo
    mapping: MappingDocument
    dataset: dict[str, Any]
    parts: tuple[PartEntry, ...]


class DatasetStore:
    """The datasets of one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def names(self) -> tuple[DatasetInfo, ...]:
        """What is known of each, by name."""
        with self._database.reading() as connection:
            infos = [_read(row).info for row in connection.execute(select(table)).all()]
        return tuple(sorted(infos, key=lambda info: (info.name.casefold(), info.name)))

    def save(self, imported: Imported, progress: Progress = silent) -> None:
        """Keep the dataset, in place of any of its name; cancelled or killed, everything stays as it was."""
        dataset = imported.dataset
        total = dataset.customer_count + dataset.event_count + sum(map(len, dataset.pools.values()))
        with self._database.writing() as connection:
            connection.execute(delete(table).where(table.c.name == dataset.name))
            empty = insert(table).values(name=dataset.name, document="", sha256="")
            owner = connection.execute(empty.returning(table.c.id)).scalar_one()
            entries = []
            progress(0, total, "Storing the dataset")
            for entry in store_parts(connection, dataset_part, owner, dataset_parts(dataset)):
                entries.append(entry)
                progress(min(total, sum(stored.rows for stored in entries)), total, "Storing the dataset")
            document = _StoredDataset(
                info=_info(imported),
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
            return dataset_from_parts(stored.dataset, _parts(connection, row, stored.parts, progress))

    def seals(self) -> dict[str, str]:
        """What tells the revisions of each dataset apart, by name."""
        with self._database.reading() as connection:
            return {row.name: row.sha256 for row in connection.execute(select(table.c.name, table.c.sha256))}

    def mapping(self, name: str) -> MappingDocument:
        """How the files of the dataset were read."""
        with self._database.reading() as connection:
            return _read(self._row(connection, name)).mapping

    def remove(self, name: str) -> None:
        """Forget the dataset and overwrite its bytes; the runs over it stay."""
        with self._database.writing() as connection:
            connection.execute(delete(table).where(table.c.name == name))

    def _row(self, connection: Connection, name: str) -> Row[Any]:
        row = connection.execute(select(table).where(table.c.name == name)).one_or_none()
        if row is None:
            raise AppError(f"There is no dataset '{name}' in {self._database.path}.")
        return row


def _parts(connection: Connection, row: Row[Any], entries: Sequence[PartEntry], progress: Progress) -> Iterator[Part]:
    done, total = 0, sum(entry.rows for entry in entries)
    for entry, content in read_parts(connection, dataset_part, row.id, entries, _what(row)):
        progress(done, total, "Reading the dataset")
        yield Part(cast(Kind, entry.kind), entry.position, content, entry.rows, entry.sha256)
        done += entry.rows


def _read(row: Row[Any]) -> _StoredDataset:
    return read(_StoredDataset, row.document, row.sha256, _what(row))


def _what(row: Row[Any]) -> str:
    return f"The dataset '{row.name}'"


def _info(imported: Imported) -> DatasetInfo:
    dataset = imported.dataset
    return DatasetInfo(
        name=dataset.name,
        customers=dataset.customer_count,
        events=dataset.event_count,
        first_at=int(dataset.at.min()) if dataset.event_count else None,
        last_at=dataset.data_end,
        fingerprint=dataset.fingerprint,
        imported_at=now_us(),
        accounts=imported.accounts,
        pools=dict(dataset.schema().pools),
    )
