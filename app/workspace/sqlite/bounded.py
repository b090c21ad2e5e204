"""A connection to a file from anybody: no statement on it gives more, or takes more memory, than the file can hold.

A few pages that name one another hundreds of times make a table of billions of rows. Each cell lies in the file once,
so the cells that one statement gives are together no longer than the file.
"""

from __future__ import annotations

import sqlite3
from typing import Any

MOST_HEAP = 768 << 20
"""What SQLite itself may take, in all connections: thrice the largest value that a workspace may hold."""
_ALWAYS_HELD = 1 << 16  # what a file of no pages may be told to hold: names of columns, and figures that are counted
_OF_A_CELL = 1  # the least that a cell takes: its mark in the row's header


class BoundedConnection(sqlite3.Connection):
    """Ends a statement as damage where it gives more than its file can hold."""

    def cursor(self, *arguments: Any, **named: Any) -> Any:
        """A cursor that counts what it gives."""
        cursor = super().cursor(*arguments, **named)
        cursor.row_factory = _Count(self)
        return cursor

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """A statement on a cursor of its own, which counts too."""
        cursor: sqlite3.Cursor = self.cursor().execute(*arguments)
        return cursor

    def most(self) -> int:
        """How many bytes the file holds just now, with what was not kept yet."""
        ((pages,),) = self.execute("PRAGMA page_count")
        ((size,),) = self.execute("PRAGMA page_size")
        return int(pages) * int(size) + _ALWAYS_HELD


class _Count:
    """What one cursor has given so far."""

    def __init__(self, connection: BoundedConnection) -> None:
        self._connection = connection
        self._left = _ALWAYS_HELD
        self._allowed = _ALWAYS_HELD

    def __call__(self, _cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> tuple[Any, ...]:
        self._left -= sum(len(cell) if isinstance(cell, (str, bytes)) else _OF_A_CELL for cell in row)
        if self._left < 0:
            self._look_again()
        return row

    def _look_again(self) -> None:
        """The file may hold more than was known; if not, its pages are given again and again."""
        most = self._connection.most()
        self._left += most - self._allowed
        self._allowed = most
        if self._left < 0:
            error = sqlite3.DatabaseError("a table gives more than the file holds")
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error
