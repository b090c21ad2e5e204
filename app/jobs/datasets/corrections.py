"""What the user corrected in files, by their header: a small JSON file in their state folder.

The window fills it; both the window and the command line use it, say so, and can forget it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from platformdirs import user_state_path
from pydantic import ValidationError

from app.data.importing.file_plan import FilePlan
from app.data.importing.mapping import FileMapping
from app.data.importing.remembered import Remembered, header_key, header_of, remembered_of
from app.errors import AppError
from app.files.reading import read_document
from app.files.writing import write_whole

FILE_NAME = "corrections.json"
_MOST_HEADERS = 200


class Corrections:
    """The mappings by header; a missing or damaged file means that there are none."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or user_state_path("rehearse", appauthor=False) / FILE_NAME

    def remembered(self) -> Remembered:
        """All that is known now."""
        known = {}
        for key, said in self._read().items():
            with suppress(ValidationError):  # written by a version that knew other roles
                known[key] = FileMapping.model_validate({**said, "file": "*"})
        return Remembered(known)

    def keep(self, files: Sequence[FilePlan]) -> None:
        """Remember what was said of files that were imported; the latest of one header counts."""
        values = self._read()
        before = dict(values)
        for file in files:
            key, said = header_key(header_of(file)), remembered_of(file)
            if key is not None and said:
                values.pop(key, None)
                values[key] = said
        self._write(before, dict(list(values.items())[-_MOST_HEADERS:]))

    def forget(self, files: Sequence[FilePlan]) -> None:
        """Know nothing of files with these headers any more."""
        values = self._read()
        gone = {header_key(header_of(file)) for file in files}
        self._write(values, {key: said for key, said in values.items() if key not in gone})

    def _write(self, before: dict[str, Any], values: dict[str, Any]) -> None:
        """Keep these; a state folder that cannot be written costs the memory, never the import."""
        if values == before:
            return
        with suppress(OSError, AppError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, json.dumps(values, indent=1), is_flushed=False)

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(read_document(self._path))
        except (AppError, ValueError, RecursionError):
            return {}
        return {key: said for key, said in values.items() if isinstance(said, dict)} if isinstance(values, dict) else {}
