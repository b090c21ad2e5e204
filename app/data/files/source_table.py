"""What every file format yields: columns of texts, what is wrong with some rows, and where each row stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, overload, runtime_checkable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import numpy_of, words_of


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a record could not be taken as it stood; `record` counts from 0 over all records below the header.

    Of many records that are dropped for one reason, some faults speak for all.
    """

    record: int
    reason: str


class FaultColumns(Sequence[Fault]):
    """Faults as columns, in ascending order of records: `records` (n,), and `codes` (n,) into `reasons`."""

    def __init__(
        self,
        records: NDArray[np.int64] | None = None,
        codes: NDArray[np.int64] | None = None,
        reasons: Sequence[str] = (),
    ) -> None:
        self.records = np.zeros(0, np.int64) if records is None else records
        self.codes = np.zeros(0, np.int64) if codes is None else codes
        self.reasons = reasons

    @classmethod
    def of(cls, records: NDArray[np.int64], reasons: pa.StringArray) -> FaultColumns:
        """A fault for each of these records, which may stand in any order."""
        order = np.argsort(records, kind="stable")
        distinct = reasons.unique()
        codes = numpy_of(pc.index_in(reasons, distinct)).astype(np.int64)
        return cls(records[order], codes[order], words_of(distinct))

    @classmethod
    def together(cls, parts: Sequence[Sequence[Fault]]) -> FaultColumns:
        """All faults of all parts."""
        columns = [part if isinstance(part, cls) else cls._of_faults(part) for part in parts]
        starts = np.cumsum([0, *(len(part.reasons) for part in columns)])
        records = np.concatenate([np.zeros(0, np.int64), *(part.records for part in columns)])
        codes = np.concatenate(
            [np.zeros(0, np.int64), *(part.codes + start for part, start in zip(columns, starts, strict=False))]
        )
        order = np.argsort(records, kind="stable")
        return cls(records[order], codes[order], [reason for part in columns for reason in part.reasons])

    @classmethod
    def _of_faults(cls, faults: Sequence[Fault]) -> FaultColumns:
        records = np.array([fault.record for fault in faults], np.int64)
        return cls(records, np.arange(len(faults), dtype=np.int64), [fault.reason for fault in faults])

    def __len__(self) -> int:
        return len(self.records)

    @overload
    def __getitem__(self, at: int) -> Fault: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Fault, ...]: ...
    def __getitem__(self, at: int | slice) -> Fault | tuple[Fault, ...]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        return Fault(int(self.records[at]), self.reasons[int(self.codes[at])])


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
