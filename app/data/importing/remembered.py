"""What the user said of a file, used again for the next one with the same header."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.data.files.source_table import SourceTable
from app.data.importing.file_plan import FilePlan
from app.data.importing.mapping import FileMapping, MappingDocument
from app.data.importing.recognition.columns.first_rows import is_unnamed
from app.data.importing.recognition.looking import look
from app.errors import AppError

MOST_NAMES = 500
"""So many names of events are kept beside what they were taken for."""
_OF_ONE_FILE = {"file", "header", "encoding", "sheet", "into"}
_WHY = "As you said of a file with this header before."


@dataclass(frozen=True, slots=True)
class Remembered:
    """By header, what was said of the columns of files that had it."""

    said: Mapping[str, FileMapping] = field(default_factory=dict)

    def of(self, columns: Sequence[str]) -> FileMapping | None:
        """What was said of files with these columns."""
        key = header_key(columns)
        return self.said.get(key) if key is not None else None


NOTHING_REMEMBERED = Remembered()


def header_key(columns: Sequence[str]) -> str | None:
    """By what a header is known again: the set of its names; None for a file without a header.

    A hash, so that what is kept beside the user's settings does not grow with very wide files.
    """
    if not columns or is_unnamed(columns):
        return None
    return hashlib.sha256("\n".join(sorted(columns)).encode()).hexdigest()


def header_of(file: FilePlan) -> tuple[str, ...]:
    """The names of a file's columns."""
    return tuple(column.name for column in file.columns)


def of_header(document: MappingDocument, path: Path, source: SourceTable | None, given: FileMapping) -> FileMapping:
    """What is said of a file, of several of its name what is said of its header."""
    header = header_key(source.table.column_names) if source is not None and given.header is not None else None
    return given if header is None else document.of_file(path, header)


def worth_remembering(given: FileMapping) -> dict[str, Any]:
    """What was said of a file that holds for others with its header too, as JSON values; empty if nothing was."""
    return given.model_dump(mode="json", by_alias=True, exclude=_OF_ONE_FILE, exclude_defaults=True)


def remembered_of(file: FilePlan) -> dict[str, Any]:
    """The same with the names of the events that their roles were said of."""
    said = worth_remembering(file.given)
    return {**said, "event_names": list(file.event_names[:MOST_NAMES])} if "event_roles" in said else said


def as_guessed(given: FileMapping) -> dict[str, Any]:
    """The changes after which nothing is said of a file any more but what holds for it alone."""
    bare = FileMapping(file=given.file, encoding=given.encoding, sheet=given.sheet, into=given.into)
    return bare.model_dump()


def look_again(
    path: Path,
    source: SourceTable | None,
    given: FileMapping,
    document: MappingDocument,
    remembered: Remembered,
    *,
    leaves_open: bool = False,
) -> FilePlan:
    """What a file is and what its columns mean: as given, else as it was said of its header before, else as guessed.

    Where anything is said of the file now, in options or a mapping, nothing is remembered; but for what its rows are,
    if that was the same.
    """
    said = remembered.of(source.table.column_names) if source is not None else None
    if said is not None and not _is_said(document, given) and _is_alike(said, given):
        kind = {"as": given.kind} if given.kind is not None else {}
        known = FileMapping.model_validate({**given.model_dump(exclude={"kind"}), **worth_remembering(said), **kind})
        with suppress(AppError):  # what no longer fits is guessed
            return replace(look(path, source, known, document), why=_WHY, is_remembered=True)
    return look(path, source, given, document, leaves_open=leaves_open)


def _is_said(document: MappingDocument, given: FileMapping) -> bool:
    """Whether options or a mapping say more of the file than what its rows are."""
    return (
        document.customers is not None or document.events is not None or bool(worth_remembering(given).keys() - {"as"})
    )


def _is_alike(said: FileMapping, given: FileMapping) -> bool:
    """Whether both mean rows of the same kind, as far as they say so; orders are events."""
    kinds = {"events" if kind == "orders" else kind for kind in (said.kind, given.kind)}
    return len(kinds - {None}) <= 1
