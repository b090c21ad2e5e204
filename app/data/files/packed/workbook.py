"""Workbooks of spreadsheet programs: a sheet becomes delimited text in a process of its own, and is read as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.files.delimited.csv import DelimitedTable, read_table
from app.data.files.packed.isolated import read_isolated
from app.data.files.source_table import Fault, Place
from app.data.files.text.content import decoded
from app.data.files.text.records import read_records
from app.files.reading import name_of
from app.progress import Progress

_HEAD_ROWS = 2_000
_READER = "app.data.files.packed.workbook_reader"


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A `SourceTable` of a sheet: what its delimited text gives, with places as rows of the sheet.

    `sheets` are those of the workbook that can be read, `sheet` is the one that was.
    """

    text: DelimitedTable
    sheet: str
    sheets: tuple[str, ...]
    first_record_row: int
    since_1904: bool = False
    """Whether numbers that are days count from 1904, not from 1900."""

    @property
    def form(self) -> str:
        """Which sheet it is, and which are not read."""
        more = ", ".join(f"“{name}”" for name in self.sheets if name != self.sheet)
        return f"workbook, sheet “{self.sheet}”" + (f"; not read: {more}" if more else "")

    @property
    def file(self) -> str:
        """The file's name."""
        return self.text.file

    @property
    def table(self) -> pa.Table:
        """The rows."""
        return self.text.table

    @property
    def faults(self) -> Sequence[Fault]:
        """What is wrong with some rows."""
        return self.text.faults

    @property
    def dropped(self) -> NDArray[np.int64]:
        """The rows of the sheet that are no rows of the table."""
        return self.text.dropped

    @property
    def content(self) -> bytes:
        """The sheet's text; the file's own bytes differ each time it is saved."""
        return self.text.content

    def places_of(self, records: Sequence[int]) -> list[Place]:
        """The sheet's rows, from 1."""
        places = self.text.places_of(records)
        return [
            Place(self.first_record_row + record, place.text) for record, place in zip(records, places, strict=True)
        ]


def read_workbook(path: Path, progress: Progress, *, head_only: bool = False, sheet: str | None = None) -> SheetTable:
    """The rows of a sheet, of the first filled one if none is named; an AppError in words where there is none."""
    wanted = [] if sheet is None else [sheet]
    answer = read_isolated(_READER, path, progress, str(_HEAD_ROWS if head_only else 0), *wanted)
    table = read_table(decoded(name_of(path.name), answer.content, "utf-8"), progress)
    body = table.shape.body
    above = sum(1 for _ in read_records(table.content[:body], 0, table.shape.dialect)) if body else 0
    facts = answer.facts
    return SheetTable(
        table, facts["sheet"], tuple(facts["sheets"]), facts["first_row"] + above + 1, facts["since_1904"]
    )
