"""Segments of a workspace: conditions under a name. How many customers each holds is asked of a dataset, not stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.errors import AppError
from app.nodes.conditions import Condition
from app.workspace.documents import damaged
from app.workspace.settings import Json, SettingStore

Stored = dict[str, Json]
_KEY = "segments"
_READER: TypeAdapter[Any] = TypeAdapter(Condition)
_LONGEST_NAME = 200


class SegmentStore:
    """The segments by name, in the order in which they were made."""

    def __init__(self, settings: SettingStore) -> None:
        self._settings = settings

    def all(self) -> dict[str, Condition]:
        """Every segment; AppError where what is stored is no condition."""
        return {name: _read(name, document) for name, document in _checked(self._settings.get(_KEY, {})).items()}

    def put(self, name: str, condition: Condition) -> None:
        """Keep a condition under a name, in place of any before."""
        wanted = name.strip()
        if not wanted or len(wanted) > _LONGEST_NAME:
            raise AppError(f"A segment needs a name of 1 to {_LONGEST_NAME} letters. Nothing was changed.")
        document = _READER.dump_python(condition, mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
        self._change(lambda stored: {**stored, wanted: document})

    def rename(self, old: str, new: str) -> None:
        """Call a segment something else, in its place; AppError if there is none, or one of the new name."""

        def renamed(stored: Stored) -> Stored:
            wanted = new.strip()
            if old not in stored or wanted in stored or not 0 < len(wanted) <= _LONGEST_NAME:
                raise AppError(f"The segment {old!a} cannot be called {new!a}. Nothing was changed.")
            return {wanted if title == old else title: each for title, each in stored.items()}

        self._change(renamed)

    def remove(self, name: str) -> None:
        """Forget the segment; AppError if there is none of that name."""

        def without(stored: Stored) -> Stored:
            if name not in stored:
                raise AppError(f"There is no segment {name!a} in this workspace. Nothing was changed.")
            return {title: document for title, document in stored.items() if title != name}

        self._change(without)

    def _change(self, change: Callable[[Stored], Stored]) -> None:
        self._settings.change(_KEY, lambda stored: change(_checked(stored)), {})


def _checked(stored: Json) -> Stored:
    if not isinstance(stored, dict):
        raise damaged("The list of segments")
    return stored


def _read(name: str, document: Any) -> Condition:
    try:
        condition: Condition = _READER.validate_json(json.dumps(document))
    except (ValidationError, RecursionError) as error:
        raise damaged(f"The segment {name!a}") from error
    return condition
