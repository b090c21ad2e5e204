"""Is what lies at a workspace's place still the workspace that was opened there? Asked in every transaction."""

from __future__ import annotations

import json
import os
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import cast

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from app.errors import AppError
from app.workspace.sqlite.schema import known_shape, shape_of
from app.workspace.sqlite.tables import setting

_IDENTITY = select(setting.c.document).where(setting.c.key == "identity")


class SameFile:
    """Refuses another file that somebody put in the place of an open workspace.

    The workspace itself may be moved away and back, or copied over itself by a program that keeps folders alike: then
    its tables are looked at again, as on opening.
    """

    def __init__(self, path: Path, identity: str) -> None:
        self._path = path
        self._document = json.dumps(identity)
        self._file = _file_at(path)

    def check(self, connection: Connection) -> None:
        """AppError if the transaction that has just begun is one on another workspace."""
        try:
            is_same = connection.execute(_IDENTITY).scalar_one_or_none() == self._document
        except DBAPIError as error:
            if getattr(error.orig, "sqlite_errorname", "") != "SQLITE_ERROR":  # there is no such table
                raise
            is_same = False
        if is_same and _file_at(self._path) != self._file:
            is_same = shape_of(cast(SqliteConnection, connection.connection.driver_connection)) == known_shape()
        if not is_same:
            raise AppError(another_words(self._path))


def another_words(path: Path) -> str:
    """What is said of another file in a workspace's place."""
    return (
        f"Another file was put in the place of {path} while it was open. Nothing was changed. Open it again to work in "
        "what is there now; Save scenario as file… in the menu File keeps what you have not saved."
    )


def _file_at(path: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino
