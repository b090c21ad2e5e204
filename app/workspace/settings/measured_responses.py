"""What was measured of how people react: the values, and how sure they are; whatever else is said is a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.workspace.settings.settings import SettingStore
from app.workspace.sqlite.documents import damaged

_KEY = "responses_measured"


@dataclass(frozen=True, slots=True)
class Measured:
    """A value as documents have it, and what it rests on, in words."""

    value: Any
    words: str


Evidence = Mapping[str, Mapping[str, Measured]]
"""By channel and by the key of its response."""

_EVIDENCE: TypeAdapter[dict[str, dict[str, Measured]]] = TypeAdapter(dict[str, dict[str, Measured]])


class MeasuredStore:
    """The evidence of one workspace; a new one has none."""

    def __init__(self, settings: SettingStore) -> None:
        self._settings = settings

    def get(self) -> Evidence:
        """All of it."""
        try:
            return _EVIDENCE.validate_python(self._settings.get(_KEY, {}))
        except ValidationError as error:
            raise damaged("What was measured of how people react") from error

    def put(self, evidence: Evidence) -> None:
        """Keep this in place of all that was there."""
        self._settings.put(_KEY, _EVIDENCE.dump_python({key: dict(each) for key, each in evidence.items()}))
