"""A workspace whose first page was written over: SQLite takes it for no database, though all else may be there."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from app.files.signature import HEADER_BYTES, SQLITE
from app.progress import Progress
from app.workspace.settings.identity import identity_in_bytes
from app.workspace.sqlite.database import Database, connect
from app.workspace.sqlite.schema import make_schema

_PAGE = 4096
_PAGES, _FREE = slice(28, 32), slice(32, 40)
_ALL_THERE = "SELECT count(*) FROM scenario_revision, dataset, run, setting LIMIT 0"


def has_lost_its_header(path: Path, header: bytes, progress: Progress) -> bool:
    """Whether a file that does not begin as a database holds the row that tells a workspace from every other.

    Not to be asked of what is open here. OSError where it cannot be read.
    """
    return bool(header) and not header.startswith(SQLITE) and bool(identity_in_bytes(path, progress))


def mend_header(copy: Path) -> None:
    """Give a copy the beginning that a new workspace has: the header alone, else the whole first page.

    The tables of a workspace that this version made stand where those of a new one do. What is read from them is held
    against its hashes, as always.
    """
    fresh = copy.with_name("fresh.rehearse")
    fresh.touch()
    with closing(Database(fresh)) as database, database.writing() as connection:
        make_schema(connection)
    page = bytearray(fresh.read_bytes()[:_PAGE])
    page[_PAGES] = (copy.stat().st_size // _PAGE).to_bytes(4, "big")
    page[_FREE] = bytes(8)
    for part in (page[:HEADER_BYTES], page):
        with copy.open("rb+") as file:
            file.write(part)
        if _finds_tables(copy):
            return


def _finds_tables(copy: Path) -> bool:
    with suppress(sqlite3.Error), closing(connect(copy, read_only=True)) as connection:
        connection.execute(_ALL_THERE)
        return True
    return False
