"""The formats in which files are imported: recognised here, and offered by dialogs, messages and the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.data.files.delimited import csv
from app.data.files.objects import json_file
from app.data.files.packed import parquet_file, workbook
from app.data.files.source_table import SourceTable
from app.files.reading import STANDARD_INPUT, open_file
from app.progress import Progress, silent
from app.registry import Registry

_LONGEST_MARK = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read: `encoding` overrides what is recognised, `head_only` is enough for a first look.

    `sheet` is the one to read of a workbook, the first filled one if it is None.
    """

    encoding: str | None = None
    sheet: str | None = None
    head_only: bool = False
    progress: Progress = silent


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A row of the table: `words` name it to the user, a file is known by `marks` it begins with or by a suffix.

    Where `names_columns`, the names are the format's own, so that none of them can be a value.
    """

    name: str
    words: str
    suffixes: tuple[str, ...]
    read: Callable[[Path, Reading], SourceTable]
    marks: tuple[bytes, ...] = ()
    names_columns: bool = False


DELIMITED = FileFormat(
    name="delimited",
    words="CSV or TSV, also gzipped",
    suffixes=(".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz"),
    read=lambda path, how: csv.read_file(path, how.progress, how.encoding, head_only=how.head_only),
)
WORKBOOK = FileFormat(
    name="workbook",
    words="Excel and OpenDocument workbooks",
    suffixes=(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
    read=lambda path, how: workbook.read_workbook(path, how.progress, head_only=how.head_only, sheet=how.sheet),
    marks=(b"PK\x03\x04", b"\xd0\xcf\x11\xe0"),
)
JSON = FileFormat(
    name="json",
    words="JSON, also line by line",
    suffixes=(".json", ".ndjson", ".jsonl", ".json.gz", ".ndjson.gz", ".jsonl.gz"),
    read=lambda path, how: json_file.read_json(path, how.progress, how.encoding, head_only=how.head_only),
    marks=(b'{"', b'[{"', b"[\n", b"[\r\n", b"{\n", b"{\r\n"),
    names_columns=True,
)
PARQUET = FileFormat(
    name="parquet",
    words="Parquet, also folders of parts",
    suffixes=(".parquet", ".pq"),
    read=lambda path, how: parquet_file.read_parquet(path, how.progress, head_only=how.head_only),
    marks=(b"PAR1",),
    names_columns=True,
)
FORMATS = Registry((DELIMITED, WORKBOOK, JSON, PARQUET), lambda row: row.name)


def read_source(path: Path, how: Reading = Reading()) -> SourceTable:
    """The file's rows; an AppError in words when it has none that can be read."""
    return format_of(path).read(path, how)


def format_of(path: Path) -> FileFormat:
    """By what the file begins with, else by its name; whatever else it is, delimited text is the guess."""
    if path == STANDARD_INPUT:  # what is read of it here would be gone
        return DELIMITED
    if path.is_dir():
        return PARQUET
    with open_file(path, advice="Nothing was imported.") as stream:
        head = stream.read(_LONGEST_MARK) or b""  # None where a pipe in disguise has nothing to give
    marked = (row for row in FORMATS.values() if head.startswith(row.marks))
    named = (row for row in FORMATS.values() if path.name.lower().endswith(row.suffixes))
    return next(marked, None) or next(named, DELIMITED)


def offered_formats() -> str:
    """What the user can choose, in words: "CSV or TSV, also gzipped"."""
    return "; ".join(row.words for row in FORMATS.values())


def file_patterns() -> Iterator[str]:
    """What a dialog shows: `*.csv` and its like."""
    return (f"*{suffix}" for row in FORMATS.values() for suffix in row.suffixes)
