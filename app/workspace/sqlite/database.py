"""Connections to a workspace file: how each is set up, and transactions that end in words when SQLite complains."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from app.errors import AppError
from app.files.writing import keep_names
from app.workspace.sqlite.bounded import MOST_HEAP, BoundedConnection
from app.workspace.sqlite.complaints import complaint

WAIT_FOR_LOCK_S = 10.0
_STEPS_BETWEEN_LOOKS = 100_000
_MOST_LOOKS = 25
_NAMES_ANOTHER = bytes.fromhex("d9d505f920a163d7")  # ends a journal that belongs to several files
LONGEST_VALUE = 256 * 1024 * 1024
_ALWAYS = ("trusted_schema = OFF", "cell_size_check = ON", "temp_store = MEMORY", f"hard_heap_limit = {MOST_HEAP}")
_READING = ("query_only = ON",)
# EXTRA rather than FULL: it also flushes the folder from which a commit has removed the journal; with FULL a power cut
# can bring that journal back, which takes the commit away
_WRITING = ("journal_mode = DELETE", "synchronous = EXTRA", "secure_delete = ON")


def connect(path: Path, *, read_only: bool, keeps_references: bool = True, has_log: bool = False) -> sqlite3.Connection:
    """A connection with every guard on, in autocommit; never makes a file that is not there.

    `keeps_references` is off only while tables are made anew. AppError where the journal beside the file is not ours,
    or a write-ahead log lies there; a copy may have one (`has_log`) that another program made.
    """
    _refuse_foreign_journal(path)
    if not has_log:
        _refuse_log(path)
    posix = path.absolute().as_posix()
    uri = f"file://{quote(posix if posix.startswith('/') else f'/{posix}')}?mode={'ro' if read_only else 'rw'}"
    connection = sqlite3.connect(
        uri,
        uri=True,
        isolation_level=None,
        timeout=WAIT_FOR_LOCK_S,
        check_same_thread=False,
        factory=BoundedConnection,
    )
    connection.text_factory = _text  # a text that is not one must not keep the rows beside it from being read
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    try:
        references = f"foreign_keys = {'ON' if keeps_references else 'OFF'}"
        for pragma in (*_ALWAYS, references, *(_READING if read_only else _WRITING)):
            connection.execute(f"PRAGMA {pragma}")
    except UnicodeDecodeError as error:  # of the sentence by which SQLite complains of a damaged schema
        connection.close()
        damage = sqlite3.DatabaseError("the schema is damaged")
        damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damage from error
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _refuse_foreign_journal(path: Path) -> None:
    """A journal that names a second one is not ours: SQLite would delete the file of that name, whichever it is.

    Nor is a pipe, a link or a folder: SQLite would wait for it.
    """
    journal = path.with_name(f"{path.name}-journal")
    try:
        is_ordinary = stat.S_ISREG(journal.lstat().st_mode)
    except FileNotFoundError:  # also where whoever writes has just ended
        return
    if not is_ordinary or names_another(journal):
        raise AppError(
            f"Beside {path} lies {journal.name}, which Rehearse did not write, so neither is opened. "
            "Nothing was changed; ask whoever gave them to you."
        )


def _refuse_log(path: Path) -> None:
    """A write-ahead log is never ours: SQLite would read its pages as the workspace's, and delete it in the end."""
    log = path.with_name(f"{path.name}-wal")
    if os.path.lexists(log):
        raise AppError(
            f"Beside {path} lies {log.name}, which Rehearse did not write: with it the workspace would be read "
            "otherwise than it was saved. Neither was opened and nothing was changed; move it away to open the "
            "workspace as it was saved."
        )


def names_another(journal: Path) -> bool:
    """Whether a journal says that it belongs to several files."""
    try:
        if not stat.S_ISREG(journal.lstat().st_mode):
            return False
        with journal.open("rb") as file:
            file.seek(-len(_NAMES_ANOTHER), os.SEEK_END)
            return file.read() == _NAMES_ANOTHER
    except OSError:
        return False


def _text(stored: bytes) -> str:
    return stored.decode(errors="replace")


def drop_journal(path: Path) -> None:
    """Remove what a killed save left beside a file that is to be replaced: SQLite would mend the new one by it."""
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        journal.unlink()
        keep_names(path.parent)


class Database:
    """A workspace file to read from and, unless it is read-only, to write to; a connection for each transaction."""

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        notice: str = "",
        keeps_references: bool = True,
        called: Path | None = None,
    ) -> None:
        self.file = path
        self.path = called or path  # the name that it is going to have, or that it has for the user
        self.read_only = read_only
        self.notice = notice  # why it is read-only though nobody asked for that
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: _bounded(connect(path, read_only=read_only, keeps_references=keeps_references)),
            poolclass=NullPool,
            hide_parameters=True,  # no message and no log shall show anybody's data
        )
        event.listen(self._engine, "begin", _begin)
        self._is_open = True
        self._check: Callable[[Connection], None] | None = None

    def hold_to(self, check: Callable[[Connection], None]) -> None:
        """Have every transaction from now on looked at before anything is done in it."""
        self._check = check

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the file."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All that is written inside is kept together, or none of it."""
        if self.read_only:
            reason = self.notice or f"{self.path.name} was opened for reading only; open it for writing to change it."
            raise AppError(f"Nothing was changed. {reason}")
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def close(self) -> None:
        """Refuse all further transactions."""
        self._is_open = False
        self._engine.dispose()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        if not self._is_open:
            raise AppError(f"{self.path} has been closed. Open it again to go on.")
        try:
            with self._engine.execution_options(begin=begin).begin() as connection:
                if self._check is not None:
                    self._check(connection)
                yield connection
        except DBAPIError as error:
            words = complaint(self.path, error.orig)
            if words is None:
                raise
            raise AppError(words) from error


def _bounded(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, which gives up after far more steps than any work on a workspace takes.

    A few pages that name one another hundreds of times can make a table of billions of rows.
    """
    looks = count()
    connection.set_progress_handler(lambda: next(looks) > _MOST_LOOKS, _STEPS_BETWEEN_LOOKS)
    return connection


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(str(connection.get_execution_options()["begin"]))
