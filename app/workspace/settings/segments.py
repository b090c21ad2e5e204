"""Segments of a workspace: conditions under a name. How many customers each holds is asked of a dataset, not stored."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from app.nodes.conditions import Condition
from app.workspace.settings.named_documents import NamedDocuments
from app.workspace.settings.settings import Json, SettingStore

_READER: TypeAdapter[Any] = TypeAdapter(Condition)


class SegmentStore(NamedDocuments[Condition]):
    """The segments by name, in the order in which they were made."""

    def __init__(self, settings: SettingStore) -> None:
        super().__init__(settings, "segments", "segment", _READER, _document)


def _document(condition: Condition) -> Json:
    document: Json = _READER.dump_python(condition, mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
    return document
