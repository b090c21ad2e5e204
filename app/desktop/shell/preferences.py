"""What the window remembers between sessions: a small JSON file in the user's state folder."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from app.errors import AppError
from app.files.reading import read_document
from app.files.writing import write_whole

FILE_NAME = "window.json"


class Preferences:
    """Values by name, written through at once; a missing or damaged file means the defaults."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or user_state_path("rehearse", appauthor=False) / FILE_NAME
        self._values = self._read()

    def get(self, name: str, default: Any = None) -> Any:
        """The remembered value."""
        return self._values.get(name, default)

    def put(self, name: str, value: Any) -> None:
        """Remember a JSON value; a state folder that cannot be written costs the memory, never the session."""
        if self._values.get(name) == value:
            return
        self._values[name] = value
        with suppress(OSError, AppError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, json.dumps(self._values, indent=1), is_flushed=False)

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(read_document(self._path))
        except (AppError, ValueError, RecursionError):
            return {}
        return values if isinstance(values, dict) else {}
