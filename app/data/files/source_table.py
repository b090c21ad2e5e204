"""What every file format yields: columns of texts, what is wrong with some rows, and where each row stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a record could not be taken as it stood; `record` counts from 0 over all records below the header.

    Of many records that are dropped for one reason, some faults speak for all.
    """

    record: int
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: the file's line or row, from 1, and its text without the newline."""

    line: int
    text: str


class SourceTable(Protocol):
    """A file's rows as texts: one string column per name; "" is missing.

    Records are what stands in the file, rows what stands in the table; `faults` says of records why they differ, and
    `dropped` (n,) are those that are no rows, both in ascending order. `content` is what two files share that say the
    same, `form` how the file is read, in words.
    """

    @property
    def file(self) -> str:
        """The file's name."""

    @property
    def table(self) -> pa.Table:
        """The rows."""

    @property
    def faults(self) -> Sequence[Fault]:
        """What is wrong with some records."""

    @property
    def dropped(self) -> NDArray[np.int64]:
        """The records that are no rows."""

    @property
    def content(self) -> bytes:
        """The bytes by which the same file is known again."""

    @property
    def form(self) -> str:
        """Like "utf-8, separated by comma, with a header"."""

    def places_of(self, records: Sequence[int]) -> list[Place]:
        """Line and text of these records, given in ascending order."""


@runtime_checkable
class PlacedInColumns(Protocol):
    """A source that can place very many records at once."""

    def lines_and_texts(self, records: NDArray[np.int64]) -> tuple[NDArray[np.int64], pa.StringArray]:
        """Line and text of each of these records, given in ascending order."""


def record_count(source: SourceTable) -> int:
    """How many records there are below the header."""
    return int(source.table.num_rows) + len(source.dropped)


def records_of(source: SourceTable, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The records that became these rows of the table."""
    return np.delete(np.arange(record_count(source)), source.dropped)[rows] if len(source.dropped) else rows


def place_of(source: SourceTable, row: int) -> Place:
    """Line and text of one row of the table."""
    return source.places_of(records_of(source, np.array([row])).tolist())[0]


def lines_and_texts(source: SourceTable, records: NDArray[np.int64]) -> tuple[NDArray[np.int64], pa.StringArray]:
    """Line and text of each of these records, given in ascending order, as columns."""
    if isinstance(source, PlacedInColumns):
        return source.lines_and_texts(records)
    places = source.places_of(records.tolist())
    lines = np.fromiter((place.line for place in places), np.int64, len(places))
    return lines, pa.array([place.text for place in places], pa.string())
