"""A workspace's own settings: JSON values by key."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from app.workspace.database import Database
from app.workspace.documents import damaged, sealed, unsealed
from app.workspace.tables import setting

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class SettingStore:
    """Values that belong to the workspace rather than to the computer it is opened on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str, otherwise: Json = None) -> Json:
        """The value of the key, or `otherwise` if it was never put."""
        chosen = select(setting.c.document, setting.c.sha256).where(setting.c.key == key)
        with self._database.reading() as connection:
            row = connection.execute(chosen).one_or_none()
        if row is None:
            return otherwise
        what = f"The setting '{key}'"
        try:
            value: Json = json.loads(unsealed(row.document, row.sha256, what))
        except (ValueError, RecursionError) as error:
            raise damaged(what) from error
        return value

    def put(self, key: str, value: Json) -> None:
        """Keep the value under the key, in place of any before."""
        columns = sealed(json.dumps(value, ensure_ascii=False))
        added = insert(setting).values(key=key, **columns)
        with self._database.writing() as connection:
            connection.execute(added.on_conflict_do_update(index_elements=[setting.c.key], set_=columns))
