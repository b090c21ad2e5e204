"""Workspaces that somebody crafted: their schema, their pages, and what lies beside them.

Each maker spoils a sound workspace in place. What it must not reach is a file called `precious` in the folder above.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

Maker = Callable[[Path], object]
PRECIOUS = "precious"
_LEVELS = 4
_HOT = bytes.fromhex("d9d505f920a163d7")


def _sql(*statements: str) -> Maker:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)

    return make


def _schema(plain: str, changed: str, table: str = "run") -> Maker:
    """A definition is another one, past all that SQLite would check."""
    return _sql(
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_schema SET sql = replace(sql, '{plain}', '{changed}') WHERE name = '{table}'",
    )


def _bytes(*changes: tuple[int, bytes]) -> Maker:
    def make(path: Path) -> None:
        with path.open("rb+") as file:
            for at, content in changes:
                file.seek(at)
                file.write(content)

    return make


def _page_size(size: int) -> Maker:
    return _sql(f"PRAGMA page_size = {size}", "VACUUM")


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _sparse(path: Path) -> None:
    os.truncate(path, 10 << 30)


def _zeroed(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100] + bytes(path.stat().st_size - 100))


def _root_in_a_circle(path: Path) -> None:
    _sql("PRAGMA writable_schema = ON", "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'run'")(path)


def _same_root(path: Path) -> None:
    _sql(
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'dataset') "
        "WHERE name = 'scenario_revision'",
    )(path)


def _overflow_in_a_circle(path: Path) -> None:
    """Every overflow page says that it follows itself."""
    _sql("INSERT INTO setting (key, document, sha256) VALUES ('long', hex(zeroblob(40000)), '0')")(path)
    content = bytearray(path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    for at in range(size, len(content), size):
        if content[at] == 0:
            content[at : at + 4] = (at // size + 1).to_bytes(4, "big")
    path.write_bytes(content)


def _cells_anywhere(path: Path) -> None:
    content = bytearray(path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    for at in range(size, len(content), size):
        if content[at] == 13:  # a leaf of a table
            content[at + 8 : at + 10] = b"\xff\xff"
    path.write_bytes(content)


def _two_parents(path: Path) -> None:
    """The tree of one table goes on in the pages of another."""
    with closing(sqlite3.connect(path)) as connection:
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'"))
    content = bytearray(path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    shared = roots["scenario_revision"]
    at = (roots["run"] - 1) * size
    content[at : at + size] = _branch(size, shared, 3)
    path.write_bytes(content)


def _shared_children(table: str) -> Maker:
    """Each of a few pages names the one below it hundreds of times: all rows of the table are billions."""

    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
            ((root,),) = connection.execute(query, (table,))
        content = bytearray(path.read_bytes())
        size = int.from_bytes(content[16:18], "big")
        count = len(content) // size
        at = (root - 1) * size
        content += content[at : at + size]
        for level in range(_LEVELS):
            content += _branch(size, count + 1 + level, size // 7 - 2)
        content[at : at + size] = _branch(size, count + 1 + _LEVELS, size // 7 - 2)
        content[28:32] = (len(content) // size).to_bytes(4, "big")
        path.write_bytes(content)

    return make


def _shared_children_and_a_free_page(path: Path) -> None:
    """What is written anew because a page is free would be billions of rows."""
    _sql("CREATE TABLE more (x)", "INSERT INTO more VALUES (zeroblob(20000))", "DROP TABLE more")(path)
    _shared_children("setting")(path)


def _hollow(path: Path) -> None:
    """The file says that it has as many pages as its ten gigabytes of nothing make."""
    _sparse(path)
    with path.open("rb+") as file:
        file.seek(92)
        file.write(b"\xff\xff\xff\xff")  # another count of changes than the header's: the number there does not hold


def _branch(size: int, child: int, times: int) -> bytes:
    """An inner page of a table's tree that names one child again and again."""
    cell = child.to_bytes(4, "big") + b"\x01"
    begin = size - len(cell) * times
    places = b"".join((begin + len(cell) * at).to_bytes(2, "big") for at in range(times))
    head = b"\x05\0\0" + times.to_bytes(2, "big") + begin.to_bytes(2, "big") + b"\0" + child.to_bytes(4, "big")
    return (head + places).ljust(begin, b"\0") + cell * times


def _many_tables(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        columns = ", ".join(f"c{number}" for number in range(200))
        for number in range(1_500):
            connection.execute(f"CREATE TABLE t{number} ({columns})")
        connection.execute("COMMIT")


def _endless_view(path: Path) -> None:
    """The table of runs is a view that never ends."""
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    with closing(sqlite3.connect(path)) as connection:
        names = [name for _, name, *_ in connection.execute("PRAGMA table_info(run)")]
    columns = ", ".join(f"x AS {name}" for name in names)
    _sql("DROP TABLE run_part", "DROP TABLE run", f"CREATE VIEW run AS {endless} SELECT {columns} FROM n")(path)


def _beside(end: str, make: Maker) -> Maker:
    return lambda path: make(path.with_name(f"{path.name}{end}"))


def _link(place: Path) -> None:
    place.symlink_to(place.parent.parent / PRECIOUS)


def _fifo(place: Path) -> None:
    os.mkfifo(place)


def _folder(place: Path) -> None:
    place.mkdir()


def _text(content: bytes) -> Maker:
    return lambda place: place.write_bytes(content)


def _huge(place: Path) -> None:
    place.touch()
    os.truncate(place, 20 << 30)


def _journal_of(path: Path) -> bytes:
    """What lies beside a workspace of which a process is writing all pages."""
    other = path.with_name("other.rehearse")
    other.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(other, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE dataset_part SET content = zeroblob(length(content))")
        connection.execute("UPDATE scenario_revision SET document = upper(document)")
        journal = other.with_name(f"{other.name}-journal").read_bytes()
        connection.execute("ROLLBACK")
    other.unlink()
    return journal


def _foreign_journal(path: Path) -> None:
    """A hot journal that would write the pages of another workspace into this one."""
    journal = _journal_of(path)
    path.with_name(f"{path.name}-journal").write_bytes(journal)


def _journal_that_names(path: Path) -> None:
    """A hot journal that names a file which SQLite would delete."""
    name = os.fsencode(path.parent.parent / PRECIOUS)
    ending = name + len(name).to_bytes(4, "big") + sum(name).to_bytes(4, "big") + _HOT
    page = (0).to_bytes(4, "big")
    path.with_name(f"{path.name}-journal").write_bytes(_journal_of(path) + page + ending)


def _half_a_journal(path: Path) -> None:
    journal = _journal_of(path)
    path.with_name(f"{path.name}-journal").write_bytes(journal[: len(journal) // 2] + os.urandom(4_000))


SCHEMAS: dict[str, Maker] = {
    "a view": _sql("CREATE VIEW more AS SELECT 1"),
    "a table that is an endless view": _endless_view,
    "a trigger": _sql("CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM dataset; END"),
    "a full-text table": _sql("CREATE VIRTUAL TABLE more USING fts5(x)"),
    "a table of rectangles": _sql("CREATE VIRTUAL TABLE more USING rtree(a, b, c)"),
    "a virtual table of no module": _schema("CREATE TABLE", "CREATE VIRTUAL TABLE"),
    "a generated column": _sql("ALTER TABLE run ADD COLUMN more GENERATED ALWAYS AS (zeroblob(100000000))"),
    "an index on an expression": _sql("CREATE INDEX more ON run (length(document))"),
    "another table": _sql("CREATE TABLE more (x)"),
    "a table less": _sql("DROP TABLE run_part"),
    "another column": _sql("ALTER TABLE setting ADD COLUMN more TEXT"),
    "a column of another name": _sql("ALTER TABLE run RENAME COLUMN sha256 TO hash"),
    "a check": _schema("visits INTEGER NOT NULL", "visits INTEGER NOT NULL CHECK (load_extension(1))"),
    "another collation": _schema("scenario_id TEXT", "scenario_id TEXT COLLATE NOCASE"),
    "a default": _schema("seed TEXT NOT NULL", "seed TEXT NOT NULL DEFAULT (readfile(1))"),
    "another rule for references": _schema("ON DELETE CASCADE", "ON DELETE SET NULL", "run_part"),
    "a schema that is no text": _sql(
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = CAST(x'435245415445205441424c4520b3' AS TEXT) WHERE name = 'run'",
    ),
    "a schema that is no SQL": _sql("PRAGMA writable_schema = ON", "UPDATE sqlite_schema SET sql = '((('"),
    "a statistic": _sql("ANALYZE"),
    "thousands of tables": _many_tables,
    "another mark": _sql("PRAGMA application_id = 1"),
    "another user version": _sql("PRAGMA user_version = 2147483647"),
    "a version to come": _sql("UPDATE alembic_version SET version_num = '0999'"),
    "a version that never was": _sql("UPDATE alembic_version SET version_num = 'x; DROP TABLE run'"),
    "no version": _sql("DELETE FROM alembic_version"),
    "numbers of runs that end": _sql("UPDATE sqlite_sequence SET seq = 9223372036854775807"),
}
"""Other objects than a workspace has."""

PAGES: dict[str, Maker] = {
    "pages of 512 bytes": _page_size(512),
    "pages of 65536 bytes": _page_size(65536),
    "pages that say another size": _bytes((16, b"\x02\x00")),
    "pages of size 1 in the header": _bytes((16, b"\x00\x03")),
    "pages with reserved ends": _bytes((20, b"\xe0")),
    "a form of schema to come": _bytes((44, b"\x00\x00\x00\x63")),
    "texts in UTF-16": _bytes((56, b"\x00\x00\x00\x02")),
    "a write-ahead log": _sql("PRAGMA journal_mode = WAL", "PRAGMA user_version = 1"),
    "a number of pages beyond the file": _bytes((28, b"\x7f\xff\xff\xff")),
    "free pages in a circle": _bytes((32, b"\x00\x00\x00\x02\x00\x00\x00\x09")),
    "a vacuum by itself": _sql("PRAGMA auto_vacuum = FULL", "VACUUM"),
    "half a file": _cut,
    "nothing behind the header": _zeroed,
    "ten gigabytes of nothing at the end": _sparse,
    "a table whose root is the schema": _root_in_a_circle,
    "two tables with one root": _same_root,
    "overflow pages in circles": _overflow_in_a_circle,
    "cells that are anywhere": _cells_anywhere,
    "a page with two parents": _two_parents,
    "datasets by shared children": _shared_children("dataset"),
    "scenarios by shared children": _shared_children("scenario_revision"),
    "runs by shared children": _shared_children("run"),
    "parts by shared children": _shared_children("dataset_part"),
    "settings by shared children": _shared_children("setting"),
    "settings by shared children beside a free page": _shared_children_and_a_free_page,
    "pages of ten gigabytes of nothing": _hollow,
}
"""Files whose pages are not what SQLite wrote."""

COMPANIONS: dict[str, Maker] = {
    "a journal that is a link": _beside("-journal", _link),
    "a journal that is a pipe": _beside("-journal", _fifo),
    "a journal that is a folder": _beside("-journal", _folder),
    "a journal that is huge": _beside("-journal", _huge),
    "a journal of nonsense": _beside("-journal", _text(_HOT + bytes(range(256)) * 40)),
    "a journal of another workspace": _foreign_journal,
    "a journal that names a file": _journal_that_names,
    "half a journal": _half_a_journal,
    "a lock that is a link": _beside("-lock", _link),
    "a lock that is a pipe": _beside("-lock", _fifo),
    "a lock that is a folder": _beside("-lock", _folder),
    "a lock that is huge": _beside("-lock", _huge),
    "a lock of nonsense": _beside("-lock", _text(b'{"pid": -1, "host": ' + b"[" * 3_000)),
    "a write-ahead log beside it": _beside("-wal", _text(b"\x37\x7f\x06\x82" + bytes(10_000))),
    "a journal of a new file that is a link": lambda path: _link(path.with_name(f".rehearse-{'a' * 16}.new-journal")),
}
"""What may lie beside a workspace."""
