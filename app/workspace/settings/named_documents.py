"""Documents that a workspace keeps under names of the user's, all of one kind in one of its settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from app.errors import AppError
from app.workspace.settings.settings import Json, SettingStore
from app.workspace.sqlite.documents import damaged

Stored = dict[str, Json]
Kept = TypeVar("Kept")
_LONGEST_NAME = 200


class NamedDocuments(Generic[Kept]):
    """The documents by name, in the order in which they were first put; `kind` is what people call one of them."""

    def __init__(
        self, settings: SettingStore, key: str, kind: str, reader: TypeAdapter[Kept], write: Callable[[Kept], Json]
    ) -> None:
        self._settings, self._key, self._kind = settings, key, kind
        self._reader, self._write = reader, write

    def all(self) -> dict[str, Kept]:
        """Every one of them; AppError where what is stored is none."""
        stored = self._checked(self._settings.get(self._key, {}))
        return {name: self._read(name, document) for name, document in stored.items()}

    def put(self, name: str, kept: Kept) -> None:
        """Keep one under a name, in place of any before."""
        wanted = name.strip()
        if not wanted or len(wanted) > _LONGEST_NAME:
            raise AppError(f"A {self._kind} needs a name of 1 to {_LONGEST_NAME} letters. Nothing was changed.")
        document = self._write(kept)
        self._change(lambda stored: {**stored, wanted: document})

    def rename(self, old: str, new: str) -> None:
        """Call one something else, in its place; AppError if there is none, or one of the new name."""

        def renamed(stored: Stored) -> Stored:
            wanted = new.strip()
            if old not in stored or wanted in stored or not 0 < len(wanted) <= _LONGEST_NAME:
                raise AppError(f"The {self._kind} {old!a} cannot be called {new!a}. Nothing was changed.")
            return {wanted if title == old else title: each for title, each in stored.items()}

        self._change(renamed)

    def remove(self, name: str) -> None:
        """Forget one; AppError if there is none of that name."""

        def without(stored: Stored) -> Stored:
            if name not in stored:
                raise AppError(f"There is no {self._kind} {name!a} in this workspace. Nothing was changed.")
            return {title: document for title, document in stored.items() if title != name}

        self._change(without)

    def _change(self, change: Callable[[Stored], Stored]) -> None:
        self._settings.change(self._key, lambda stored: change(self._checked(stored)), {})

    def _checked(self, stored: Json) -> Stored:
        if not isinstance(stored, dict):
            raise damaged(f"The list of {self._kind}s")
        return stored

    def _read(self, name: str, document: Json) -> Kept:
        try:
            return self._reader.validate_json(json.dumps(document))
        except (ValidationError, RecursionError) as error:
            raise damaged(f"The {self._kind} {name!a}") from error
