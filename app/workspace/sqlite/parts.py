"""Parts of a table in BLOBs: stored in order, listed in the owner's document, proven before they are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Protocol

from pydantic import AfterValidator, Field
from sqlalchemy import Connection, Table, insert, select

from app.workspace.sqlite.documents import StoredDocument, damaged, sha256_of

_Whole = Annotated[int, Field(ge=0, lt=1 << 63)]  # as SQLite holds it


class AnyPart(Protocol):
    """A piece of a table as a file in memory; `index` counts the pieces of one kind from 0."""

    @property
    def kind(self) -> str: ...
    @property
    def index(self) -> int: ...
    @property
    def content(self) -> bytes: ...
    @property
    def rows(self) -> int: ...
    @property
    def sha256(self) -> str: ...


class PartEntry(StoredDocument):
    """A part as its owner's document lists it, so that none can be lost, swapped or added unseen."""

    kind: str
    position: _Whole
    rows: _Whole
    sha256: str


def _each_once(entries: tuple[PartEntry, ...]) -> tuple[PartEntry, ...]:
    if len({(entry.kind, entry.position) for entry in entries}) < len(entries):
        raise ValueError("a part is listed twice")  # and would be read as often as somebody wrote it there
    return entries


PartEntries = Annotated[tuple[PartEntry, ...], AfterValidator(_each_once)]
"""The parts of an owner, each once."""


def store_parts(connection: Connection, table: Table, owner: int, parts: Iterable[AnyPart]) -> Iterator[PartEntry]:
    """Write each part as it is asked for."""
    owner_column = table.columns[0].name
    for part in parts:
        entry = PartEntry(kind=part.kind, position=part.index, rows=part.rows, sha256=part.sha256)
        columns = {owner_column: owner, "content": part.content, **entry.model_dump()}
        connection.execute(insert(table).values(columns))
        yield entry


def read_parts(
    connection: Connection, table: Table, owner: int, entries: Sequence[PartEntry], what: str
) -> Iterator[tuple[PartEntry, bytes]]:
    """The parts in the order of the entries, not yet proven; AppError that names `what` they are of if one is gone."""
    whose = table.columns[0] == owner
    for entry in entries:
        here = (table.c.kind == entry.kind) & (table.c.position == entry.position)
        content = connection.execute(select(table.c.content).where(whose & here)).scalar_one_or_none()
        if not isinstance(content, bytes):
            raise damaged(what)
        yield entry, content


def proven(parts: Iterable[tuple[PartEntry, bytes]], what: str) -> Iterator[bytes]:
    """Their contents; AppError if one is not what was saved."""
    for entry, content in parts:
        if sha256_of(content) != entry.sha256:
            raise damaged(what)
        yield content
