"""A workspace's own settings: JSON values by key."""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from app.workspace.sqlite.database import Database
from app.workspace.sqlite.documents import damaged, sealed, unsealed
from app.workspace.sqlite.tables import setting

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class SettingStore:
    """Values that belong to the workspace rather than to the computer it is opened on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str, otherwise: Json = None) -> Json:
        """The value of the key, or `otherwise` if it was never put."""
        with self._database.reading() as connection:
            return setting_in(connection, key, otherwise)

    def put(self, key: str, value: Json) -> None:
        """Keep the value under the key, in place of any before."""
        with self._database.writing() as connection:
            put_setting(connection, key, value)

    def change(self, key: str, change: Callable[[Json], Json], otherwise: Json = None) -> None:
        """Keep what a change makes of the value, in one step: what others put meanwhile is not lost."""
        with self._database.writing() as connection:
            put_setting(connection, key, change(setting_in(connection, key, otherwise)))


def setting_in(connection: Connection, key: str, otherwise: Json = None) -> Json:
    """The value of the key, in a transaction that is open."""
    chosen = select(setting.c.document, setting.c.sha256).where(setting.c.key == key)
    row = connection.execute(chosen).one_or_none()
    if row is None:
        return otherwise
    what = f"The setting '{key}'"
    try:
        value: Json = json.loads(unsealed(row.document, row.sha256, what))
    except (ValueError, RecursionError) as error:
        raise damaged(what) from error
    return value


def put_setting(connection: Connection, key: str, value: Json) -> None:
    """Keep the value under the key, in a transaction that is open."""
    columns = sealed(json.dumps(value, ensure_ascii=False))
    added = insert(setting).values(key=key, **columns)
    connection.execute(added.on_conflict_do_update(index_elements=[setting.c.key], set_=columns))
